#include "model/mark.h"

#include <algorithm>

namespace deskbridge {

namespace {

constexpr std::string_view heading = "deskbridge:1 ";
constexpr std::string_view heading_by_hand = "deskbridge:1+ ";
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

constexpr std::string_view address_heading = "deskbridge=";
constexpr std::string_view minus = "-2D";  ///< as it stands in a mark

/// "deskbridge=<key>.<message>", the message's id in characters that no form of text changes.
std::string message_mark(const std::string& key, const std::string& message_id) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string mark = std::string(address_heading) + key + ".";
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

std::string comment_mark(const std::string& key, std::int64_t comment) {
    return message_mark(key, "c" + std::to_string(comment));
}

std::string marked_address(const std::string& url, const std::string& mark) {
    const auto fragment = url.find('#');
    // an address that is a fragment of a page's already takes a query of its own there
    const std::string_view joint = fragment == std::string::npos                  ? "#"
                                   : url.find('?', fragment) == std::string::npos ? "?"
                                                                                  : "&";
    return url + std::string(joint) + mark;
}

bool holds_mark(std::string_view text, const std::string& mark) {
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        const auto after = at + mark.size();
        if (after == text.size() || (!is_plain(text[after]) && text[after] != '-')) return true;
    }
    return false;
}

/// The characters of a mark that begin here: "<key>.<id>".
std::string_view mark_at(std::string_view text) {
    const auto end =
        std::find_if(text.begin(), text.end(), [](char c) { return !is_plain(c) && c != '-' && c != '.'; });
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// "c7", or "c-2D7" for what the agent says by itself, by numbers below 0. Some desk may call a message so
/// too; that such a message is not carried on is not worth a risk.
bool is_comment_id(std::string_view id) {
    if (id.empty() || id.front() != 'c') return false;
    id.remove_prefix(1);
    if (id.rfind(minus, 0) == 0) id.remove_prefix(minus.size());
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What stands before the first paragraph or line ends, and before anything is quoted. Line ends of HTML mean
/// nothing.
std::string_view first_line(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || text[begin] == '>') return {};
    text.remove_prefix(begin);
    if (text.front() != '<') text = text.substr(0, text.find('\n'));
    for (const std::string_view end :
         {"</p", "</P", "</div", "</DIV", "<br", "<BR", "<blockquote", "<BLOCKQUOTE"})
        text = text.substr(0, text.find(end));
    return text;
}

/// The id in the address that the text's first line holds; empty without one.
std::string_view id_in_first_line(std::string_view text) {
    const auto line = first_line(text);
    const auto at = line.find(address_heading);
    if (at == std::string_view::npos) return {};
    const auto mark = mark_at(line.substr(at + address_heading.size()));
    const auto dot = mark.find('.');
    if (dot == std::string_view::npos || !is_hexadecimal(mark.substr(0, dot))) return {};
    return mark.substr(dot + 1);
}

}  // namespace

std::string mark_text(const Mark& mark) {
    std::string text(mark.by_hand ? heading_by_hand : heading);
    text += mark.agent;
    text += ' ';
    text += mark.key;
    text += ' ';
    text += mark.mapping;
    return clipped(std::move(text));
}

std::optional<Mark> parse_mark(std::string_view text) {
    const bool by_hand = text.substr(0, heading_by_hand.size()) == heading_by_hand;
    if (!by_hand && text.substr(0, heading.size()) != heading) return {};
    text.remove_prefix(by_hand ? heading_by_hand.size() : heading.size());
    const auto agent = take_word(text);
    const auto key = take_word(text);
    if (!is_hexadecimal(agent) || !is_hexadecimal(key)) return {};
    return Mark{std::string(agent), std::string(key), std::string(text), by_hand};
}

std::string message_address(const std::string& ticket_url, const std::string& key,
                            const std::string& message_id) {
    return marked_address(ticket_url, message_mark(key, message_id));
}

bool carries_message(std::string_view comment, const std::string& key, const std::string& message_id) {
    return holds_mark(comment, message_mark(key, message_id));
}

std::string comment_address(const std::string& work_item_url, const std::string& key, std::int64_t comment) {
    return marked_address(work_item_url, comment_mark(key, comment));
}

bool carries_comment(std::string_view message, const std::string& key, std::int64_t comment) {
    return holds_mark(message, comment_mark(key, comment));
}

bool carries_any_comment(std::string_view message, const std::string& key) {
    const auto wanted = std::string(address_heading) + key + ".";
    for (auto at = message.find(wanted); at != std::string_view::npos; at = message.find(wanted, at + 1))
        if (is_comment_id(mark_at(message.substr(at + wanted.size())))) return true;
    return false;
}

bool stands_for_message(std::string_view comment) {
    return !id_in_first_line(comment).empty();
}

bool stands_for_comment(std::string_view message) {
    return is_comment_id(id_in_first_line(message));
}

}  // namespace deskbridge
