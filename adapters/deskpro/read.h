// Tickets by id, and their first messages.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "model/ticket.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Tickets as the desk sends them.
struct RawTickets {
    /// `asked` differs from the ticket's id when it was merged into another.
    struct One {
        std::string asked;
        json::View ticket;
        json::View linked;
    };
    std::vector<One> tickets;
    std::vector<json::Document> bodies;  ///< own what the views show
};

/// Those that the desk does not have or does not show us are left out, each after a second look: what is
/// missing from a list may only have been left out of it. `include`: what goes along in `linked`.
RawTickets read_raw(Client& client, std::span<const std::string> ids, const std::string& include);

/// One for each id that can be read: what is deleted or spam with that presence, what was merged as the
/// ticket it was merged into. What is hidden for a reason that the desk does not tell is left out.
std::vector<Ticket> read_tickets(Client& client, Lookups& lookups, std::span<const std::string> ids);

/// Fills in descriptions. A ticket that the desk calls deleted or spam meanwhile gets that presence; any
/// other whose messages cannot be read stays as it is, not described.
void describe(Client& client, std::span<Ticket> tickets);

}  // namespace deskbridge::deskpro
