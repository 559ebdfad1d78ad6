// Keys are kept as the bytes that they spell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::store {

/// Nothing for text that is not made of pairs of the digits 0-9 a-f, so that hexadecimal() gives back exactly
/// what came in.
std::optional<std::string> bytes_of(std::string_view digits);

std::string hexadecimal(std::string_view bytes);

}  // namespace deskbridge::store
