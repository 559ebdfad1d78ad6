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

bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
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

/// "deskbridge=<key>.<message>", the message's id in characters that no form of text changes.
std::string message_mark(const std::string& key, const std::string& message_id) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string mark = "deskbridge=" + key + ".";
    for (const char c : message_id) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_plain(c)) {
            mark += c;
        } else {
            mark += '-';
            mark += digits[byte >> 4];
            mark += digits[byte & 0xF];
        }
    }
    return mark;
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

std::string message_address(const std::string& ticket_url, const std::string& key,
                            const std::string& message_id) {
    const auto fragment = ticket_url.find('#');
    // an address that is a fragment of a page's already takes a query of its own there
    const std::string_view joint = fragment == std::string::npos                         ? "#"
                                   : ticket_url.find('?', fragment) == std::string::npos ? "?"
                                                                                         : "&";
    return ticket_url + std::string(joint) + message_mark(key, message_id);
}

bool carries_message(std::string_view comment, const std::string& key, const std::string& message_id) {
    const auto mark = message_mark(key, message_id);
    for (auto at = comment.find(mark); at != std::string_view::npos; at = comment.find(mark, at + 1)) {
        const auto after = at + mark.size();
        if (after == comment.size() || (!is_plain(comment[after]) && comment[after] != '-')) return true;
    }
    return false;
}

}  // namespace deskbridge
