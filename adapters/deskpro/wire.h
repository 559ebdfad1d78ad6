// Deskpro's JSON as tickets.
#pragma once

#include "adapters/deskpro/lookups.h"
#include "json/json.h"
#include "model/ticket.h"

#include <string>
#include <string_view>

namespace deskbridge::deskpro {

/// A ticket of a list or of its own. `linked` holds what was sideloaded. What gives a guest access to the
/// ticket (auth, access_code) is never kept.
Ticket ticket_from(json::View ticket, json::View linked, const std::string& desk_url, Lookups& lookups);

/// The address under which an agent opens a ticket, and the id in it. Older spellings are read too.
std::string ticket_url(const std::string& desk_url, const std::string& id);
std::optional<std::string> ticket_id_in(const std::string& desk_url, std::string_view url);

/// new, open, waiting, solved, closed; by the type of the status, which stands before the dot of a custom
/// one.
std::string status_category(std::string_view status);

Words labels_of(json::View ticket);
bool is_hidden(json::View ticket);
/// What a ticket's status says became of it; nothing for one that is hidden for another reason, or for none
/// that is told.
std::optional<Presence> presence_of(json::View ticket);
/// For the description: what does not say that it is a note is none.
bool is_note(json::View message);
/// For people: what does not say that it is public is internal.
Visibility visibility_of(json::View message);

/// The whole text of a message; `message` may be cut, then it stands in `message_full`.
std::string html_of(json::View message);

/// A message without its files. `linked` holds the people beside it.
Message message_from(json::View message, json::View linked, Lookups& lookups);

}  // namespace deskbridge::deskpro
