#include "schema_check.h"

#include "model/process.h"
#include "model/time.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace deskbridge::test {

namespace {

bool is_flag(json::View value) {
    const auto text = value.dump();
    return text == "true" || text == "false";
}

bool is_guid(const std::string& text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool digit = std::string_view("0123456789abcdefABCDEF").find(text[i]) != std::string_view::npos;
        if (dash ? text[i] != '-' : !digit) return false;
    }
    return true;
}

bool is_whole(const std::string& text, bool narrow) {
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool fits = !narrow || (number >= std::numeric_limits<std::int32_t>::min() &&
                                  number <= std::numeric_limits<std::int32_t>::max());
    return error == std::errc() && end == text.data() + text.size() && fits;
}

std::string listed(json::View words) {
    std::string all;
    for (const auto& word : words.items()) all += (all.empty() ? "" : ", ") + word.text();
    return all;
}

/// Words of an enumeration may be written in any case, and as numbers.
bool is_word_of(const std::string& text, json::View words) {
    const auto all = words.items();
    return std::any_of(all.begin(), all.end(),
                       [&](const json::View& word) { return same_name(word.text(), text); });
}

}  // namespace

std::string text_complaint(const std::string& text, json::View schema) {
    const auto type = schema["type"].text(), format = schema["format"].text();
    if (!schema["enum"].missing() && !is_word_of(text, schema["enum"]))
        return "is none of " + listed(schema["enum"]);
    if (type == "integer" && !is_whole(text, format == "int32")) return "is no whole number";
    if (type == "boolean" && text != "true" && text != "false") return "is neither true nor false";
    if (format == "date-time" && !parse_time(text)) return "is no date-time";
    if (format == "uuid" && !is_guid(text)) return "is no GUID";
    return {};
}

json::View SchemaCheck::resolved(json::View schema) const {
    const auto reference = schema["$ref"].text();
    if (reference.empty()) return schema;
    return description_["definitions"][reference.substr(reference.rfind('/') + 1)];
}

std::string SchemaCheck::type_of(json::View schema) const {
    const auto whole = resolved(schema);
    // a list is written as an "object" that is also an array
    for (const auto& part : whole["allOf"].items())
        if (type_of(part) == "array") return "array";
    return whole["type"].text();
}

json::View SchemaCheck::items_of(json::View schema) const {
    const auto whole = resolved(schema);
    for (const auto& part : whole["allOf"].items())
        if (type_of(part) == "array") return items_of(part);
    return whole["items"];
}

bool SchemaCheck::declares(json::View schema, std::string_view name) const {
    const auto whole = resolved(schema);
    if (!whole["properties"][name].missing()) return true;
    const auto parts = whole["allOf"].items();
    return std::any_of(parts.begin(), parts.end(),
                       [&](const json::View& part) { return declares(part, name); });
}

/// An "object" without any property stands for any value at all.
bool SchemaCheck::is_closed(json::View schema) const {
    const auto whole = resolved(schema);
    return whole["properties"].size() != 0 || !whole["allOf"].missing();
}

void SchemaCheck::check_object(json::View value, json::View schema, const std::string& place,
                               Complaints& out) const {
    const auto whole = resolved(schema);
    for (const auto& part : whole["allOf"].items()) check_object(value, part, place, out);
    for (const auto& [name, property] : whole["properties"].members())
        check(value[name], property, place + "." + std::string(name), out);
    const auto rest = whole["additionalProperties"];
    for (const auto& [name, member] : value.members()) {
        if (rest.is_object() && !declares(schema, name))
            check(member, rest, place + "." + std::string(name), out);
    }
}

void SchemaCheck::check(json::View value, json::View schema, const std::string& place,
                        Complaints& out) const {
    if (value.missing() || schema.missing()) return;
    const auto whole = resolved(schema);
    const auto type = type_of(whole);
    // items of a batch are described as text of the format "T", which stands for any type
    if (whole["format"].text() == "T") return;
    if (type == "array") {
        if (!value.is_array()) return out.push_back(place + " is no list");
        std::size_t at = 0;
        for (const auto& item : value.items())
            check(item, items_of(whole), place + "[" + std::to_string(at++) + "]", out);
    } else if (type == "object") {
        const bool open = !is_closed(whole) && whole["additionalProperties"].missing();
        if (open) return;
        if (!value.is_object()) return out.push_back(place + " is no object");
        check_object(value, whole, place, out);
        if (!strict_ || !whole["additionalProperties"].missing()) return;
        for (const auto& [name, member] : value.members())
            if (!declares(whole, name)) out.push_back(place + "." + std::string(name) + " is not described");
    } else if (type == "boolean") {
        if (!is_flag(value)) out.push_back(place + " is neither true nor false");
    } else if (type == "integer" || type == "number") {
        if (!value.is_number() || (type == "integer" && !value.integer()))
            out.push_back(place + " is no " + type);
    } else {
        if (type == "string" && !value.is_text()) return out.push_back(place + " is no text");
        if (const auto wrong = text_complaint(value.text(), whole); !wrong.empty())
            out.push_back(place + " " + wrong);
    }
}

}  // namespace deskbridge::test
