// What is known of both sides' words and files when a link did not come about by carrying them.
#pragma once

#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// Everything that is said on either side by now, and the item's files, as if it had been carried: a link
/// that people make carries nothing from before. For `record`; each names the link. Remote reads only; errors
/// go on.
std::vector<Recorded> known_from_before(Tenant& tenant, const Link& link, const WorkItem& item);

/// What stands on the other side already, by the marks in it, of a link that was found again by its own.
/// Files that were handed to the ticket show no mark: those that are there count as handed.
std::vector<Recorded> known_by_marks(Tenant& tenant, const Link& link, const WorkItem& item);

/// Everything that is said on a ticket. On failure: SyncError, of reach item where it concerns this ticket.
std::vector<Message> messages_of(Tenant& tenant, const std::string& ticket_id);

}  // namespace deskbridge
