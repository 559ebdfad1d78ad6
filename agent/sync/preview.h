// What would be done, and why, with nothing done. Works on a copy of the state file (setup/ makes it), so
// that collecting and deciding are the real thing.
#pragma once

#include "model/plan.h"
#include "sync/history.h"
#include "sync/link_preview.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace deskbridge {

/// Who sees what would be done: of tickets without a work item, and of linked ones.
struct Spectator {
    std::function<void(const Plan&)> plan;
    std::function<void(const LinkPreview&)> link;
};

/// Everything that the next cycle would look at, in its order. Remote reads only. Errors go on.
CycleReport preview_cycle(Tenant& tenant, const Spectator& see);

/// Everything that a backfill with this wish would look at.
CycleReport preview_history(Tenant& tenant, const HistoryWish& wish, const Spectator& see);

/// Every link that one of these mappings made, with its work item as it is now. Errors go on.
void preview_mappings(Tenant& tenant, const std::set<std::string>& mappings,
                      const std::function<void(const LinkPreview&)>& see);

/// One ticket, whatever the feeds say; nothing when the desk does not show it.
struct TicketView {
    Ticket ticket;
    Plan plan;
    std::vector<LinkPreview> links;  ///< with their work items as they are now
};
std::optional<TicketView> preview_ticket(Tenant& tenant, const std::string& ticket_id);

}  // namespace deskbridge
