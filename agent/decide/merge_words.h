// A field of words: what each side added and took away goes to the other, whatever rules the field.
#pragma once

#include "decide/merge.h"

namespace deskbridge {

/// The move for a field of words that takes part. A base that is kept only as a digest is found again in
/// whichever side has not changed; where both have, nothing is taken away.
Move merge_words(const FieldState& state);

}  // namespace deskbridge
