#include "adapters/request_tracker/ticket_form.h"

#include "adapters/request_tracker/query.h"
#include "content/clip.h"
#include "content/shown_value.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace deskbridge::request_tracker {

namespace {

enum class Kind { text, number, time, queue, person };

struct Key {
    std::string_view path;
    const char* key;
    Kind kind;
    bool can_be_empty = true;
};
constexpr Key keys[] = {{"subject", "Subject", Kind::text, false},
                        {"status", "Status", Kind::text, false},
                        {"department", "Queue", Kind::queue, false},
                        {"assignee", "Owner", Kind::person},
                        {"requester", "Requestor", Kind::person, false},
                        {"priority", "Priority", Kind::number, false},
                        {"final_priority", "FinalPriority", Kind::number, false},
                        {"due", "Due", Kind::time},
                        {"starts", "Starts", Kind::time},
                        {"time_worked", "TimeWorked", Kind::number, false},
                        {"time_left", "TimeLeft", Kind::number, false},
                        {"time_estimated", "TimeEstimated", Kind::number, false},
                        {"sla", "SLA", Kind::text}};
constexpr const char* never = "1970-01-01T00:00:00Z";

const Key* key_of(std::string_view path) {
    const auto* found =
        std::find_if(std::begin(keys), std::end(keys), [&](const Key& key) { return key.path == path; });
    return found == std::end(keys) ? nullptr : found;
}

/// Line ends and blanks at the end are RT's to choose.
std::string evened(std::string text) {
    std::erase(text, '\r');
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string json_text(std::string_view text) {
    return json::Writer().text(text).take();
}

std::string json_texts(const std::vector<std::string>& texts) {
    json::Writer out;
    out.array();
    for (const auto& text : texts) out.text(text);
    return out.end().take();
}

SyncError refusal(const std::string& message, const std::string& hint) {
    return SyncError(Reach::item, Trouble::configuration, message, hint);
}

SyncError takes_no(const std::string& path, const Value& value, const std::string& takes) {
    return refusal(is_nothing(value)
                       ? fmt::format("Request Tracker: {} cannot be emptied", path)
                       : fmt::format("Request Tracker: {} does not take '{}'", path, shown_value(value)),
                   takes);
}

/// "there are: ..." with at most twenty of them.
SyncError unknown(const std::string& path, const Value& value, std::vector<std::string> names) {
    constexpr std::size_t most = 20;
    const auto near = nearest_name(shown_value(value), names);
    const auto more = names.size() > most ? names.size() - most : 0;
    names.resize(names.size() - more);
    auto hint = names.empty() ? std::string("the account sees none at all")
                              : fmt::format("there are: {}", fmt::join(names, ", "));
    if (more > 0) hint += fmt::format(" and {} more", more);
    if (!near.empty()) hint = fmt::format("did you mean '{}'? {}", near, hint);
    return refusal(fmt::format("Request Tracker knows no {} '{}'", path, shown_value(value)), hint);
}

std::optional<Time> time_of(const Value& value) {
    if (const auto* time = std::get_if<Time>(&value)) return *time;
    return parse_time(plain_value(value));
}

std::vector<std::string> words_of(const Value& value) {
    if (const auto* words = std::get_if<Words>(&value)) return *words;
    return is_nothing(value) ? std::vector<std::string>{} : std::vector<std::string>{plain_value(value)};
}

std::string custom_name_in(std::string_view path) {
    constexpr std::string_view opening = "custom[";
    if (!path.starts_with(opening) || path.size() < opening.size() + 4 || path.back() != ']') return {};
    const auto name = path.substr(opening.size(), path.size() - opening.size() - 1);
    const bool quoted = name.front() == name.back() && (name.front() == '"' || name.front() == '\'');
    return quoted ? std::string(name.substr(1, name.size() - 2)) : std::string();
}

/// "2026-12-24 10:00:00" is the one form in which RT takes a date as it is meant; "...T10:00:00Z", which it
/// shows, it takes for 1970.
std::optional<SyncError> put_time(TicketForm::Parts& parts, const Key& key, const std::string& path,
                                  const Value& value) {
    const auto time = is_nothing(value) ? std::optional(Time{}) : time_of(value);
    if (!time) return takes_no(path, value, "it takes a date");
    const auto second = std::chrono::floor<std::chrono::seconds>(*time);
    parts.wanted.push_back({path, key.key, json_text(sql_time(second)), {iso8601(second)}});
    return {};
}

std::optional<SyncError> put_number(TicketForm::Parts& parts, const Key& key, const std::string& path,
                                    const Value& value) {
    const auto text = plain_value(value);
    const bool whole =
        !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
    if (!whole) return takes_no(path, value, "it takes a whole number");
    const auto number = std::to_string(std::stol(text));
    parts.wanted.push_back({path, key.key, number, {number}});
    return {};
}

std::vector<std::string> texts_in(json::View values) {
    std::vector<std::string> out;
    for (const auto& value : values.items())
        if (!value.is_object()) out.push_back(evened(value.text()));
    return out;
}

std::vector<std::string> custom_in(json::View ticket, const std::string& name) {
    for (const auto& field : ticket["CustomFields"].items())
        if (field["name"].text() == name) {
            auto out = texts_in(field["values"]);
            std::sort(out.begin(), out.end());
            return out;
        }
    return {};
}

}  // namespace

std::vector<std::string> shown_in(json::View ticket, const std::string& key) {
    if (key.starts_with("CF.")) return custom_in(ticket, key.substr(3));
    const auto value = ticket[key];
    if (key == "Requestor") {
        std::vector<std::string> out;
        for (const auto& user : value.items())
            out.push_back(lower(user["EmailAddress"].text(user["id"].text())));
        return out;
    }
    if (value.is_object()) return {value["id"].text()};
    const auto text = evened(value.text());
    return text.empty() ? std::vector<std::string>{} : std::vector<std::string>{text};
}

std::optional<SyncError> TicketForm::put_queue(Parts& parts, const std::string& path, const Value& value) {
    const auto* queue = lookups_.queue_named(plain_value(value));
    if (queue == nullptr && !std::exchange(looked_again_, true) && lookups_.forget())
        queue = lookups_.queue_named(plain_value(value));
    // RT moves a ticket also where we do not see it any more, and cannot bring it back
    if (queue == nullptr) {
        std::vector<std::string> names;
        for (const auto& each : lookups_.queues()) names.push_back(each.name);
        return unknown(path, value, names);
    }
    parts.wanted.push_back({path, "Queue", json_text(queue->id), {queue->id}});
    return {};
}

std::optional<SyncError> TicketForm::put_person(Parts& parts, const std::string& path, const Value& value) {
    Person person;
    if (const auto* given = std::get_if<Person>(&value)) person = *given;
    const auto text = plain_value(value);
    if (person.email.empty() && person.name.empty())
        (text.find('@') == std::string::npos ? person.name : person.email) = text;
    if (path == "requester") {
        if (person.email.empty()) return takes_no(path, value, "it takes an e-mail address");
        parts.wanted.push_back({path, "Requestor", json_texts({person.email}), {lower(person.email)}});
        return {};
    }
    const auto user = is_nothing(value) ? std::optional<std::string>("Nobody") : lookups_.user_like(person);
    if (!user) return unknown(path, value, {});
    parts.wanted.push_back({path, "Owner", json_text(*user), {*user}});
    return {};
}

std::optional<SyncError> TicketForm::put(Parts& parts, const std::string& path, const Value& value) {
    if (const auto name = custom_name_in(path); !name.empty()) return put_custom(parts, path, name, value);
    if (path == "labels") return put_custom(parts, path, lookups_.settings().labels_field, value);
    const auto* key = key_of(path);
    if (key == nullptr) return no_such_path(path);
    if (is_nothing(value) && !key->can_be_empty) return takes_no(path, value, "give it a value");
    switch (key->kind) {
        case Kind::number: return put_number(parts, *key, path, value);
        case Kind::time: return put_time(parts, *key, path, value);
        case Kind::queue: return put_queue(parts, path, value);
        case Kind::person: return put_person(parts, path, value);
        case Kind::text: break;
    }
    const auto text = evened(path == "subject" ? single_line(plain_value(value)) : plain_value(value));
    parts.wanted.push_back({path, key->key, json_text(text),
                            text.empty() ? std::vector<std::string>{} : std::vector<std::string>{text},
                            path == "subject"});
    return {};
}

/// One value that is not a choice would be refused, and others removed in the same breath.
std::optional<SyncError> TicketForm::put_choices(Parts& parts, const std::string& path,
                                                 const CustomField& field,
                                                 const std::vector<std::string>& words, const Value& value) {
    const auto& choices = lookups_.choices(field);
    std::vector<std::string> chosen;
    for (const auto& word : words) {
        const auto found = std::find_if(choices.begin(), choices.end(),
                                        [&](const auto& choice) { return same_name(choice, word); });
        if (found == choices.end() && !choices.empty()) return unknown(path, value, choices);
        chosen.push_back(found == choices.end() ? word : *found);
    }
    auto shown = chosen;
    std::sort(shown.begin(), shown.end());
    auto json = field.several    ? json_texts(chosen)
                : chosen.empty() ? std::string("null")
                                 : json_text(chosen.front());
    parts.wanted.push_back({path, "CF." + field.name, std::move(json), std::move(shown)});
    return {};
}

std::optional<SyncError> TicketForm::put_custom(Parts& parts, const std::string& path,
                                                const std::string& name, const Value& value) {
    using FieldKind = CustomField::Kind;
    const auto* field = lookups_.custom_field_named(name);
    if (field == nullptr && !std::exchange(looked_again_, true) && lookups_.forget())
        field = lookups_.custom_field_named(name);
    if (field == nullptr) return no_such_path(path);
    if (field->kind == FieldKind::file)
        return takes_no(path, value, "it takes files, which are said with a message");
    auto words = words_of(value);
    if (!field->several && words.size() > 1) return takes_no(path, value, "it takes one value");
    if (field->kind == FieldKind::date || field->kind == FieldKind::date_time)
        return put_date(parts, path, *field, value);
    if (const auto* html = std::get_if<Html>(&value); html != nullptr && field->kind == FieldKind::html)
        words = {html->markup};
    for (auto& word : words) word = evened(std::move(word));
    auto error = put_choices(parts, path, *field, words, value);
    if (!error) parts.wanted.back().free = field->kind != FieldKind::choice;
    return error;
}

/// A day, or a second of the account's own zone: RT takes any other for one of that zone, too.
std::optional<SyncError> TicketForm::put_date(Parts& parts, const std::string& path, const CustomField& field,
                                              const Value& value) {
    if (is_nothing(value)) {
        parts.wanted.push_back({path, "CF." + field.name, "null", {}});
        return {};
    }
    const auto time = time_of(value);
    if (!time) return takes_no(path, value, "it takes a date");
    const bool day = field.kind == CustomField::Kind::date;
    if (!day && !lookups_.is_in_utc())
        return takes_no(path, value,
                        "set the account's Timezone to UTC: Request Tracker reads this field in it");
    const auto second = std::chrono::floor<std::chrono::seconds>(*time);
    const auto text = day ? iso8601(second).substr(0, 10) : sql_time(second);
    parts.wanted.push_back({path, "CF." + field.name, json_text(text), {day ? text : iso8601(second)}});
    return {};
}

SyncError TicketForm::no_such_path(const std::string& path) {
    const auto paths = writable_paths(lookups_);
    const auto near = nearest_name(path, paths);
    return refusal(fmt::format("Request Tracker: {} cannot be written on a ticket", path),
                   near.empty() ? fmt::format("what can be written: {}", fmt::join(paths, ", "))
                                : fmt::format("did you mean {}?", near));
}

TicketForm::Parts TicketForm::parts_of(const Record& fields) {
    Parts parts;
    for (const auto& [path, value] : fields) {
        parts.error = put(parts, path, value);
        if (parts.error) return parts;
    }
    return parts;
}

SyncError TicketForm::refused(const Wanted& wanted, const Value& value, const Answer& ticket) {
    const auto message =
        fmt::format("Request Tracker: {} does not take '{}'", wanted.path, shown_value(value));
    if (wanted.key == "Owner")
        return refusal(message,
                       "may this person own tickets in the ticket's queue (right OwnTicket), and may "
                       "the account give them away (ReassignTicket)?");
    if (wanted.key != "Status")
        return refusal(message,
                       "may the account change it (ModifyTicket, ModifyCustomField), and is it a value "
                       "that the field takes?");
    std::vector<std::string> ways;
    for (const auto& link : ticket.body["_hyperlinks"].items())
        if (link["ref"].text() == "lifecycle") ways.push_back(link["to"].text());
    return refusal(message, fmt::format("from '{}' the queue's lifecycle leads to: {}",
                                        ticket.body["Status"].text(), fmt::join(ways, ", ")));
}

std::vector<std::string> writable_paths(Lookups& lookups) {
    std::vector<std::string> paths;
    for (const auto& key : keys) paths.emplace_back(key.path);
    if (lookups.custom_field_named(lookups.settings().labels_field) != nullptr) paths.emplace_back("labels");
    for (const auto& field : lookups.custom_fields())
        if (field.kind != CustomField::Kind::file) paths.push_back(fmt::format("custom[\"{}\"]", field.name));
    return paths;
}

std::string body_of(const std::vector<Wanted>& wanted, const std::string& id) {
    json::Writer out;
    out.object();
    if (!id.empty()) out.member("id", id);
    bool custom = false;
    for (const auto& each : wanted) {
        if (each.key.starts_with("CF."))
            custom = true;
        else
            out.key(each.key).raw(each.json);
    }
    if (custom) {
        out.key("CustomFields").object();
        for (const auto& each : wanted)
            if (each.key.starts_with("CF.")) out.key(each.key.substr(3)).raw(each.json);
        out.end();
    }
    return out.end().take();
}

}  // namespace deskbridge::request_tracker
