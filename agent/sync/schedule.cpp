#include "sync/schedule.h"

#include "sync/cycle.h"
#include "sync/one_shot.h"
#include "sync/parking.h"
#include "sync/settle.h"

#include <algorithm>

namespace deskbridge {

namespace {

using namespace std::chrono;

/// Batches a cycle works off before live changes are looked for again.
constexpr int batches_in_a_cycle = 5;
constexpr milliseconds look_again{5'000};

}  // namespace

milliseconds rest_after(const CycleReport& report, int failures, milliseconds poll) {
    if (report.trouble && needs_a_person(*report.trouble)) return sign_in_probe(failures);
    if (report.trouble)
        return std::max(report.trouble->retry_after.value_or(milliseconds{0}), side_back_off(failures));
    if (report.more) return milliseconds{0};
    if (report.unclear > 0) return std::min(poll, look_again);
    return poll;
}

Schedule::Schedule(std::vector<Tenant*> tenants, const Clock& clock, Watch watch)
    : clock_(clock), watch_(std::move(watch)) {
    for (auto* tenant : tenants) entries_.push_back({tenant, clock.ticks()});
}

/// A refused sign-in is probed rarely, but at once when its credential has changed.
bool Schedule::is_due(const Entry& entry) const {
    return entry.due <= clock_.ticks() || (entry.refused && entry.tenant->credentials() != entry.credentials);
}

Schedule::Entry* Schedule::take() {
    const std::lock_guard lock(mutex_);
    Entry* first = nullptr;
    for (auto& entry : entries_)
        if (!entry.busy && is_due(entry) && (first == nullptr || entry.due < first->due)) first = &entry;
    if (first == nullptr) return nullptr;
    first->busy = true;
    first->credentials = first->tenant->credentials();
    return first;
}

void Schedule::give_back(Entry& entry, const CycleReport& report) {
    const std::lock_guard lock(mutex_);
    entry.failures = report.trouble ? entry.failures + 1 : 0;
    // Trouble that needs a person is probed by signing in anew, not by going on with the work.
    entry.refused = report.trouble && needs_a_person(*report.trouble);
    if (entry.refused) unsettle(*entry.tenant);
    entry.due = clock_.ticks() + rest_after(report, entry.failures, entry.tenant->options.poll);
    entry.busy = false;
}

bool Schedule::run_one() {
    Entry* entry = take();
    if (entry == nullptr) return false;
    CycleScope scope;
    scope.sweep_pages = entry->tenant->options.sweep_pages;
    scope.batches = batches_in_a_cycle;
    const CycleReport report = run_cycle(*entry->tenant, scope);
    give_back(*entry, report);
    watch_(*entry->tenant, report);
    return true;
}

std::optional<milliseconds> Schedule::until_next() const {
    const std::lock_guard lock(mutex_);
    std::optional<milliseconds> next;
    for (const auto& entry : entries_)
        if (!entry.busy) next = std::min(next.value_or(milliseconds::max()), entry.due);
    if (!next) return {};
    return std::max(milliseconds{0}, *next - clock_.ticks());
}

}  // namespace deskbridge
