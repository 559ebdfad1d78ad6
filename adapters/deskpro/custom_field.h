// Custom fields of tickets: what they hold, by their widget.
#pragma once

#include "json/json.h"
#include "model/value.h"

#include <map>
#include <optional>
#include <string>

namespace deskbridge::deskpro {

/// One custom field of tickets.
struct CustomField {
    std::string id;
    std::string title;
    std::string alias;
    std::string widget;                          ///< text, textarea, choice, multichoice, toggle, date, ...
    std::map<std::string, std::string> choices;  ///< id -> title
};

/// What a widget makes of a value. Names of widgets differ between versions, so they are known by their
/// parts: multi-choice and multichoice, radio and choice.
enum class Widget { text, truth, time, number, choice, choices };
Widget widget_of(const CustomField& field);

/// The value of a custom field as it reads on a ticket: bool for a toggle, Time for dates, a number for
/// numbers and currencies, Words for several choices, the title of one. What does not read as that stays
/// text.
Value custom_value(json::View value, const CustomField& field);

/// False for what is only shown, and for files.
bool is_writable(const CustomField& field);

/// A value as JSON for this field, nothing as what empties it; none when its widget takes no such value, or
/// no choice is called so. A field for dates takes the day of a time, by UTC.
std::optional<std::string> json_for(const CustomField& field, const Value& value);

/// A work item's number as JSON for this field; nothing when its widget takes none.
std::optional<std::string> number_for(const CustomField& field, std::int64_t number);

/// Whether what the field holds, as text, is that number.
bool holds_number(const CustomField& field, const std::string& held, std::int64_t number);

}  // namespace deskbridge::deskpro
