#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace deskbridge {

/// One code point as found in a text: its value and how many bytes it took. Bytes that are not UTF-8 are
/// reported as U+FFFD, as many at a time as the Unicode standard's "maximal subpart" rule says.
struct CodePoint {
    char32_t value = 0;
    size_t bytes = 0;
    bool valid = true;
};

/// The code point that begins at `at`, which must lie inside the text.
CodePoint code_point_at(std::string_view text, size_t at);

void append_utf8(std::string& out, char32_t code_point);

/// The text with every byte that is not UTF-8 (lone surrogates included) replaced by U+FFFD. Valid text comes
/// back as it is: nothing is normalised, no control character is touched.
std::string mend_utf8(std::string_view text);

/// What a limit of a foreign system counts. Azure DevOps and every .NET or JavaScript service count `utf16`.
enum class Unit { utf16, code_points, bytes };

size_t length_in(Unit unit, char32_t code_point);
size_t length_in(Unit unit, std::string_view text);

/// A text for a title: line breaks of every kind and tabs become one blank, none stays at either end. All
/// other characters are kept.
std::string single_line(std::string_view text);

}  // namespace deskbridge
