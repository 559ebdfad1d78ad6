// RT's JSON as tickets.
#pragma once

#include "adapters/request_tracker/lookups.h"
#include "json/json.h"
#include "model/ticket.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::request_tracker {

/// What a listing of tickets is asked to carry.
Query ticket_fields_query(const RequestTrackerSettings& settings);

/// A ticket of a list or of its own.
Ticket ticket_from(json::View ticket, Lookups& lookups);

/// Somebody in a ticket; asked for by name where the listing names nobody.
Person person_from(json::View user, Lookups& lookups);

/// Nothing for "never", which RT writes as 1970.
Value time_from(json::View time);

/// The address under which a person opens a ticket, and the id in it.
std::string ticket_url(const std::string& desk_url, const std::string& id);
std::optional<std::string> ticket_id_in(const std::string& desk_url, std::string_view url);

/// The number of the work item in an address; nothing for another one.
std::optional<std::int64_t> work_item_in(std::string_view url);

/// The addresses that a ticket refers to.
std::vector<std::string> references_of(json::View ticket);

}  // namespace deskbridge::request_tracker
