#include "json/utf8.h"

#include "json/words.h"

namespace deskbridge::json {

namespace {

/// How many bytes follow a leading byte, and the range of the first of them.
struct Lead {
    std::size_t follow = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

Lead lead_of(unsigned char byte) {
    if (byte >= 0xC2 && byte <= 0xDF) return {.follow = 1};
    if (byte == 0xE0) return {.follow = 2, .low = 0xA0};
    if (byte == 0xED) return {.follow = 2, .high = 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {.follow = 2};
    if (byte == 0xF0) return {.follow = 3, .low = 0x90};
    if (byte == 0xF4) return {.follow = 3, .high = 0x8F};
    if (byte >= 0xF1 && byte <= 0xF3) return {.follow = 3};
    return {};
}

/// How many bytes from `at` on are ASCII, as far as whole words of eight bytes tell, four at once.
std::size_t ascii_words(std::string_view text, std::size_t at) {
    constexpr auto step = sizeof(Word);
    std::size_t end = at;
    for (; end + 4 * step <= text.size(); end += 4 * step) {
        const Word four = word_at(text, end) | word_at(text, end + step) | word_at(text, end + 2 * step) |
                          word_at(text, end + 3 * step);
        if ((four & tops) != 0) break;
    }
    while (end + step <= text.size() && (word_at(text, end) & tops) == 0) end += step;
    return end - at;
}

}  // namespace

Utf8Unit utf8_unit(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) return {};
    Lead lead = lead_of(first);
    if (lead.follow == 0) return {.length = 1, .valid = false};
    for (std::size_t i = 1; i <= lead.follow; ++i) {
        if (at + i >= text.size()) return {.length = i, .valid = false};
        const auto byte = static_cast<unsigned char>(text[at + i]);
        if (byte < lead.low || byte > lead.high) return {.length = i, .valid = false};
        lead.low = 0x80;
        lead.high = 0xBF;
    }
    return {.length = lead.follow + 1, .valid = true};
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = ascii_words(text, 0); at < text.size();) {
        const Utf8Unit unit = utf8_unit(text, at);
        if (!unit.valid) return false;
        at += unit.length;
        if (unit.length > 1) at += ascii_words(text, at);
    }
    return true;
}

std::string mend_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Unit unit = utf8_unit(text, at);
        out += unit.valid ? text.substr(at, unit.length) : std::string_view("\xEF\xBF\xBD");
        at += unit.length;
    }
    return out;
}

}  // namespace deskbridge::json
