// Backfill: the tickets that were there before the agent, by creation time, once.
#pragma once

#include "sync/collect.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <optional>
#include <string>

namespace deskbridge {

/// Which history is wanted. `limit` counts tickets that a mapping selects and that have no link yet; 0 = all.
struct HistoryWish {
    std::optional<Time> since;  ///< created at or after
    std::optional<Time> until;  ///< created before
    std::int64_t limit = 0;
};

/// The unfinished backfill with exactly this wish, or a new one (which ends any other). The live feeds are
/// started first, so that nothing falls between history and now.
HistoryJob begin_history(Tenant& tenant, const HistoryWish& wish);

/// Lists one page into the inbox (lane history) and moves the job on in the same transaction. `job.finished`
/// is set at the end. What `carried` holds of the page before may be worked off with this one.
void history_page(Tenant& tenant, HistoryJob& job, Carried& carried, CycleReport& report);

/// Works off what was listed: in whole batches as long as there is more to list, then all.
void work_off_history(Tenant& tenant, const HistoryJob& job, Carried& carried, CycleReport& report);

/// The tickets of a page that a backfill with this wish takes, in order.
std::vector<std::string> wanted_of(Tenant& tenant, const HistoryJob& job, const FeedPage& page);

}  // namespace deskbridge
