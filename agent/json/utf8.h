// What is and what is not UTF-8, byte by byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskbridge::json {

/// The bytes from one place on that belong together: a whole code point, or (not valid) the longest start of
/// one that something else follows, which readers replace by one U+FFFD.
struct Utf8Unit {
    std::size_t length = 1;
    bool valid = true;
};

/// Overlong forms, surrogates and values beyond U+10FFFF are not valid. `at` < text.size().
Utf8Unit utf8_unit(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// Each part that is no UTF-8 becomes U+FFFD; valid text comes back as it is.
std::string mend_utf8(std::string_view text);

}  // namespace deskbridge::json
