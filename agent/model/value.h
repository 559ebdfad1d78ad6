// What a field of a ticket or of a work item can hold.
#pragma once

#include "model/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskbridge {

/// Text that is HTML. Told apart from plain text because the way between the two is never a copy.
struct Html {
    std::string markup;
    bool operator==(const Html&) const = default;
};

/// Somebody, as far as the side that names them tells. The e-mail address is what the other side knows too.
struct Person {
    std::string name;
    std::string email;
    std::string id;  ///< of the side that named them; never sent to the other
    bool operator==(const Person&) const = default;
};

/// Labels, tags: order means nothing.
using Words = std::vector<std::string>;

/// std::monostate is "nothing": absent, null and empty are one thing to a mapping.
using Value =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Html, Time, Person, Words>;

using Record = std::map<std::string, Value, std::less<>>;

/// True for absent values, empty text, empty HTML, a person without name and address, and no words.
bool is_nothing(const Value& value);

/// As a person would read it: numbers without trailing zeros, times in ISO 8601, words joined by "; ",
/// a person by name (by address without one), HTML as its markup.
std::string text_of(const Value& value);

/// "text", "HTML", "number", ... for messages.
std::string_view kind_of(const Value& value);

}  // namespace deskbridge
