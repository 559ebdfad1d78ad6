// Small things that the parts of a mapping do with text.
#pragma once

#include "model/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

/// Without blanks, tabs and line ends at either end.
std::string_view trimmed(std::string_view text);

/// A-Z and a-z only; every other character stays as it is.
std::string lowered(std::string_view text);
std::string uppered(std::string_view text);

/// Whole text that is one number, blanks around it allowed; never hexadecimal, "inf" or "nan".
std::optional<std::int64_t> integer_in(std::string_view text);
std::optional<double> number_in(std::string_view text);
/// Of a number, or of text as above.
std::optional<double> number_in(const Value& value);

/// A value for a message: on one line, at most 80 characters.
std::string shown(const Value& value);

/// True when both mean the same to a work tracker: text without regard to the case of A-Z, numbers and
/// text that reads as the same number, people by address (by name without one).
bool same_value(const Value& left, const Value& right);

}  // namespace deskbridge
