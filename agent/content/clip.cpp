#include "content/clip.h"

#include "content/extending_marks.h"

namespace deskbridge {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr char32_t joiner = 0x200D;

bool is_regional(char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

enum class Jamo { none, leading, vowel, trailing, syllable_open, syllable_closed };

// Hangul syllable types, Unicode standard 3.12
Jamo jamo_of(char32_t c) {
    if ((c >= 0x1100 && c <= 0x115F) || (c >= 0xA960 && c <= 0xA97C)) return Jamo::leading;
    if ((c >= 0x1160 && c <= 0x11A7) || (c >= 0xD7B0 && c <= 0xD7C6)) return Jamo::vowel;
    if ((c >= 0x11A8 && c <= 0x11FF) || (c >= 0xD7CB && c <= 0xD7FB)) return Jamo::trailing;
    if (c >= 0xAC00 && c <= 0xD7A3)
        return (c - 0xAC00) % 28 == 0 ? Jamo::syllable_open : Jamo::syllable_closed;
    return Jamo::none;
}

bool one_syllable(char32_t before, char32_t after) {
    const Jamo a = jamo_of(before), b = jamo_of(after);
    if (a == Jamo::none || b == Jamo::none) return false;
    if (a == Jamo::leading) return b != Jamo::trailing;
    if (a == Jamo::vowel || a == Jamo::syllable_open) return b == Jamo::vowel || b == Jamo::trailing;
    return b == Jamo::trailing;
}

// `flags` counts the regional letters at the end of the character so far: two make one flag
bool belongs_together(char32_t before, char32_t after, size_t flags) {
    if (before == U'\r' && after == U'\n') return true;
    if (before < 0x20 || after < 0x20) return false;
    if (extends_character(after) || before == joiner) return true;
    if (is_regional(before) && is_regional(after)) return flags % 2 == 1;
    return one_syllable(before, after);
}

void trim_end(std::string& text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
}

// as many code points of the text as fit into `room`
std::string_view code_points_within(std::string_view text, size_t room, Unit unit) {
    size_t at = 0;
    while (at < text.size()) {
        const CodePoint c = code_point_at(text, at);
        const size_t length = length_in(unit, c.value);
        if (length > room) break;
        room -= length;
        at += c.bytes;
    }
    return text.substr(0, at);
}

}  // namespace

size_t character_end(std::string_view text, size_t at) {
    CodePoint last = code_point_at(text, at);
    size_t flags = is_regional(last.value) ? 1 : 0;
    for (at += last.bytes; at < text.size(); at += last.bytes) {
        const CodePoint next = code_point_at(text, at);
        if (!belongs_together(last.value, next.value, flags)) break;
        flags = is_regional(next.value) ? flags + 1 : 0;
        last = next;
    }
    return at;
}

Clipped clip(std::string_view text, size_t max, Unit unit) {
    // no unit counts more than there are bytes
    if (std::string mended = mend_utf8(text); mended.size() <= max) return {std::move(mended), false};
    const size_t mark = length_in(unit, ellipsis);
    size_t used = 0, fits = 0;
    for (size_t at = 0; at < text.size();) {
        const size_t end = character_end(text, at);
        used += length_in(unit, text.substr(at, end - at));
        if (used > max) {
            if (max < mark) return {"", true};
            if (fits == 0) fits = code_points_within(text, max - mark, unit).size();
            std::string kept = mend_utf8(text.substr(0, fits));
            trim_end(kept);
            return {kept.append(ellipsis), true};
        }
        if (used + mark <= max) fits = end;
        at = end;
    }
    return {mend_utf8(text), false};
}

}  // namespace deskbridge
