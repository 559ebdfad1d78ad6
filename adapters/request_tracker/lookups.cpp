#include "adapters/request_tracker/lookups.h"

#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/query.h"
#include "model/process.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace deskbridge::request_tracker {

namespace {

constexpr int pages_at_most = 200;
constexpr auto kept_for = std::chrono::hours{1};

CustomField::Kind kind_of(const std::string& type) {
    using Kind = CustomField::Kind;
    if (type == "Select" || type == "Combobox") return Kind::choice;
    if (type == "Date") return Kind::date;
    if (type == "DateTime") return Kind::date_time;
    if (type == "HTML") return Kind::html;
    if (type == "Image" || type == "Binary") return Kind::file;
    return Kind::text;
}

/// A combobox offers choices and takes anything.
bool offers_only(const std::string& type) {
    return type == "Select";
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool holds_any(const std::string& text, std::initializer_list<const char*> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const char* part) { return text.find(part) != std::string::npos; });
}

std::string filter(const std::string& field, const std::string& value) {
    json::Writer out;
    out.array().object().member("field", field).member("value", value).end().end();
    return out.take();
}

}  // namespace

std::vector<json::Document> all_pages(Client& client, const std::string& path, Query query,
                                      const std::string& json, Short meaning, const std::string& what) {
    query.emplace_back("per_page", "100");
    query.emplace_back("page", "");
    std::vector<json::Document> pages;
    for (int page = 1; page <= pages_at_most; ++page) {
        query.back().second = std::to_string(page);
        auto body = json.empty() ? client.get(path, query, what) : client.search(path, query, json, what);
        const bool is_it = body["page"].integer().value_or(page) == page;
        const bool whole = body["pages"].integer().value_or(pages_at_most) <= page;
        const auto rows = body["items"].size();
        if (rows == 0 || !is_it) break;
        pages.push_back(std::move(body));
        if (whole || (meaning == Short::is_the_end && rows < 100)) break;
    }
    return pages;
}

Lookups::Lookups(Client& client, const RequestTrackerSettings& settings)
    : client_(client), settings_(settings) {}

void Lookups::refresh() {
    const auto now = client_.server_time();
    if (since_ && now && *now - *since_ > kept_for) {
        forget();
        people_.clear();
        inactive_.clear();
    }
    if (!since_) since_ = now;
}

bool Lookups::forget() {
    const bool any = queues_ || fields_;
    queues_.reset();
    fields_.reset();
    choices_.clear();
    since_.reset();
    return any;
}

const std::vector<Queue>& Lookups::queues() {
    refresh();
    if (queues_) return *queues_;
    std::vector<Queue> all;
    const auto pages = all_pages(client_, "/queues/all", {{"fields", "Name,Lifecycle,SLADisabled,Disabled"}},
                                 "", Short::may_hide_rows, "list the queues");
    for (const auto& page : pages)
        for (const auto& row : page["items"].items())
            if (!row["Disabled"].flag())
                all.push_back({row["id"].text(), row["Name"].text(), row["Lifecycle"].text(),
                               !row["SLADisabled"].flag(true)});
    return queues_.emplace(std::move(all));
}

const Queue* Lookups::queue_named(const std::string& name) {
    const auto& all = queues();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Queue& queue) {
        return queue.id == name || same_name(queue.name, name);
    });
    return found == all.end() ? nullptr : &*found;
}

const std::vector<CustomField>& Lookups::custom_fields() {
    refresh();
    if (fields_) return *fields_;
    std::vector<CustomField> all;
    const auto pages = all_pages(client_, "/customfields", {{"fields", "Name,Type,MaxValues,Disabled"}},
                                 filter("LookupType", "RT::Queue-RT::Ticket"), Short::may_hide_rows,
                                 "list the custom fields of tickets");
    for (const auto& page : pages)
        for (const auto& row : page["items"].items())
            if (!row["Disabled"].flag() && !row["Name"].text().empty())
                all.push_back({row["id"].text(), row["Name"].text(), kind_of(row["Type"].text()),
                               row["MaxValues"].integer().value_or(1) != 1});
    return fields_.emplace(std::move(all));
}

const CustomField* Lookups::custom_field_named(const std::string& name) {
    const auto& all = custom_fields();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const CustomField& field) { return same_name(field.name, name); });
    return found == all.end() ? nullptr : &*found;
}

