// Counts what a process does that the world or its own disk could notice, and ends it where a test wants.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace deskbridge::workbench {

/// The process ends here. It is no std::exception and no SyncError: whoever handles errors lets it pass.
struct Interrupted {
    std::size_t step = 0;
    std::string name;
};

/// One counter for all that is decorated. Steps are numbered from 1.
class Steps {
public:
    /// One step; throws Interrupted when it is the chosen one. Every later step is free again.
    void pass(const std::string& name) {
        ++count_;
        if (keeps_names) names.push_back(name);
        if (count_ == stop_at_) throw Interrupted{count_, name};
    }
    /// Counts anew, up to the interruption; 0 = none.
    void begin(std::size_t stop_at = 0) {
        count_ = 0;
        stop_at_ = stop_at;
        names.clear();
    }
    std::size_t count() const { return count_; }

    bool keeps_names = false;
    std::vector<std::string> names;

private:
    std::size_t count_ = 0;
    std::size_t stop_at_ = 0;
};

}  // namespace deskbridge::workbench
