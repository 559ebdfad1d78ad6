#include "content/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace deskbridge {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Lead {
    size_t length;
    unsigned char second_low, second_high;
};

// Table 3-7 of the Unicode standard: the second byte is what rules out overlong forms, surrogates and values
// above U+10FFFF.
Lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {1, 0, 0};
    if (byte < 0xC2) return {0, 0, 0};
    if (byte < 0xE0) return {2, 0x80, 0xBF};
    if (byte == 0xE0) return {3, 0xA0, 0xBF};
    if (byte == 0xED) return {3, 0x80, 0x9F};
    if (byte < 0xF0) return {3, 0x80, 0xBF};
    if (byte == 0xF0) return {4, 0x90, 0xBF};
    if (byte < 0xF4) return {4, 0x80, 0xBF};
    if (byte == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

// How many bytes from `at` on are ASCII: eight at a time, then one by one.
size_t ascii_run(std::string_view text, size_t at) {
    constexpr std::uint64_t tops = 0x8080808080808080U;
    size_t end = at;
    for (std::uint64_t word = 0; end + sizeof word <= text.size(); end += sizeof word) {
        std::memcpy(&word, text.data() + end, sizeof word);
        if ((word & tops) != 0) break;
    }
    while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80) ++end;
    return end - at;
}

std::string without_outer_blanks(std::string_view text) {
    const size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') + 1 - first));
}

bool is_line_break_or_tab(char32_t c) {
    return (c >= 0x9 && c <= 0xD) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

}  // namespace

CodePoint code_point_at(std::string_view text, size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const Lead lead = lead_of(first);
    if (lead.length == 1) return {first, 1, true};
    if (lead.length == 0) return {replacement, 1, false};
    char32_t value = first & (0x7Fu >> lead.length);
    for (size_t i = 1; i < lead.length; ++i) {
        const auto byte = at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
        const bool fits =
            i == 1 ? byte >= lead.second_low && byte <= lead.second_high : (byte & 0xC0u) == 0x80u;
        if (!fits) return {replacement, i, false};
        value = (value << 6u) | (byte & 0x3Fu);
    }
    return {value, lead.length, true};
}

void append_utf8(std::string& out, char32_t c) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80u | ((c >> shift) & 0x3Fu)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0u | (c >> 6u));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0u | (c >> 12u));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0u | (c >> 18u));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::string mend_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    size_t kept = 0;
    for (size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            at += ascii_run(text, at);
            continue;
        }
        const CodePoint c = code_point_at(text, at);
        if (!c.valid) {
            out.append(text, kept, at - kept);
            append_utf8(out, replacement);
            kept = at + c.bytes;
        }
        at += c.bytes;
    }
    out.append(text, kept);
    return out;
}

size_t length_in(Unit unit, char32_t c) {
    if (unit == Unit::code_points) return 1;
    if (unit == Unit::utf16) return c < 0x10000 ? 1 : 2;
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

size_t length_in(Unit unit, std::string_view text) {
    size_t length = 0;
    for (size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        length += length_in(unit, c.value);
        at += c.bytes;
    }
    return length;
}

std::string single_line(std::string_view text) {
    // nearly every line has nothing to break it
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; }))
        return without_outer_blanks(text);
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at += c.bytes;
        if (is_line_break_or_tab(c.value) || c.value == U' ') {
            // blanks that the writer typed stay as they are; only a break brings a blank of its own
            if (c.value == U' ')
                out += ' ';
            else
                gap = true;
            continue;
        }
        if (gap && !out.empty() && out.back() != ' ') out += ' ';
        gap = false;
        append_utf8(out, c.value);
    }
    return without_outer_blanks(out);
}

}  // namespace deskbridge
