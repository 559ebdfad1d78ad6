// Tickets from a file of JSON lines.
#pragma once

#include "sandbox/deskpro/new_ticket.h"

#include <istream>
#include <stdexcept>
#include <vector>

namespace sandbox::deskpro {

/// A line that is no ticket; the text begins with "line N: ".
struct LoadError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One ticket per line; blank lines are passed over and counted. Two shapes are told apart by their keys:
/// our own (the README of this folder lists it; an unknown key is refused) and the export of a support
/// question forum, known by `title` or `content`, of which only what a ticket can hold is taken. A repeated
/// `id` is a ticket of its own. Throws LoadError at the first bad line; nothing is returned then.
std::vector<NewTicket> load_tickets(std::istream& lines);

}  // namespace sandbox::deskpro
