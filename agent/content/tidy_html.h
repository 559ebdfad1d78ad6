#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::html {

/// The canonical form of HTML whose tags nest as they are written, at a tenth of the cost of parsing it.
/// Nothing where only a parser can tell what is meant: unclosed or misplaced tags, rare references, scripts.
/// Takes valid UTF-8 without U+0000 and CR.
std::optional<std::string> canonical_of_tidy(std::string_view html);

}  // namespace deskbridge::html
