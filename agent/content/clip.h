#pragma once
#include "content/utf8.h"

#include <string>
#include <string_view>

namespace deskbridge {

struct Clipped {
    std::string text;
    bool cut = false;
};

/// The text, or as much of it as fits into `max` units together with a closing "…". It is cut between
/// characters as people see them: never inside a code point, before a combining mark, variation selector or
/// skin tone, inside a joined emoji, a flag or a Hangul syllable. The one exception is a single character
/// that is longer than the limit alone, which is cut between code points so that something is left.
/// Invalid UTF-8 comes out as U+FFFD. With no room for the "…" the text is empty.
Clipped clip(std::string_view text, size_t max, Unit unit = Unit::utf16);

/// Where the character (grapheme cluster) that begins at `at` ends. `at` must lie inside the text.
size_t character_end(std::string_view text, size_t at);

}  // namespace deskbridge
