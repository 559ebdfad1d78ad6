#include "mapping/coercion.h"

#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"
#include "mapping/texts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace deskbridge {

namespace {

Coerced refuse(const Value& value, std::string_view wanted, std::string fix) {
    return {{}, fmt::format("{} '{}' is not {}", kind_of(value), shown(value), wanted), std::move(fix)};
}

std::string readable(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    return html == nullptr ? text_of(value) : plain_text(html->markup);
}

Coerced to_text(const Value& value, FieldKind kind) {
    auto text = mend_utf8(readable(value));
    if (kind != FieldKind::plain_text) text = single_line(text);
    if (text.empty()) return {};
    return {std::move(text), {}, {}};
}

Coerced to_html(const Value& value) {
    if (const auto* html = std::get_if<Html>(&value)) return {*html, {}, {}};
    return {Html{html_from_text(text_of(value))}, {}, {}};
}

constexpr std::string_view number_fix =
    "translate it with `values`, or read it from a field that holds a number";

Coerced to_integer(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return {value, {}, {}};
    const auto number = number_in(value);
    constexpr double exact =
        9007199254740992.0;  // beyond 2^53 a double no longer says which integer is meant
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (const auto integer = integer_in(*text)) return {*integer, {}, {}};
    }
    if (!number || std::floor(*number) != *number || std::fabs(*number) > exact)
        return refuse(value, "a whole number", std::string(number_fix));
    return {static_cast<std::int64_t>(*number), {}, {}};
}

Coerced to_number(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return {value, {}, {}};
    const auto number = number_in(value);
    if (!number || !std::isfinite(*number)) return refuse(value, "a number", std::string(number_fix));
    return {*number, {}, {}};
}

Coerced to_boolean(const Value& value) {
    if (std::holds_alternative<bool>(value)) return {value, {}, {}};
    const std::string text(trimmed(readable(value)));
    for (const auto* yes : {"true", "yes", "1"})
        if (same_name(text, yes)) return {true, {}, {}};
    for (const auto* no : {"false", "no", "0"})
        if (same_name(text, no)) return {false, {}, {}};
    return refuse(value, "true or false",
                  "translate it with `values`, such as {\"Ja\": true, \"Nein\": false}");
}

Coerced to_time(const Value& value) {
    if (std::holds_alternative<Time>(value)) return {value, {}, {}};
    if (const auto* text = std::get_if<std::string>(&value))
        if (const auto time = parse_time(trimmed(*text))) return {*time, {}, {}};
    return refuse(value, "a date", "give it in the form 2026-03-04 or 2026-03-04T08:11:26Z");
}

Coerced to_person(const Value& value) {
    if (std::holds_alternative<Person>(value)) return {value, {}, {}};
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr)
        return refuse(value, "a person", "give a person of the ticket, an e-mail address or an account name");
    const std::string word(trimmed(*text));
    if (word.empty()) return {};
    return {word.find('@') == std::string::npos ? Person{word, {}, {}} : Person{{}, word, {}}, {}, {}};
}

/// What the tracker would make of it: it separates tags by either sign and knows no two that differ in case.
void add_words(Words& words, std::string_view text) {
    while (!text.empty()) {
        const auto end = text.find_first_of(";,");
        auto word = single_line(text.substr(0, end));
        const bool known = std::any_of(words.begin(), words.end(),
                                       [&](const std::string& each) { return same_name(each, word); });
        if (!word.empty() && !known) words.push_back(std::move(word));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

Coerced to_words(const Value& value) {
    Words words;
    if (const auto* several = std::get_if<Words>(&value)) {
        for (const auto& one : *several) add_words(words, one);
    } else {
        add_words(words, readable(value));
    }
    if (words.empty()) return {};
    return {std::move(words), {}, {}};
}

}  // namespace

Coerced coerce(const Value& value, FieldKind kind) {
    if (is_nothing(value)) return {};
    switch (kind) {
        case FieldKind::text:
        case FieldKind::tree_path:
        case FieldKind::plain_text: return to_text(value, kind);
        case FieldKind::html: return to_html(value);
        case FieldKind::integer: return to_integer(value);
        case FieldKind::number: return to_number(value);
        case FieldKind::boolean: return to_boolean(value);
        case FieldKind::time: return to_time(value);
        case FieldKind::person: return to_person(value);
        case FieldKind::words: return to_words(value);
        case FieldKind::other: break;
    }
    return {value, {}, {}};
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (std::size_t at = 0; at < text.size(); ++at) {
        switch (text[at]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            case '\n': out += "<br>"; break;
            case '\r':
                if (at + 1 == text.size() || text[at + 1] != '\n') out += "<br>";
                break;
            default: out += text[at];
        }
    }
    return out;
}

}  // namespace deskbridge
