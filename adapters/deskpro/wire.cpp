#include "adapters/deskpro/wire.h"

#include "model/time.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace deskbridge::deskpro {

namespace {

void put(Record& record, const std::string& name, Value value) {
    if (!is_nothing(value)) record[name] = std::move(value);
}

/// A reference by id, or the object itself where the instance puts it in place (inline_sideloads).
std::string id_in(json::View reference) {
    return reference.is_object() ? reference["id"].text() : reference.text();
}

std::string title_in(json::View reference, const char* list, Lookups& lookups) {
    if (const auto title = reference["title"].text(); reference.is_object() && !title.empty()) return title;
    if (const auto name = reference["name"].text(); reference.is_object() && !name.empty()) return name;
    const auto id = id_in(reference);
    return id.empty() || id == "0" ? std::string() : lookups.title(list, id);
}

Person requester_of(json::View ticket, json::View linked) {
    Person person;
    const auto reference = ticket["person"];
    if (reference.is_object()) {
        person = person_from(reference);
    } else if (const auto id = reference.text(); !id.empty()) {
        person = person_from(linked["person"][id]);
        person.id = id;
    }
    if (person.email.empty())
        person.email = ticket["person_email"].text(ticket["person_email"]["email"].text());
    return person;
}

Person assignee_of(json::View ticket, json::View linked, Lookups& lookups) {
    const auto reference = ticket["agent"];
    if (reference.is_object()) return person_from(reference);
    const auto id = reference.text();
    if (id.empty() || id == "0") return {};
    for (const auto* type : {"person", "agent"})
        if (const auto person = person_from(linked[type][id]); !person.email.empty()) return person;
    return lookups.agent(id);
}

/// Organizations may be many: their names come with the list, or not at all.
std::string organization_of(json::View ticket, json::View linked) {
    const auto reference = ticket["organization"];
    const auto organization = reference.is_object() ? reference : linked["organization"][reference.text()];
    return organization["name"].text(organization["title"].text());
}

std::optional<Time> time_in(json::View ticket, const char* name) {
    return parse_time(ticket[name].text());
}

/// Deskpro keeps no updated date: the latest of those it has.
Value latest_date(json::View ticket) {
    static constexpr std::array names{
        "date_created",           "date_resolved",         "date_archived",        "date_status",
        "date_first_agent_reply", "date_last_agent_reply", "date_last_user_reply", "date_on_hold"};
    std::optional<Time> latest;
    for (const auto* name : names)
        if (const auto time = time_in(ticket, name); time && (!latest || *time > *latest)) latest = time;
    return latest ? Value{*latest} : Value{};
}

void put_dates(json::View ticket, Record& fields) {
    put(fields, "updated", latest_date(ticket));
    static constexpr std::array<std::pair<const char*, const char*>, 5> dates{
        {{"created", "date_created"},
         {"date_status", "date_status"},
         {"date_resolved", "date_resolved"},
         {"date_last_user_reply", "date_last_user_reply"},
         {"date_last_agent_reply", "date_last_agent_reply"}}};
    for (const auto& [name, source] : dates)
        if (const auto time = time_in(ticket, source)) fields[name] = *time;
}

/// The earliest date of those that still run; a ticket's SLAs stand in place, beside it, or by id alone.
void put_slas(json::View ticket, json::View linked, Record& fields, Lookups& lookups) {
    put(fields, "worst_sla_status", ticket["worst_sla_status"].text());
    Words names;
    std::optional<Time> warning, due;
    const auto sooner = [](std::optional<Time>& kept, std::optional<Time> time) {
        if (time && (!kept || *time < *kept)) kept = time;
    };
    for (const auto& reference : rows(ticket["ticket_slas"])) {
        const auto sla = reference.is_object() ? reference : linked["ticket_sla"][reference.text()];
        if (auto name = title_in(sla["sla"], "slas", lookups); !name.empty())
            names.push_back(std::move(name));
        if (sla["is_completed"].flag()) continue;
        sooner(warning, time_in(sla, "warn_date"));
        sooner(due, time_in(sla, "fail_date"));
    }
    put(fields, "slas", std::move(names));
    if (warning) fields["sla_warning"] = *warning;
    if (due) fields["sla_due"] = *due;
}

/// How long the user has waited for the agents in all, as far as that is told.
std::optional<std::int64_t> seconds_waited(json::View ticket) {
    if (const auto total = ticket["total_user_waiting"].integer()) return total;
    std::optional<std::int64_t> seconds;
    for (const auto& wait : rows(ticket["waiting_times"])) {
        auto length = wait["length"].integer();
        const auto start = time_in(wait, "start"), end = time_in(wait, "end");
        if (!length && start && end)
            length = std::chrono::duration_cast<std::chrono::seconds>(*end - *start).count();
        if (length) seconds = seconds.value_or(0) + std::max<std::int64_t>(0, *length);
    }
    return seconds;
}

void put_waiting(json::View ticket, Record& fields) {
    if (const auto time = time_in(ticket, "date_user_waiting")) fields["user_waiting_since"] = *time;
    if (const auto time = time_in(ticket, "date_agent_waiting")) fields["agent_waiting_since"] = *time;
    if (const auto seconds = seconds_waited(ticket)) {
        fields["waiting_seconds"] = *seconds;
        fields["waiting_minutes"] = *seconds / 60;
    }
}

/// Tickets stand by id, or as objects where the instance puts them in place.
Words ids_of(json::View list) {
    Words ids;
    for (const auto& reference : rows(list))
        if (auto id = id_in(reference); !id.empty() && id != "0") ids.push_back(std::move(id));
    std::sort(ids.begin(), ids.end());
    return ids;
}

void put_relatives(json::View ticket, Record& fields) {
    if (auto parent = id_in(ticket["parent"]); parent != "0") put(fields, "parent", std::move(parent));
    put(fields, "children", ids_of(ticket["children"]));
    put(fields, "related", ids_of(ticket["siblings"]));
}

/// Choices that came after the list of fields was read stand beside the value.
CustomField with_details(CustomField field, json::View details) {
    for (const auto& [id, detail] : details.members())
        if (auto title = detail["title"].text(); !title.empty()) field.choices[std::string(id)] = title;
    return field;
}

/// A field goes by its title and its alias; by its id where the list of fields cannot be read.
void put_custom(json::View ticket, Record& custom, Lookups& lookups) {
    for (const auto& [id, entry] : ticket["fields"].members()) {
        const auto* known = lookups.custom_field(std::string(id));
        const auto field = with_details(
            known == nullptr ? CustomField{std::string(id), {}, {}, {}, {}} : *known, entry["detail"]);
        const auto value = custom_value(entry.is_object() ? entry["value"] : entry, field);
        put(custom, field.title.empty() ? field.id : field.title, value);
        if (!field.alias.empty()) put(custom, field.alias, value);
    }
}

/// A flag that cannot be read keeps a message from customers' eyes.
bool says_note(json::View flag) {
    return !flag.missing() && flag.flag(true);
}

/// Agents say so in the message's attributes.
bool is_by_agent(json::View message) {
    const auto attributes = rows(message["attributes"]);
    return is_note(message) || std::any_of(attributes.begin(), attributes.end(), [](const auto& attribute) {
               return attribute["name"].text() == "agent_type";
           });
}

/// People stand beside the message; agents are known without.
Person author_of(json::View message, json::View linked, Lookups& lookups) {
    const auto reference = message["person"];
    if (reference.is_object()) return person_from(reference);
    const auto id = reference.text();
    if (id.empty() || id == "0") return {};
    auto person = person_from(linked["person"][id]);
    if (person.id.empty() && is_by_agent(message)) person = lookups.agent(id);
    person.id = id;
    return person;
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_note(json::View message) {
    return says_note(message["is_agent_note"]) || says_note(message["is_note"]);
}

Visibility visibility_of(json::View message) {
    const bool told = !message["is_agent_note"].missing() || !message["is_note"].missing();
    return told && !is_note(message) ? Visibility::everyone : Visibility::internal;
}

std::string html_of(json::View message) {
    auto text = message["message"].text();
    auto full = message["message_full"].text();
    return full.size() > text.size() ? full : text;
}

Message message_from(json::View source, json::View linked, Lookups& lookups) {
    Message message;
    message.id = source["id"].text();
    message.author = author_of(source, linked, lookups);
    if (const auto time = time_in(source, "date_created")) message.created = *time;
    message.visibility = visibility_of(source);
    message.text = Html{html_of(source)};
    return message;
}

bool is_hidden(json::View ticket) {
    return ticket["status"].text().starts_with("hidden") ||
           ticket["ticket_status"].text().starts_with("hidden");
}

std::optional<Presence> presence_of(json::View ticket) {
    if (!is_hidden(ticket)) return Presence::there;
    for (const auto* name : {"hidden_status", "ticket_status", "status"}) {
        const auto kind = ticket[name].text();
        if (kind.find("spam") != std::string::npos) return Presence::spam;
        if (kind.find("deleted") != std::string::npos) return Presence::deleted;
    }
    return {};
}

Words labels_of(json::View ticket) {
    Words labels;
    for (const auto& label : rows(ticket["labels"])) {
        auto text = label.is_object() ? label["label"].text(label["title"].text()) : label.text();
        if (!text.empty()) labels.push_back(std::move(text));
    }
    return labels;
}

std::string status_category(std::string_view status) {
    const auto type = status.substr(0, status.find('.'));
    if (type == "awaiting_user" || type == "pending") return "waiting";
    if (type == "resolved") return "solved";
    if (type == "archived" || type == "closed" || type == "hidden") return "closed";
    return "open";
}

std::string ticket_url(const std::string& desk_url, const std::string& id) {
    return desk_url + "/app#/t/ticket/" + id;
}

std::optional<std::string> ticket_id_in(const std::string& desk_url, std::string_view url) {
    if (url.substr(0, desk_url.size()) != desk_url) return {};
    url.remove_prefix(desk_url.size());
    for (const std::string_view opening :
         {"/app#/t/ticket/", "/app#/ticket/", "/agent/#app.tickets,t:", "/agent/tickets/"})
        if (url.substr(0, opening.size()) == opening && is_digits(url.substr(opening.size())))
            return std::string(url.substr(opening.size()));
    return {};
}

Ticket ticket_from(json::View source, json::View linked, const std::string& desk_url, Lookups& lookups) {
    Ticket ticket;
    ticket.id = source["id"].text();
    ticket.ref = source["ref"].text(ticket.id);
    ticket.url = ticket_url(desk_url, ticket.id);
    const auto status = source["status"].text();
    ticket.presence = presence_of(source).value_or(Presence::there);
    auto& fields = ticket.fields;
    put(fields, "subject", source["subject"].text());
    put(fields, "status", status);
    put(fields, "ticket_status", source["ticket_status"].text(status));
    put(fields, "status_category", status_category(status));
    put(fields, "priority", title_in(source["priority"], "ticket_priorities", lookups));
    put(fields, "department", title_in(source["department"], "ticket_departments", lookups));
    put(fields, "category", title_in(source["category"], "ticket_categories", lookups));
    put(fields, "product", title_in(source["product"], "ticket_products", lookups));
    put(fields, "workflow", title_in(source["workflow"], "ticket_workflows", lookups));
    put(fields, "language", title_in(source["language"], "languages", lookups));
    put(fields, "assignee", assignee_of(source, linked, lookups));
    put(fields, "agent_team", title_in(source["agent_team"], "agent_teams", lookups));
    put(fields, "requester", requester_of(source, linked));
    put(fields, "organization", organization_of(source, linked));
    put(fields, "labels", labels_of(source));
    if (const auto urgency = source["urgency"].integer()) fields["urgency"] = *urgency;
    if (!source["is_hold"].missing()) fields["on_hold"] = source["is_hold"].flag();
    put_dates(source, fields);
    put_slas(source, linked, fields, lookups);
    put_waiting(source, fields);
    put_relatives(source, fields);
    put_custom(source, ticket.custom, lookups);
    return ticket;
}

}  // namespace deskbridge::deskpro
