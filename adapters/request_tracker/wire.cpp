#include "adapters/request_tracker/wire.h"

#include <algorithm>
#include <charconv>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* person_fields = "Name,RealName,EmailAddress";

void put(Record& record, const char* name, Value value) {
    if (!is_nothing(value)) record[name] = std::move(value);
}

/// Minutes and priorities; older tickets hold words where a number should be.
Value number_from(json::View number) {
    const auto value = number.integer();
    return value ? Value(*value) : Value();
}

Words addresses(json::View users, Lookups& lookups) {
    Words words;
    for (const auto& user : users.items())
        if (auto person = person_from(user, lookups); !person.email.empty()) words.push_back(person.email);
    return words;
}

Value single_from(const CustomField* field, const std::string& text) {
    using Kind = CustomField::Kind;
    const auto kind = field == nullptr ? Kind::text : field->kind;
    if (text.empty()) return {};
    if (kind == Kind::html) return Html{text};
    if (kind != Kind::date && kind != Kind::date_time) return text;
    const auto time = parse_time(text);
    return time ? Value(*time) : Value(text);
}

Value custom_from(const CustomField* field, json::View values) {
    Words words;
    for (const auto& value : values.items())
        if (value.is_object())
            words.push_back(value["filename"].text());
        else
            words.push_back(value.text());
    if (field != nullptr ? field->several : words.size() > 1) return words;
    return words.empty() ? Value() : single_from(field, words.front());
}

void put_custom(Ticket& ticket, json::View source, Lookups& lookups) {
    for (const auto& entry : source["CustomFields"].items()) {
        const auto name = entry["name"].text();
        auto value = custom_from(lookups.custom_field_named(name), entry["values"]);
        if (name == lookups.settings().labels_field) {
            if (const auto* text = std::get_if<std::string>(&value)) value = Words{*text};
            put(ticket.fields, "labels", value);
        }
        if (!is_nothing(value)) ticket.custom[name] = std::move(value);
    }
    if (!lookups.settings().refers_to) return;
    for (const auto& address : references_of(source))
        if (const auto item = work_item_in(address)) ticket.custom["RefersTo"] = *item;
}

void put_people(Ticket& ticket, json::View source, Lookups& lookups) {
    put(ticket.fields, "assignee", person_from(source["Owner"], lookups));
    const auto requestor = source["Requestor"][0];
    put(ticket.fields, "requester", person_from(requestor, lookups));
    put(ticket.fields, "requesters", addresses(source["Requestor"], lookups));
    put(ticket.fields, "cc", addresses(source["Cc"], lookups));
    put(ticket.fields, "organization", requestor["Organization"].text());
    put(ticket.fields, "language", requestor["Lang"].text());
    put(ticket.fields, "creator", person_from(source["Creator"], lookups));
}

/// A queue by its number alone, as a ticket of its own shows it.
Queue queue_of(json::View source, Lookups& lookups) {
    Queue queue{source["Queue"]["id"].text(), source["Queue"]["Name"].text(),
                source["Queue"]["Lifecycle"].text(), false};
    if (!queue.name.empty()) return queue;
    const auto* known = lookups.queue_named(queue.id);
    return known == nullptr ? queue : *known;
}

std::string_view after(std::string_view text, std::string_view opening) {
    const auto at = text.find(opening);
    return at == std::string_view::npos ? std::string_view() : text.substr(at + opening.size());
}

std::string_view digits(std::string_view text) {
    return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
}

}  // namespace

Query ticket_fields_query(const RequestTrackerSettings& settings) {
    std::string fields =
        "Subject,Status,Priority,InitialPriority,FinalPriority,Queue,Owner,Requestor,Cc,Creator,Created,"
        "LastUpdated,Starts,Started,Due,Resolved,TimeWorked,TimeLeft,TimeEstimated,SLA,CustomFields";
    if (settings.refers_to) fields += ",_hyperlinks";
    return {{"fields", fields},
            {"fields[Queue]", "Name,Lifecycle"},
            {"fields[Owner]", person_fields},
            {"fields[Requestor]", std::string(person_fields) + ",Organization,Lang"},
            {"fields[Cc]", person_fields},
            {"fields[Creator]", person_fields}};
}

