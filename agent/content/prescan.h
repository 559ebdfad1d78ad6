#pragma once
#include <cstddef>
#include <string_view>

namespace deskbridge::html {

/// How much HTML is given to the parser, whose time grows with the square of the nesting and of the
/// attributes of a tag. Start and end tags count alike.
struct Bounds {
    size_t bytes = 1'000'000;
    size_t tags = 50'000;
    size_t depth = 256;
    size_t attributes = 256;
};

/// What one pass found. `depth` is an estimate that errs upward on sloppy nesting: an end tag that
/// does not fit closes nothing. `attributes` is the largest number in one tag.
struct Extent {
    size_t bytes = 0;
    size_t tags = 0;
    size_t depth = 0;
    size_t attributes = 0;
    bool within = true;
};

/// Measures HTML in one pass, in time linear in its length, and stops as soon as it is out of bounds: the
/// counts are then those of the part read, and `within` is false.
Extent prescan(std::string_view html, const Bounds& bounds = {});

}  // namespace deskbridge::html
