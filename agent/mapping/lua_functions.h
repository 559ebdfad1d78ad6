// The functions of the expression language.
#pragma once

#include <lua.hpp>
#include <string>
#include <vector>

namespace deskbridge {

/// has(list, word)              one of the words; case of A-Z ignored
/// contains(text, part)         case of A-Z ignored, as in starts_with and ends_with
/// starts_with(text, part)
/// ends_with(text, part)
/// lower(text), upper(text)     A-Z only
/// trim(text)
/// find(text, part)             where the part begins, in characters from 1; nothing when it is not there
/// replace(text, part, other)   every place; no patterns
/// clip(text, n)                at most n characters, "…" included
/// join(list, separator)
/// default(value, other)        the other when the value is nothing
/// text(value), number(value)   number is nothing for a text that is none
const std::vector<std::string>& function_names();

/// Sets them as globals.
void open_functions(lua_State* lua);

}  // namespace deskbridge