Person person_from(json::View user, Lookups& lookups) {
    const auto name = user["id"].text();
    if (name.empty() || name == "Nobody") return {};
    if (user["EmailAddress"].missing()) return lookups.person(name);
    auto real = user["RealName"].text();
    return {real.empty() ? name : std::move(real), user["EmailAddress"].text(), name};
}

Value time_from(json::View time) {
    const auto value = parse_time(time.text());
    return value && *value > Time{} ? Value(*value) : Value();
}

Ticket ticket_from(json::View source, Lookups& lookups) {
    Ticket ticket;
    ticket.id = source["id"].text();
    ticket.ref = ticket.id;
    ticket.url = ticket_url(lookups.settings().url, ticket.id);
    const auto status = source["Status"].text();
    if (status == "deleted") ticket.presence = Presence::deleted;
    const auto queue = queue_of(source, lookups);
    auto& fields = ticket.fields;
    put(fields, "subject", source["Subject"].text());
    put(fields, "status", status);
    put(fields, "status_category",
        lookups.status_category(queue.lifecycle, status, ticket.id,
                                !is_nothing(time_from(source["Started"]))));
    put(fields, "lifecycle", queue.lifecycle);
    put(fields, "department", queue.name);
    put(fields, "sla", source["SLA"].text());
    for (const auto& [name, key] : {std::pair{"priority", "Priority"},
                                    {"initial_priority", "InitialPriority"},
                                    {"final_priority", "FinalPriority"},
                                    {"time_worked", "TimeWorked"},
                                    {"time_left", "TimeLeft"},
                                    {"time_estimated", "TimeEstimated"}})
        put(fields, name, number_from(source[key]));
    for (const auto& [name, key] : {std::pair{"created", "Created"},
                                    {"updated", "LastUpdated"},
                                    {"starts", "Starts"},
                                    {"started", "Started"},
                                    {"due", "Due"},
                                    {"resolved", "Resolved"}})
        put(fields, name, time_from(source[key]));
    put_people(ticket, source, lookups);
    put_custom(ticket, source, lookups);
    return ticket;
}

std::string ticket_url(const std::string& desk_url, const std::string& id) {
    return desk_url + "/Ticket/Display.html?id=" + id;
}

std::optional<std::string> ticket_id_in(const std::string& desk_url, std::string_view url) {
    if (url.substr(0, desk_url.size()) != desk_url) return {};
    const auto rest = url.substr(desk_url.size());
    for (const auto* page :
         {"/Ticket/Display.html?id=", "/Ticket/History.html?id=", "/Ticket/Update.html?id=",
          "/SelfService/Display.html?id=", "/m/ticket/show?id=", "/REST/2.0/ticket/"}) {
        if (!rest.starts_with(page)) continue;
        const auto id = digits(rest.substr(std::string_view(page).size()));
        if (!id.empty()) return std::string(id);
    }
    return {};
}

std::optional<std::int64_t> work_item_in(std::string_view url) {
    auto number = digits(after(url, "/_workitems/edit/"));
    if (number.empty()) number = digits(after(url, "/_apis/wit/workItems/"));
    std::int64_t value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    return number.empty() || read.ec != std::errc() ? std::nullopt : std::optional(value);
}

std::vector<std::string> references_of(json::View ticket) {
    std::vector<std::string> out;
    for (const auto& link : ticket["_hyperlinks"].items())
        if (link["ref"].text() == "refers-to" && link["type"].text() == "external")
            out.push_back(link["_url"].text());
    return out;
}

}  // namespace deskbridge::request_tracker
