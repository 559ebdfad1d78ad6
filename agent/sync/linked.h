// Keeps linked tickets and their work items in step.
#pragma once

#include "model/ticket.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// A ticket as it was read just now, with its row of the inbox and all its links.
struct LinkedTicket {
    InboxItem row;
    Ticket ticket;
    std::vector<Link> links;
};

/// Reads the work items that have news, decides, and carries: what goes to the tickets first, then what goes
/// to the work items, so that a revision counts as agreed on only when everything of it has arrived. A ticket
/// leaves the inbox when nothing is left to do for any of its links. Errors of reach side go on once what is
/// known is on disk; the tickets then stay. `quiet` suppresses notifications of the
/// work tracker.
void carry_changes(Tenant& tenant, std::vector<LinkedTicket> tickets, bool quiet, CycleReport& report);

}  // namespace deskbridge
