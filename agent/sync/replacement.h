// Tickets that get another work item, because theirs was deleted and their mapping wants it so.
#pragma once

#include "model/link.h"
#include "model/ticket.h"
#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// True when a link of these was replaced and nothing stands in its place yet.
bool wants_another_item(const std::vector<Link>& links);

/// The ticket as one without a work item: it may still name the one that is gone.
Ticket without_replaced(const Tenant& tenant, Ticket ticket, const std::vector<Link>& links);

}  // namespace deskbridge
