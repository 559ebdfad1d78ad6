#include "adapters/deskpro/ticket_form.h"

#include "content/shown_value.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace deskbridge::deskpro {

namespace {

enum class Kind { text, listed, urgency, truth, words };

/// A path of mappings and Deskpro's key for it. What a list holds is written by its id, a status by its code.
struct Key {
    std::string_view path;
    const char* key;
    Kind kind;
    const char* list = "";
    bool can_be_empty = true;
};
constexpr Key keys[] = {{"subject", "subject", Kind::text, "", false},
                        {"status", "status", Kind::listed, "ticket_statuses", false},
                        {"ticket_status", "status", Kind::listed, "ticket_statuses", false},
                        {"priority", "priority", Kind::listed, "ticket_priorities"},
                        {"urgency", "urgency", Kind::urgency, "", false},
                        {"department", "department", Kind::listed, "ticket_departments", false},
                        {"category", "category", Kind::listed, "ticket_categories"},
                        {"product", "product", Kind::listed, "ticket_products"},
                        {"workflow", "workflow", Kind::listed, "ticket_workflows"},
                        {"assignee", "agent", Kind::listed, "agents"},
                        {"agent_team", "agent_team", Kind::listed, "agent_teams"},
                        {"organization", "organization", Kind::listed, "organizations"},
                        {"language", "language", Kind::listed, "languages"},
                        {"labels", "labels", Kind::words},
                        {"on_hold", "is_hold", Kind::truth}};

const Key* key_of(std::string_view path) {
    const auto* found =
        std::find_if(std::begin(keys), std::end(keys), [&](const Key& key) { return key.path == path; });
    return found == std::end(keys) ? nullptr : found;
}

SyncError refused(const std::string& message, const std::string& hint) {
    return SyncError(Reach::item, Trouble::configuration, message, hint);
}

SyncError takes_no(const std::string& path, const Value& value, const std::string& takes) {
    return refused(is_nothing(value)
                       ? fmt::format("Deskpro: {} cannot be emptied", path)
                       : fmt::format("Deskpro: {} does not take '{}'", path, shown_value(value)),
                   takes);
}

/// "there are: ..." with at most twenty of them.
SyncError unknown(const std::string& path, const Value& value, std::vector<std::string> names) {
    constexpr std::size_t most = 20;
    const auto near = nearest_name(shown_value(value), names);
    const auto more = names.size() > most ? names.size() - most : 0;
    names.resize(names.size() - more);
    auto hint = names.empty() ? std::string("the key's agent sees none at all")
                              : fmt::format("there are: {}", fmt::join(names, ", "));
    if (more > 0) hint += fmt::format(" and {} more", more);
    if (!near.empty()) hint = fmt::format("did you mean '{}'? {}", near, hint);
    return refused(fmt::format("Deskpro knows no {} '{}'", path, shown_value(value)), hint);
}

SyncError no_such_path(const std::string& path, Lookups& lookups) {
    const auto paths = writable_paths(lookups);
    const auto near = nearest_name(path, paths);
    return refused(fmt::format("Deskpro: {} cannot be written on a ticket", path),
                   near.empty() ? fmt::format("what can be written: {}", fmt::join(paths, ", "))
                                : fmt::format("did you mean {}?", near));
}

std::optional<std::string> urgency_json(const Value& value) {
    const auto text = plain_value(value);
    const bool is_small =
        !text.empty() && text.size() <= 2 && text.find_first_not_of("0123456789") == std::string::npos;
    const int number = is_small ? std::stoi(text) : 0;
    return number < 1 || number > 10 ? std::nullopt : std::optional(std::to_string(number));
}

std::string words_json(const Value& value) {
    json::Writer out;
    out.array();
    if (const auto* words = std::get_if<Words>(&value))
        for (const auto& word : *words) out.text(word);
    else if (!is_nothing(value))
        out.text(plain_value(value));
    return out.end().take();
}

/// Nothing, where the widget takes no such value; a choice that is not there is another matter.
bool names_choices(const CustomField& field) {
    return widget_of(field) == Widget::choice || widget_of(field) == Widget::choices;
}

std::string takes_of(const CustomField& field) {
    switch (widget_of(field)) {
        case Widget::truth: return "it takes yes or no";
        case Widget::time: return "it takes a date";
        case Widget::number: return "it takes a number";
        default: return "it takes one choice";
    }
}

std::string joined(const std::map<std::string, std::string>& members) {
    json::Writer out;
    out.object();
    for (const auto& [name, json] : members) out.key(name).raw(json);
    return out.end().take();
}

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::optional<std::string> custom_name_in(std::string_view path) {
    constexpr std::string_view opening = "custom[";
    if (!path.starts_with(opening) || path.size() < opening.size() + 4) return {};
    const auto name = path.substr(opening.size(), path.size() - opening.size() - 1);
    const bool quoted = name.front() == name.back() && (name.front() == '"' || name.front() == '\'');
    if (path.back() != ']' || !quoted) return {};
    return std::string(name.substr(1, name.size() - 2));
}

bool TicketForm::look_again(const std::string& list) {
    if (!read_again_.insert(list).second) return false;
    lookups_.reread(list);
    return true;
}

std::optional<std::string> TicketForm::find_id(const std::string& list, const Value& value) {
    if (list != "agents") return lookups_.id_of(list, plain_value(value));
    if (const auto* person = std::get_if<Person>(&value)) return lookups_.agent_like(*person);
    const auto text = plain_value(value);
    return lookups_.agent_like(text.find('@') == std::string::npos ? Person{text, "", ""}
                                                                   : Person{"", text, ""});
}

/// The id as JSON. Of a list that the key may not read a status and a number are taken as they are.
std::optional<std::string> TicketForm::listed(const std::string& list, const Value& value) {
    if (is_nothing(value)) return "null";
    auto id = find_id(list, value);
    if (!id && !lookups_.is_withheld(list) && look_again(list)) id = find_id(list, value);
    if (!id && lookups_.is_withheld(list) && (list == "ticket_statuses" || is_number(plain_value(value))))
        id = plain_value(value);
    if (!id) return {};
    return list != "ticket_statuses" && is_number(*id) ? *id : json::Writer().text(*id).take();
}

std::vector<std::string> TicketForm::names_in(const std::string& list) {
    return list == "agents" ? lookups_.agent_addresses() : lookups_.titles(list);
}

std::optional<SyncError> TicketForm::put(Parts& parts, const std::string& path, const Value& value) {
    if (const auto name = custom_name_in(path)) return put_custom(parts, path, *name, value);
    const auto* key = key_of(path);
    if (key == nullptr) return no_such_path(path, lookups_);
    if (is_nothing(value) && !key->can_be_empty) return takes_no(path, value, "give it a value");
    std::optional<std::string> json;
    switch (key->kind) {
        case Kind::text: json = json::Writer().text(plain_value(value)).take(); break;
        case Kind::words: json = words_json(value); break;
        case Kind::truth:
            json = json_for({"", "", "", "toggle", {}}, value);
            if (!json) return takes_no(path, value, "it takes yes or no");
            break;
        case Kind::urgency:
            json = urgency_json(value);
            if (!json) return takes_no(path, value, "it takes a whole number from 1 to 10");
            break;
        case Kind::listed:
            json = listed(key->list, value);
            if (!json) return unknown(path, value, names_in(key->list));
    }
    parts.keys[key->key] = *json;
    parts.fields[key->key] = path;
    return {};
}

std::optional<SyncError> TicketForm::put_custom(Parts& parts, const std::string& path,
                                                const std::string& name, const Value& value) {
    const auto* field = lookups_.custom_field_named(name);
    if (field == nullptr && look_again("custom")) field = lookups_.custom_field_named(name);
    if (field == nullptr) return no_such_path(path, lookups_);
    if (!is_writable(*field)) return takes_no(path, value, "this field is only shown");
    auto json = json_for(*field, value);
    if (!json && names_choices(*field) && look_again("custom")) {
        field = lookups_.custom_field_named(name);
        if (field != nullptr) json = json_for(*field, value);
    }
    if (field == nullptr) return no_such_path(path, lookups_);
    if (!json) {
        std::vector<std::string> titles;
        for (const auto& [id, title] : field->choices) titles.push_back(title);
        return names_choices(*field) ? unknown(path, value, std::move(titles))
                                     : takes_no(path, value, takes_of(*field));
    }
    parts.custom[field->id] = *json;
    parts.fields["fields." + field->id] = path;
    return {};
}

TicketForm::Body TicketForm::body_of(const Record& wanted) {
    Parts parts;
    Body body;
    for (const auto& [path, value] : wanted)
        if ((body.error = put(parts, path, value))) return body;
    if (!parts.custom.empty()) parts.keys["fields"] = joined(parts.custom);
    if (!parts.keys.empty()) body.json = joined(parts.keys);
    body.fields = std::move(parts.fields);
    return body;
}

std::vector<std::string> writable_paths(Lookups& lookups) {
    std::vector<std::string> paths;
    for (const auto& key : keys) paths.emplace_back(key.path);
    for (const auto& field : lookups.custom_fields())
        if (is_writable(field)) paths.push_back(fmt::format("custom[\"{}\"]", field.title));
    return paths;
}

}  // namespace deskbridge::deskpro
