#include "mapping/transform.h"

#include "content/clip.h"
#include "content/plain_text.h"
#include "content/utf8.h"
#include "mapping/texts.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Change = Coerced (*)(const Value&, std::int64_t);

std::string readable(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    return html == nullptr ? text_of(value) : plain_text(html->markup);
}

/// Applies `change` to the text of a value, or to each of its words.
template <class TextChange>
Coerced on_text(const Value& value, TextChange change) {
    const auto* words = std::get_if<Words>(&value);
    if (words == nullptr) return {change(readable(value)), {}, {}};
    Words changed;
    for (const auto& word : *words)
        if (auto text = change(word); !text.empty()) changed.push_back(std::move(text));
    return {std::move(changed), {}, {}};
}

Coerced to_plain_text(const Value& value, std::int64_t) {
    return {readable(value), {}, {}};
}
Coerced to_html(const Value& value, std::int64_t) {
    return coerce(value, FieldKind::html);
}
Coerced to_single_line(const Value& value, std::int64_t) {
    return on_text(value, [](const std::string& text) { return single_line(text); });
}
Coerced to_trimmed(const Value& value, std::int64_t) {
    return on_text(value, [](const std::string& text) { return std::string(trimmed(text)); });
}
Coerced to_lower(const Value& value, std::int64_t) {
    return on_text(value, [](const std::string& text) { return lowered(text); });
}
Coerced to_upper(const Value& value, std::int64_t) {
    return on_text(value, [](const std::string& text) { return uppered(text); });
}
Coerced to_clipped(const Value& value, std::int64_t size) {
    return on_text(value, [size](const std::string& text) {
        return clip(text, static_cast<std::size_t>(size), Unit::code_points).text;
    });
}

Coerced to_email(const Value& value, std::int64_t) {
    if (const auto* person = std::get_if<Person>(&value)) return {person->email, {}, {}};
    const auto text = readable(value);
    return {text.find('@') == std::string::npos ? std::string() : std::string(trimmed(text)), {}, {}};
}

Coerced to_name(const Value& value, std::int64_t) {
    const auto* person = std::get_if<Person>(&value);
    return {person == nullptr ? readable(value) : person->name, {}, {}};
}

Coerced to_first(const Value& value, std::int64_t) {
    if (const auto* words = std::get_if<Words>(&value)) return {words->front(), {}, {}};
    const auto text = std::string(trimmed(readable(value)));
    return {std::string(trimmed(std::string_view(text).substr(0, text.find('\n')))), {}, {}};
}

Coerced to_number(const Value& value, std::int64_t) {
    if (const auto whole = coerce(value, FieldKind::integer); whole.ok()) return whole;
    return coerce(value, FieldKind::number);
}

Coerced to_date(const Value& value, std::int64_t) {
    auto time = coerce(value, FieldKind::time);
    if (time.ok()) time.value = iso8601(std::get<Time>(time.value)).substr(0, 10);
    return time;
}

struct Named {
    const char* name;
    Change change;
    bool takes_number = false;
};

constexpr Named all[] = {
    {"plain_text", to_plain_text}, {"html", to_html},     {"single_line", to_single_line},
    {"trim", to_trimmed},          {"lower", to_lower},   {"upper", to_upper},
    {"clip", to_clipped, true},    {"email", to_email},   {"name", to_name},
    {"first", to_first},           {"number", to_number}, {"date", to_date}};

const Named* named(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(all), std::end(all), [&](const Named& each) { return each.name == name; });
    return found == std::end(all) ? nullptr : found;
}

}  // namespace

const std::vector<std::string>& transform_names() {
    static const auto names = [] {
        std::vector<std::string> every;
        for (const auto& each : all) every.emplace_back(each.name);
        return every;
    }();
    return names;
}

std::string fault_of(const Transform& transform) {
    const auto* found = named(transform.name);
    if (found == nullptr) {
        const auto near = nearest_name(transform.name, transform_names());
        return near.empty()
                   ? fmt::format("there is no transform '{}'; there are {}", transform.name,
                                 fmt::join(transform_names(), ", "))
                   : fmt::format("there is no transform '{}'; did you mean '{}'?", transform.name, near);
    }
    if (found->takes_number && (!transform.argument || *transform.argument < 1))
        return fmt::format("transform '{0}' takes a number from 1, as in \"{0}:80\"", transform.name);
    if (!found->takes_number && transform.argument)
        return fmt::format("transform '{}' takes no number", transform.name);
    return {};
}

Coerced transformed(const Transform& transform, const Value& value) {
    const auto* found = named(transform.name);
    if (is_nothing(value) || found == nullptr) return {value, {}, {}};
    auto changed = found->change(value, transform.argument.value_or(0));
    if (is_nothing(changed.value)) changed.value = Value{};
    return changed;
}

}  // namespace deskbridge
