// Labels and tags as sets: what one side added and took away, done to the other.
#pragma once

#include "model/value.h"

#include <string_view>

namespace deskbridge {

struct WordChange {
    Words added;
    Words removed;
    bool empty() const { return added.empty() && removed.empty(); }
};

/// What became of `before`; the case of A-Z makes no difference. The words are spelled as in `now` and
/// `before`.
WordChange change_of(const Words& before, const Words& now);

/// `words` after the change: none twice, none that was there lost or moved unless the change says so.
Words changed(Words words, const WordChange& change);

bool same_words(const Words& left, const Words& right);

/// The words of an entry in a link's base that is no digest.
Words words_of_entry(std::string_view entry);

}  // namespace deskbridge