const std::vector<std::string>& Lookups::choices(const CustomField& field) {
    const auto known = choices_.find(field.id);
    if (known != choices_.end()) return known->second;
    auto& list = choices_[field.id];
    const auto answer = client_.call("GET", "/customfield/" + field.id, "", "read a custom field");
    if (answer.ok() && offers_only(answer.body["Type"].text()))
        for (const auto& value : answer.body["Values"].items()) list.push_back(value.text());
    return list;
}

Person Lookups::person(const std::string& name) {
    if (name.empty() || name == "Nobody") return {};
    const auto known = people_.find(name);
    if (known != people_.end()) return known->second;
    const auto answer = client_.call("GET", "/user/" + url_encode(name), "", "read an account");
    Person person{name, {}, name};
    if (answer.ok()) {
        person.name = answer.body["RealName"].text(name);
        if (person.name.empty()) person.name = name;
        person.email = answer.body["EmailAddress"].text();
    }
    return people_[name] = person;
}

std::optional<std::string> Lookups::user_like(const Person& person) {
    const bool by_address = !person.email.empty();
    for (const auto* field : {"EmailAddress", "Name", "RealName"}) {
        if (by_address != (std::string_view(field) == "EmailAddress")) continue;
        const auto found =
            client_.search("/users", {{"fields", "Name,RealName,EmailAddress"}},
                           filter(field, by_address ? person.email : person.name), "look for an account");
        const auto rows = found["items"].items();
        // a search by a field that is not shown to us is no search
        std::vector<std::string> names;
        for (const auto& row : rows)
            if (same_name(row[field].text(), by_address ? person.email : person.name))
                names.push_back(row["Name"].text(row["id"].text()));
        if (names.size() == 1) return names.front();
    }
    return {};
}

const json::Document& Lookups::self() {
    if (!self_) self_ = client_.get("/user/" + url_encode(settings_.account), {}, "ask who is signed in");
    return *self_;
}

bool Lookups::is_in_utc() {
    if (in_utc_) return *in_utc_;
    const auto zone = self()["Timezone"].text();
    static constexpr std::array names{"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/UCT", "Zulu"};
    const bool named = std::find(names.begin(), names.end(), zone) != names.end();
    in_utc_ = named || (zone.empty() && reads_dates_in_utc());
    return *in_utc_;
}

/// Asks for a ticket by the second in which it was changed last, as RT tells it: who reads dates in another
/// zone does not find it. Without any ticket nothing can be told, and nothing can be wrong yet.
bool Lookups::reads_dates_in_utc() {
    const auto latest = client_.get("/tickets",
                                    {{"query", "id > 0"},
                                     {"orderby", "LastUpdated"},
                                     {"order", "DESC"},
                                     {"per_page", "1"},
                                     {"fields", "LastUpdated"}},
                                    "look for a ticket");
    const auto row = latest["items"][0];
    const auto time = parse_time(row["LastUpdated"].text());
    if (!time) return true;
    const auto second = sql_time(*time);
    const auto found =
        client_.get("/tickets",
                    {{"query", fmt::format("id = {} AND LastUpdated >= '{}' AND LastUpdated <= '{}'",
                                           row["id"].text(), second, second)}},
                    "see how Request Tracker reads dates");
    return found["items"].size() == 1;
}

bool Lookups::is_inactive(const std::string& lifecycle, const std::string& status,
                          const std::string& ticket_id) {
    const auto key = lifecycle + "\n" + status;
    if (const auto known = inactive_.find(key); known != inactive_.end()) return known->second;
    const auto found =
        client_.get("/tickets", {{"query", fmt::format("id = {} AND Status = '__Inactive__'", ticket_id)}},
                    "see whether a status is an end");
    return inactive_[key] = found["items"].size() > 0;
}

/// A lifecycle's own statuses say of themselves only whether they are an end; whether somebody waits is told
/// by their names.
std::string Lookups::status_category(const std::string& lifecycle, const std::string& status,
                                     const std::string& ticket_id, bool started) {
    const auto name = lower(status);
    if (name == "new") return "new";
    if (name == "open") return "open";
    if (name == "stalled") return "waiting";
    if (name == "resolved") return "solved";
    if (name == "rejected" || name == "deleted") return "closed";
    if (is_inactive(lifecycle, status, ticket_id))
        return holds_any(name, {"reject", "cancel", "scrap", "closed"}) ? "closed" : "solved";
    if (holds_any(name, {"stall", "wait", "pending", "hold"})) return "waiting";
    return started ? "open" : "new";
}

}  // namespace deskbridge::request_tracker
