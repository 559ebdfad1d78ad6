// How every tenant stands, as the agent saw it at the end of the last cycle.
#pragma once

#include "contract/clock.h"
#include "sync/report.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

struct TenantHealth {
    std::string name;
    std::optional<Time> last_good;                      ///< end of the last cycle without trouble
    std::optional<std::chrono::milliseconds> good_age;  ///< since then, by the clock that never jumps
    std::string trouble;                                ///< what ended the last cycle early; empty = nothing
    bool signed_in = true;                              ///< false: refused, and a person has to act
    std::size_t waiting = 0;                  ///< tickets with live changes that wait to be looked at
    std::chrono::milliseconds backlog_age{};  ///< for how long some have been waiting without a pause

    /// Good cycles come as often as they should.
    bool ready(std::chrono::milliseconds good_at_least_every) const {
        return signed_in && good_age && *good_age <= good_at_least_every;
    }
};

/// Outlives the configuration: a tenant of the same name goes on where it was. Thread rule: any thread.
class Health {
public:
    explicit Health(const Clock& clock) : clock_(clock) {}

    /// These are the tenants from now on.
    void watch(const std::vector<std::string>& names);
    void note(const std::string& name, const CycleReport& report, std::size_t waiting);
    /// In the order of `watch`.
    std::vector<TenantHealth> tenants() const;

private:
    struct Seen {
        TenantHealth health;
        std::chrono::milliseconds good_at{};
        std::optional<std::chrono::milliseconds> waiting_since;
    };
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::vector<std::string> names_;
    std::map<std::string, Seen> seen_;
};

}  // namespace deskbridge
