// Named changes of a value, for what needs no expression.
#pragma once

#include "mapping/coercion.h"
#include "mapping/mapping.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// plain_text   HTML as readable text
/// html         text as HTML, escaped
/// single_line  line ends and tabs become blanks
/// trim, lower, upper   the case of A-Z only
/// clip:N       at most N characters, "…" included
/// email, name  of a person; a text with "@" is its own e-mail address
/// first        of words the first one, of other text the first line that is not empty
/// number       text that is a number as a number
/// date         the day of a time, 2026-03-04, in UTC
const std::vector<std::string>& transform_names();

/// What is wrong with a transform as written: unknown (with the nearest name), an argument too many or
/// missing. Empty = nothing.
std::string fault_of(const Transform& transform);

/// Nothing stays nothing; trim, lower, upper, single_line and clip change each of several words. The
/// transform must be without fault. The message says what value does not fit.
Coerced transformed(const Transform& transform, const Value& value);

}  // namespace deskbridge
