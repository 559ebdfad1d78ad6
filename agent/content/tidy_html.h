#pragma once
#include "content/prescan.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::html {

/// HTML in its canonical form, and how much it was before: never less than `prescan` says.
struct Tidy {
    std::string html;
    Extent extent;
};

/// The canonical form of HTML whose tags nest as they are written, at a tenth of the cost of parsing it.
/// Nothing where only a parser can tell what is meant: unclosed or misplaced tags, rare references, scripts.
/// Takes valid UTF-8 without U+0000 and CR.
std::optional<Tidy> canonical_of_tidy(std::string_view html);

}  // namespace deskbridge::html
