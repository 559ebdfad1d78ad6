// TicketSQL, the language of RT's searches.
#pragma once

#include "adapters/request_tracker/lookups.h"
#include "contract/help_desk.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::request_tracker {

/// A text in quotes.
std::string quoted(std::string_view text);

/// "2026-11-21 07:40:00": the one form that RT reads as it is meant, in UTC for core dates that are written.
std::string sql_time(Time time);

/// "(id = 1 OR id = 2)".
std::string any_of_ids(const char* column, std::span<const std::string> ids);

/// What a mapping's find narrows, beginning with " AND "; empty when nothing does.
std::string narrowed(Lookups& lookups, const Find& find);

/// What of `find` this desk cannot do, as sentences.
std::vector<std::string> find_doubts(Lookups& lookups, const Find& find);

}  // namespace deskbridge::request_tracker
