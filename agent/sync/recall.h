// What stands on both sides of a link already, found again by its marks when the state file does not know it.
#pragma once

#include "sync/tenant.h"

#include <string>
#include <vector>

namespace deskbridge {

/// Everything that is said on a ticket.
std::vector<Message> messages_of(Tenant& tenant, const std::string& ticket_id);

/// Keeps which messages stand on the link's item, which comments on its ticket, and which files were brought
/// there, so that none of it is said again. What is kept already stays. It is taken for unchanged: what was
/// edited since it was carried shows at its next edit. On failure: SyncError, reach item for a ticket that
/// cannot be read.
void recall(Tenant& tenant, const Link& link);

}  // namespace deskbridge
