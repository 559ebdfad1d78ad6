// What would be done, and why, with nothing done. Works on a copy of the state file (setup/ makes it), so
// that collecting and deciding are the real thing.
#pragma once

#include "model/plan.h"
#include "sync/history.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <functional>
#include <optional>
#include <string>

namespace deskbridge {

using SeePlan = std::function<void(const Plan&)>;

/// Everything that the next cycle would look at, in its order. Remote reads only. Errors go on.
CycleReport preview_cycle(Tenant& tenant, const SeePlan& see);

/// Everything that a backfill with this wish would look at.
CycleReport preview_history(Tenant& tenant, const HistoryWish& wish, const SeePlan& see);

/// One ticket, whatever the feeds say; nothing when the desk does not show it.
struct TicketView {
    Ticket ticket;
    std::optional<Link> link;
    Plan plan;
};
std::optional<TicketView> preview_ticket(Tenant& tenant, const std::string& ticket_id);

}  // namespace deskbridge
