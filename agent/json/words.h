// Private to this room: long texts are looked through eight bytes at a time.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace deskbridge::json {

using Word = std::uint64_t;

constexpr Word repeated(unsigned char byte) {
    return byte * Word{0x0101010101010101};
}

/// The top bits of the eight bytes; only those of ASCII have none.
inline constexpr Word tops = repeated(0x80);

/// The eight bytes at `at`, which must lie inside the text.
inline Word word_at(std::string_view text, std::size_t at) {
    Word word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
}

}  // namespace deskbridge::json
