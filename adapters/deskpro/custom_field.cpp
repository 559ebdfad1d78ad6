#include "adapters/deskpro/custom_field.h"

#include "content/shown_value.h"
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

std::optional<std::string> truth_json(const Value& value) {
    if (is_nothing(value)) return "false";
    const auto text = plain_value(value);
    const auto is_one = [&](Parts names) {
        return std::any_of(names.begin(), names.end(), [&](auto name) { return same_name(name, text); });
    };
    if (is_one({"true", "yes", "on", "1"})) return "true";
    if (is_one({"false", "no", "off", "0"})) return "false";
    return {};
}

std::optional<std::string> time_json(const CustomField& field, const Value& value) {
    if (is_nothing(value)) return "null";
    const auto* given = std::get_if<Time>(&value);
    const auto time = given == nullptr ? parse_time(plain_value(value)) : std::optional(*given);
    if (!time) return {};
    const auto text = iso8601(*time);
    const bool of_day = has_any(bare(field.widget), {"time"});
    return '"' + (of_day ? text.substr(0, 19) + "+0000" : text.substr(0, 10)) + '"';
}

std::optional<std::string> number_json(const Value& value) {
    if (is_nothing(value)) return "null";
    const auto quoted =
        json::Document::parse(json::Writer().array().text(plain_value(value)).end().take(), "x");
    if (const auto whole = quoted.root()[0].integer()) return json::Writer().integer(*whole).take();
    if (const auto number = quoted.root()[0].number()) return json::Writer().number(*number).take();
    return {};
}

/// By title, or by its id.
std::optional<std::string> choice_named(const CustomField& field, const std::string& name) {
    for (const auto& [id, title] : field.choices)
        if (same_name(title, name)) return id;
    return field.choices.count(name) == 0 ? std::nullopt : std::optional(name);
}

std::optional<std::string> choices_json(const CustomField& field, const Value& value) {
    const auto* words = std::get_if<Words>(&value);
    const auto wanted = is_nothing(value) ? Words{} : words != nullptr ? *words : Words{plain_value(value)};
    if (widget_of(field) == Widget::choice && wanted.size() > 1) return {};
    std::string list;
    for (const auto& name : wanted) {
        const auto id = choice_named(field, name);
        if (!id) return {};
        const bool is_number = id->find_first_not_of("0123456789") == std::string::npos;
        list += (list.empty() ? "" : ",") + (is_number ? *id : json::Writer().text(*id).take());
    }
    return "[" + list + "]";
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

bool is_writable(const CustomField& field) {
    return !has_any(bare(field.widget), {"display", "file"});
}

std::optional<std::string> json_for(const CustomField& field, const Value& value) {
    if (!is_writable(field)) return {};
    switch (widget_of(field)) {
        case Widget::truth: return truth_json(value);
        case Widget::time: return time_json(field, value);
        case Widget::number: return number_json(value);
        case Widget::choice:
        case Widget::choices: return choices_json(field, value);
        case Widget::text: break;
    }
    return is_nothing(value) ? "null" : json::Writer().text(plain_value(value)).take();
}

std::optional<std::string> number_for(const CustomField& field, std::int64_t number) {
    const auto text = std::to_string(number);
    const auto widget = widget_of(field);
    if (widget == Widget::number) return text;
    if (widget == Widget::text && is_writable(field)) return '"' + text + '"';
    return {};
}

bool holds_number(const CustomField& field, const std::string& held, std::int64_t number) {
    if (widget_of(field) != Widget::number) return held == std::to_string(number);
    const auto json = json::Document::parse(json::Writer().array().text(held).end().take(), "a number");
    const auto value = json.root()[0].number();
    return value && *value == static_cast<double>(number);
}

}  // namespace deskbridge::deskpro
