#include "content/style.h"

#include "content/tokens.h"

#include <algorithm>
#include <array>

namespace deskbridge::html {
namespace {

constexpr std::array<std::string_view, 6> properties = {"color",      "background-color", "font-weight",
                                                        "font-style", "text-decoration",  "text-align"};
constexpr size_t longest_value = 64;

template <typename Predicate>
bool all_of(std::string_view text, Predicate predicate) {
    return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
}
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || c == '-';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_html_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_html_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_rgb(std::string_view value) {
    if (value.substr(0, 4) == "rgb(")
        value.remove_prefix(4);
    else if (value.substr(0, 5) == "rgba(")
        value.remove_prefix(5);
    else
        return false;
    if (value.empty() || value.back() != ')') return false;
    value.remove_suffix(1);
    return all_of(value, [](char c) { return is_digit(c) || c == ',' || c == '.' || c == '%' || c == ' '; });
}

bool is_safe(std::string_view value) {
    if (value.size() > longest_value) return false;
    if (value.substr(0, 1) == "#") return value.size() <= 9 && all_of(value.substr(1), is_hex);
    const auto word_or_blank = [](char c) { return is_word(c) || c == ' '; };
    return all_of(value, is_digit) || all_of(value, word_or_blank) || is_rgb(value);
}

std::string safe_value(std::string_view value) {
    std::string clean = lower(trimmed(value.substr(0, value.find('!'))));
    return is_safe(clean) ? clean : std::string();
}

}  // namespace

std::string safe_color(std::string_view color) {
    std::string value = safe_value(color);
    return value.find(' ') == std::string::npos ? value : std::string();
}

std::string safe_style(std::string_view style) {
    std::string out;
    while (!style.empty()) {
        const std::string_view one = style.substr(0, style.find(';'));
        style.remove_prefix(std::min(one.size() + 1, style.size()));
        const size_t colon = one.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string name = lower(trimmed(one.substr(0, colon)));
        const std::string value = safe_value(one.substr(colon + 1));
        if (value.empty()) continue;
        if (std::find(properties.begin(), properties.end(), name) == properties.end()) continue;
        if (!out.empty()) out += ';';
        out.append(name).append(":").append(value);
    }
    return out;
}

}  // namespace deskbridge::html
