// What ends soon, told in good time.
#pragma once

#include "contract/log.h"
#include "setup/way_in.h"

#include <map>
#include <string>
#include <vector>

namespace deskbridge {

/// One thing that ends within 30 days, or has ended. `step`: 30, 7, 1 or 0 days; each is told once.
struct EndingNote {
    std::string what;
    std::string text;  ///< "the certificate of tenant acme ends in 6 days, on 2027-03-01"
    std::string hint;
    int step = 30;
};

std::vector<EndingNote> ending_notes(const std::vector<Ending>& endings, Time now);

/// Logs each note when it begins and at each further step. Thread rule: one thread at a time.
class EndingWatch {
public:
    explicit EndingWatch(std::vector<Ending> endings) : endings_(std::move(endings)) {}
    void look(const std::string& tenant, Time now, Log& log);

private:
    std::vector<Ending> endings_;
    std::map<std::string, int> told_;
};

}  // namespace deskbridge
