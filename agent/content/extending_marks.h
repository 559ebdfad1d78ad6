#pragma once

namespace deskbridge {

/// True for a code point that is drawn as part of the one before it: combining marks (categories Mn, Mc, Me
/// of Unicode 14), joiners, variation selectors, skin tones, tags.
bool extends_character(char32_t code_point);

}  // namespace deskbridge
