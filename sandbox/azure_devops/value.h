// A field's value as the stand-in keeps it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace sandbox::azure_devops {

/// Milliseconds since 1970-01-01 UTC.
struct Moment {
    long long ms = 0;
    friend bool operator==(const Moment&, const Moment&) = default;
};

/// A person by the id that `People` gave.
struct Person {
    std::string id;
    friend bool operator==(const Person&, const Person&) = default;
};

using Value = std::variant<std::string, long long, double, bool, Moment, Person>;

/// Reference name to value; an empty field is absent.
using Fields = std::map<std::string, Value>;

/// "2026-03-04T08:11:26.23Z": UTC, trailing zeros of the fraction trimmed, as the service writes dates.
std::string time_text(long long ms);

/// What a date text means. `has_time` is false for a bare date. Accepts ISO 8601 and the RFC 1123 form that
/// the Node client sends; without a zone it is UTC. On failure `valid` is false.
struct ParsedTime {
    bool valid = false;
    bool has_time = false;
    long long ms = 0;
};
ParsedTime parse_time(std::string_view text);

/// The end of time that a current revision is revised at.
inline constexpr long long never_ms = 253370764800000;

std::string lower(std::string_view text);
bool same(std::string_view left, std::string_view right);
std::string trim(std::string_view text);

/// A GUID that depends on nothing but the name.
std::string guid_of(std::string_view name);
bool is_guid(std::string_view text);

}  // namespace sandbox::azure_devops
