// Which tenant's cycle is run when, by a bounded number of workers.
#pragma once

#include "sync/report.h"
#include "sync/tenant.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// Thread rule: any thread; a tenant is with one worker at a time. The tenants outlive the schedule.
class Schedule {
public:
    /// Called after each cycle, by the worker that ran it.
    using Watch = std::function<void(Tenant&, const CycleReport&)>;

    Schedule(std::vector<Tenant*> tenants, const Clock& clock, Watch watch);

    /// Runs the cycle of one tenant that is due, if there is one. Errors of reach run go on.
    bool run_one();

    /// How long until the next tenant is due; nothing while all are with workers.
    std::optional<std::chrono::milliseconds> until_next() const;

private:
    struct Entry {
        Tenant* tenant;
        std::chrono::milliseconds due{};
        bool busy = false;
        int failures = 0;         ///< cycles in a row that ended in trouble
        bool refused = false;     ///< and the last in one that needs a person
        std::string credentials;  ///< as they were when it began
    };
    bool is_due(const Entry& entry) const;
    Entry* take();
    void give_back(Entry& entry, const CycleReport& report);

    mutable std::mutex mutex_;
    std::vector<Entry> entries_;
    const Clock& clock_;
    Watch watch_;
};

/// How long a tenant rests after a cycle that ended like this, `failures` being the troubled ones in a row.
std::chrono::milliseconds rest_after(const CycleReport& report, int failures, std::chrono::milliseconds poll);

}  // namespace deskbridge
