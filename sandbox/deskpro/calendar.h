// Times as the desk spells and reads them. Everywhere else a time is milliseconds since 1970 UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sandbox::deskpro {

/// "2025-05-20T07:24:41+0000": whole seconds, no colon in the offset.
std::string api_date(long long time_ms);

/// Reads "2025-05-20", and a date with a time after 'T' or a blank, with or without fractions and an offset
/// ("Z", "+0000", "+00:00", with or without a blank before it). No offset means UTC.
/// nullopt for anything else, also for a day that does not exist.
std::optional<long long> read_date(std::string_view text);

}  // namespace sandbox::deskpro
