// Points in time as the core knows them: UTC, milliseconds. Never compared across two systems' clocks.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-03-04T08:11:26Z", or with ".230" when there are milliseconds.
std::string iso8601(Time time);

/// Reads ISO 8601 with 'T' or a blank, with up to nine decimals (cut to milliseconds), and an offset in any
/// of the forms Z, +00:00, +0000, +00. A date alone is its midnight. Without an offset, `local` (minutes
/// east of UTC) is assumed. Nothing for text that is not a time.
std::optional<Time> parse_time(std::string_view text, std::chrono::minutes local = {});

}  // namespace deskbridge
