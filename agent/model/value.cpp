#include "model/value.h"

#include "model/overload.h"

#include <cmath>
#include <cstdio>
#include <type_traits>

namespace deskbridge {

namespace {

std::string joined(const Words& words) {
    std::string out;
    for (const auto& word : words) {
        if (!out.empty()) out += "; ";
        out += word;
    }
    return out;
}

std::string number_text(double number) {
    if (std::floor(number) == number && std::fabs(number) < 1e15)
        return std::to_string(static_cast<std::int64_t>(number));
    char text[40];
    std::snprintf(text, sizeof text, "%.15g", number);
    return text;
}

}  // namespace

bool is_nothing(const Value& value) {
    return std::visit(
        Overload{[](std::monostate) { return true; }, [](const std::string& text) { return text.empty(); },
                 [](const Html& html) { return html.markup.empty(); },
                 [](const Person& person) { return person.name.empty() && person.email.empty(); },
                 [](const Words& words) { return words.empty(); }, [](const auto&) { return false; }},
        value);
}

std::string text_of(const Value& value) {
    return std::visit(
        Overload{[](std::monostate) { return std::string(); },
                 [](bool flag) { return std::string(flag ? "true" : "false"); },
                 [](std::int64_t number) { return std::to_string(number); },
                 [](double number) { return number_text(number); },
                 [](const std::string& text) { return text; }, [](const Html& html) { return html.markup; },
                 [](Time time) { return iso8601(time); },
                 [](const Person& person) { return person.name.empty() ? person.email : person.name; },
                 [](const Words& words) { return joined(words); }},
        value);
}

std::string_view kind_of(const Value& value) {
    static constexpr std::string_view names[] = {"nothing", "true or false", "whole number", "number", "text",
                                                 "HTML",    "time",          "person",       "words"};
    static_assert(std::size(names) == std::variant_size_v<Value>);
    return names[value.index()];
}

}  // namespace deskbridge
