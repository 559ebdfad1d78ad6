// Tickets by id, and their first messages.
#pragma once

#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/lookups.h"
#include "model/ticket.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

/// A ticket as RT sends it. Its own id differs from `asked` when that was merged into it.
struct RawTicket {
    std::string asked;
    json::Document json;
};

/// Those that the account may not see, or that are not there, are left out. What a search does not find
/// (deleted, merged) is asked for alone.
std::vector<RawTicket> read_raw(Client& client, Lookups& lookups, std::span<const std::string> ids);

/// One for each id that can be read: what is deleted with that presence, what was merged as the ticket it was
/// merged into.
std::vector<Ticket> read_tickets(Client& client, Lookups& lookups, std::span<const std::string> ids);

/// Fills in descriptions: what a ticket was made with.
void describe(Client& client, std::span<Ticket> tickets);

}  // namespace deskbridge::request_tracker
