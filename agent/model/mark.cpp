#include "model/mark.h"

#include <algorithm>

namespace deskbridge {

namespace {

constexpr std::string_view heading = "deskbridge:1 ";
constexpr std::size_t limit_bytes = 255;

bool is_hexadecimal(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
}

std::string_view take_word(std::string_view& text) {
    const auto blank = text.find(' ');
    const auto word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    return word;
}

/// Cuts at a code point's first byte.
std::string clipped(std::string text) {
    if (text.size() <= limit_bytes) return text;
    std::size_t end = limit_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text;
}

}  // namespace

std::string mark_text(const Mark& mark) {
    std::string text(heading);
    text += mark.agent;
    text += ' ';
    text += mark.key;
    text += ' ';
    text += mark.mapping;
    return clipped(std::move(text));
}

std::optional<Mark> parse_mark(std::string_view text) {
    if (text.substr(0, heading.size()) != heading) return {};
    text.remove_prefix(heading.size());
    const auto agent = take_word(text);
    const auto key = take_word(text);
    if (!is_hexadecimal(agent) || !is_hexadecimal(key)) return {};
    return Mark{std::string(agent), std::string(key), std::string(text)};
}

}  // namespace deskbridge
