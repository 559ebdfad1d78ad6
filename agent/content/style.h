#pragma once
#include <string>
#include <string_view>

namespace deskbridge::html {

/// The part of a style attribute that carries meaning and cannot do harm: colours, weight, slant, underline
/// and alignment, each with a value made of words, a number or an rgb() colour. Nothing that could name an
/// address survives. Applied to its own result it changes nothing.
std::string safe_style(std::string_view style);

/// The colour as CSS, or empty where it is none: "red", "#f00", "rgb(1,2,3)".
std::string safe_color(std::string_view color);

}  // namespace deskbridge::html
