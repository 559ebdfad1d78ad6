// Changing what tickets hold.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "contract/help_desk.h"

#include <span>
#include <vector>

namespace deskbridge::deskpro {

/// As HelpDesk::look_up.
void look_up(Lookups& lookups, std::span<const TicketChange> changes);

/// One PUT for each ticket, with the keys that are named and no others, many in one request. A ticket of
/// which one value is not known is not written at all. Nothing is read back.
std::vector<WriteOutcome> change(Client& client, Lookups& lookups, std::span<const TicketChange> changes);

}  // namespace deskbridge::deskpro
