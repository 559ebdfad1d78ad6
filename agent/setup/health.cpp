#include "setup/health.h"

#include <algorithm>

namespace deskbridge {

void Health::watch(const std::vector<std::string>& names) {
    const std::lock_guard lock(mutex_);
    names_ = names;
    std::erase_if(seen_, [&](const auto& entry) {
        return std::find(names.begin(), names.end(), entry.first) == names.end();
    });
    for (const auto& name : names) seen_[name].health.name = name;
}

void Health::note(const std::string& name, const CycleReport& report, std::size_t waiting) {
    const auto now = clock_.now();
    const auto ticks = clock_.ticks();
    const std::lock_guard lock(mutex_);
    const auto found = seen_.find(name);
    if (found == seen_.end()) return;
    Seen& seen = found->second;
    seen.health.trouble = report.trouble ? report.trouble->what() : "";
    const bool refused = report.trouble && (report.trouble->trouble == Trouble::sign_in ||
                                            report.trouble->trouble == Trouble::forbidden);
    // an outage says nothing of the sign-in: it stays as it was last known
    if (refused || !report.trouble) seen.health.signed_in = !refused;
    if (!report.trouble) {
        seen.health.last_good = now;
        seen.good_at = ticks;
    }
    seen.health.waiting = waiting;
    if (waiting == 0)
        seen.waiting_since.reset();
    else if (!seen.waiting_since)
        seen.waiting_since = ticks;
}

std::vector<TenantHealth> Health::tenants() const {
    const auto ticks = clock_.ticks();
    const std::lock_guard lock(mutex_);
    std::vector<TenantHealth> all;
    for (const auto& name : names_) {
        const Seen& seen = seen_.at(name);
        all.push_back(seen.health);
        if (seen.health.last_good) all.back().good_age = ticks - seen.good_at;
        if (seen.waiting_since) all.back().backlog_age = ticks - *seen.waiting_since;
    }
    return all;
}

}  // namespace deskbridge
