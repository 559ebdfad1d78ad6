#include "adapters/deskpro/custom_field.h"

#include "model/process.h"
#include "model/time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace deskbridge::deskpro {

namespace {

using Parts = std::initializer_list<std::string_view>;

/// Small letters and digits only: "Multi-Choice" and "multi_choice" are one.
std::string bare(const std::string& name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
    }
    return out;
}

bool has_any(const std::string& name, Parts parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

/// Values come bare, alone in a list, or in an object with more about them.
json::View plain(json::View value) {
    if (value.is_array() && value.size() == 1) return plain(value[0]);
    if (!value.is_object()) return value;
    for (const auto* name : {"value", "amount", "date", "title", "label", "name"})
        if (!value[name].missing()) return value[name];
    return value;
}

std::string title_in(json::View choice, const CustomField& field) {
    const auto id = choice.is_object() ? choice["id"].text() : choice.text();
    const auto found = field.choices.find(id);
    const auto known = found == field.choices.end() ? id : found->second;
    return choice.is_object() ? choice["title"].text(choice["label"].text(known)) : known;
}

Words chosen(json::View value, const CustomField& field) {
    Words titles;
    const bool one = value.is_object() && (!value["id"].missing() || !value["title"].missing());
    if (one || (!value.is_array() && !value.is_object())) titles.push_back(title_in(value, field));
    for (const auto& item : value.items()) titles.push_back(title_in(item, field));
    for (const auto& [id, item] : value.members()) {
        const auto known = field.choices.find(std::string(id));
        if (!one)
            titles.push_back(
                item["title"].text(known == field.choices.end() ? std::string(id) : known->second));
    }
    std::erase(titles, "");
    return titles;
}

Value choice_value(json::View value, const CustomField& field) {
    auto titles = chosen(value, field);
    if (titles.empty()) return {};
    // Several in a field for one are kept all the same.
    if (widget_of(field) != Widget::choices && titles.size() == 1) return titles.front();
    return titles;
}

Value truth_value(json::View value) {
    for (const auto* yes : {"yes", "on"})
        if (same_name(value.text(), yes)) return true;
    return value.flag();
}

Value time_value(json::View value) {
    if (const auto seconds = value.integer(); value.is_number() && seconds)
        return Time{std::chrono::seconds{*seconds}};
    if (const auto time = parse_time(value.text())) return *time;
    return value.text();
}

Value number_value(json::View value) {
    if (const auto whole = value.integer()) return *whole;
    if (const auto number = value.number()) return *number;
    return value.text();
}

}  // namespace

Widget widget_of(const CustomField& field) {
    const auto name = bare(field.widget);
    const bool box = has_any(name, {"checkbox"});
    if (has_any(name, {"date", "time"})) return Widget::time;
    if (has_any(name, {"toggle", "bool", "yesno"}) || (box && field.choices.empty())) return Widget::truth;
    if (has_any(name, {"number", "numeric", "currency", "money", "integer", "decimal", "float"}))
        return Widget::number;
    if (box || has_any(name, {"multi"})) return Widget::choices;
    if (!field.choices.empty() || has_any(name, {"choice", "radio", "select", "dropdown"}))
        return Widget::choice;
    return Widget::text;
}

Value custom_value(json::View value, const CustomField& field) {
    if (value.missing()) return {};
    const auto one = plain(value);
    switch (widget_of(field)) {
        case Widget::truth: return truth_value(one);
        case Widget::time: return time_value(one);
        case Widget::number: return number_value(one);
        case Widget::choice:
        case Widget::choices: return choice_value(value, field);
        case Widget::text: break;
    }
    return value.is_array() && value.size() > 1 ? choice_value(value, field) : Value{one.text()};
}

std::optional<std::string> number_for(const CustomField& field, std::int64_t number) {
    const auto text = std::to_string(number);
    const auto widget = widget_of(field);
    const bool shown_only = has_any(bare(field.widget), {"display", "file"});
    if (widget == Widget::number) return text;
    if (widget == Widget::text && !shown_only) return '"' + text + '"';
    return {};
}

bool holds_number(const CustomField& field, const std::string& held, std::int64_t number) {
    if (widget_of(field) != Widget::number) return held == std::to_string(number);
    const auto json = json::Document::parse(json::Writer().array().text(held).end().take(), "a number");
    const auto value = json.root()[0].number();
    return value && *value == static_cast<double>(number);
}

}  // namespace deskbridge::deskpro
