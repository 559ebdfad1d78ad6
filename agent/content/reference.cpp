#include "content/reference.h"

#include "content/utf8.h"

#include <array>
#include <charconv>
#include <optional>

namespace deskbridge::html {
namespace {

struct Named {
    std::string_view name;
    char32_t value;
};
constexpr Named named[] = {{"amp", '&'},  {"lt", '<'},    {"gt", '>'},
                           {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};

// The rest (NUL, surrogates, the C1 range that HTML reads as windows-1252) is a parser's business.
bool is_ordinary(char32_t c) {
    if (c == 0 || (c >= 0x80 && c < 0xA0) || c > 0x10FFFF) return false;
    return c < 0xD800 || c > 0xDFFF;
}

std::optional<char32_t> number(std::string_view digits) {
    const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
    if (hex) digits.remove_prefix(1);
    unsigned long value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (value > 0x10FFFF || !is_ordinary(static_cast<char32_t>(value))) return std::nullopt;
    return static_cast<char32_t>(value);
}

std::optional<char32_t> reference(std::string_view inside) {
    if (inside.substr(0, 1) == "#") return number(inside.substr(1));
    for (const Named& each : named) {
        if (each.name == inside) return each.value;
    }
    return std::nullopt;
}

std::string_view replacement_for(char c, bool in_value) {
    if (c == '&') return "&amp;";
    if (c == '<') return "&lt;";
    if (c == '>') return "&gt;";
    if (c == '"' && in_value) return "&quot;";
    return {};
}

// nearly every byte is none of these, so they are told apart first
constexpr auto needs_a_look = [] {
    std::array<bool, 256> table{};
    for (const char c : {'&', '<', '>', '"', '\r', '\xC2'}) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

void append(std::string& out, std::string_view text, bool in_value) {
    size_t kept = 0;
    const auto replace = [&](size_t at, size_t length, std::string_view with) {
        out.append(text, kept, at - kept).append(with);
        kept = at + length;
    };
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!needs_a_look[static_cast<unsigned char>(c)]) continue;
        if (c == '\r') {
            // the LF of a CR LF follows by itself
            replace(i, 1, text.substr(i + 1, 1) == "\n" ? "" : "\n");
        } else if (c == '\xC2' && text.substr(i + 1, 1) == "\xA0") {
            replace(i++, 2, "&nbsp;");
        } else if (const std::string_view with = replacement_for(c, in_value); !with.empty()) {
            replace(i, 1, with);
        }
    }
    out.append(text, kept);
}

}  // namespace

bool decode_references(std::string_view text, std::string& out) {
    constexpr size_t longest = 12;
    out.clear();
    size_t kept = 0;
    for (size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', kept)) {
        const size_t end = text.substr(at, longest).find(';');
        if (end == std::string_view::npos) return false;
        const auto value = reference(text.substr(at + 1, end - 1));
        if (!value) return false;
        out.append(text, kept, at - kept);
        append_utf8(out, *value);
        kept = at + end + 1;
    }
    out.append(text, kept);
    return true;
}

void append_escaped(std::string& out, std::string_view text) {
    append(out, text, false);
}

void append_escaped_value(std::string& out, std::string_view value) {
    append(out, value, true);
}

}  // namespace deskbridge::html
