// Tickets by id, and their first messages.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "model/ticket.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Pages of tickets as the desk sends them; hidden ones are left out by the desk.
std::vector<json::Document> read_raw(Client& client, std::span<const std::string> ids);

std::vector<Ticket> read_tickets(Client& client, Lookups& lookups, std::span<const std::string> ids);

/// Fills in descriptions. A ticket whose messages are gone (404) is set to deleted; one whose messages cannot
/// be read alone stays as it is, not described.
void describe(Client& client, std::span<Ticket> tickets);

}  // namespace deskbridge::deskpro
