#include "mapping/texts.h"

#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"
#include "model/process.h"

#include <algorithm>
#include <charconv>

namespace deskbridge {

namespace {

template <class Number>
std::optional<Number> whole_text(std::string_view text) {
    text = trimmed(text);
    if (text.substr(0, 1) == "+") text.remove_prefix(1);
    const auto begins = [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; };
    if (text.empty() || !begins(text.front())) return {};
    if (text.find_first_not_of("0123456789.-+eE") != std::string_view::npos) return {};
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

std::string key_of(const Person& person) {
    return person.email.empty() ? person.name : person.email;
}

std::string comparable(const Value& value) {
    if (const auto* person = std::get_if<Person>(&value)) return key_of(*person);
    return text_of(value);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\f\v";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::string uppered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

std::optional<std::int64_t> integer_in(std::string_view text) {
    return whole_text<std::int64_t>(text);
}

std::optional<double> number_in(std::string_view text) {
    return whole_text<double>(text);
}

std::optional<double> number_in(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) return number_in(std::string_view(*text));
    return {};
}

std::string shown(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    const auto text = html == nullptr ? text_of(value) : plain_text(html->markup);
    return clip(single_line(text), 80, Unit::code_points).text;
}

bool same_value(const Value& left, const Value& right) {
    if (is_nothing(left) || is_nothing(right)) return is_nothing(left) && is_nothing(right);
    if (std::holds_alternative<std::string>(left) && std::holds_alternative<std::string>(right))
        return same_name(std::get<std::string>(left), std::get<std::string>(right));
    const auto left_number = number_in(left);
    const auto right_number = number_in(right);
    if (left_number && right_number) return *left_number == *right_number;
    return same_name(comparable(left), comparable(right));
}

}  // namespace deskbridge
