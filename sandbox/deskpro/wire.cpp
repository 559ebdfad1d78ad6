#include "sandbox/deskpro/wire.h"

#include "sandbox/deskpro/calendar.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

Json date(Time time) {
    return time ? Json(api_date(*time)) : Json();
}

Json ids(const std::vector<long long>& numbers) {
    return Json::List(numbers.begin(), numbers.end());
}

/// At most so many bytes, never half a character.
std::string beginning(const std::string& text, std::size_t end) {
    if (text.size() <= end) return text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

/// The text between the tags, at most 200 bytes.
std::string preview(const std::string& html) {
    std::string text;
    bool in_tag = false;
    for (const char c : html) {
        if (c == '<') in_tag = true;
        if (!in_tag) text += c;
        if (c == '>') in_tag = false;
    }
    return beginning(text, 200);
}

std::string readable_size(std::size_t bytes) {
    return bytes < 1024 ? fmt::format("{} B", bytes)
                        : fmt::format("{:.2f} KB", static_cast<double>(bytes) / 1024);
}

}  // namespace

Wire::Wire(const Desk& desk, const Options& options, const Params& params)
    : desk_(desk), options_(options), inline_(param_flag(params, "inline_sideloads")) {
    for (auto& name : param_list(params, "include")) include_.insert(std::move(name));
}

Json Wire::map(Json::Object members) const {
    if (members.empty() && options_.empty_maps_as_lists) return Json::List();
    return members;
}

Json Wire::linked() const {
    Json::Object types;
    for (const auto& [type, things] : linked_) {
        Json::Object members;
        for (const auto& [id, value] : things) members.push_back({std::to_string(id), value});
        types.push_back({type, std::move(members)});
    }
    return map(std::move(types));
}

Json Wire::thing(const std::string& name, long long id) const {
    const auto& company = desk_.company;
    const auto plain = [&](const auto& list) {
        const auto* entry = find_id(list, id);
        return entry ? named(*entry) : Json();
    };
    if (name == "person" || name == "agent") {
        const auto* known = company.person(id);
        return known ? person(*known) : Json();
    }
    if (name == "department") return plain(company.departments);
    if (name == "category") return plain(company.categories);
    if (name == "product") return plain(company.products);
    if (name == "workflow") return plain(company.workflows);
    if (name == "organization") return plain(company.organizations);
    if (name == "agent_team") return plain(company.teams);
    if (name == "priority") return priority(*find_id(company.priorities, id));
    if (name == "language") return language(*find_id(company.languages, id));
    return nullptr;
}

Json Wire::refer(const char* name, long long id) {
    if (id == 0) return nullptr;
    if (!include_.count(name)) return id;
    if (inline_) return thing(name, id);
    auto& things = linked_[name];
    if (!things.count(id)) things[id] = thing(name, id);
    return id;
}

Json Wire::fields(const Ticket& ticket) const {
    Json::Object members;
    for (const auto& [id, value] : ticket.fields) {
        const auto* field = desk_.company.field(id);
        if (!field) continue;
        Json::List aliases{fmt::format("ticket_field_{}", id)};
        if (!field->alias.empty()) aliases.push_back(field->alias);
        Json entry;
        entry.put("aliases", std::move(aliases));
        if (const auto* text = std::get_if<std::string>(&value)) entry.put("value", *text);
        if (const auto* truth = std::get_if<bool>(&value)) entry.put("value", *truth);
        if (const auto* choices = std::get_if<std::vector<long long>>(&value)) {
            Json::Object detail;
            for (const auto choice : *choices) {
                if (const auto* known = find_id(field->choices, choice)) {
                    detail.push_back({std::to_string(choice), named(*known)});
                }
            }
            entry.put("value", ids(*choices)).put("detail", map(std::move(detail)));
        }
        members.push_back({std::to_string(id), std::move(entry)});
    }
    return map(std::move(members));
}

Json Wire::ticket(const Ticket& t) {
    const auto& status = desk_.status(t);
    Json::List labels(t.labels.begin(), t.labels.end());
    const auto* asker = desk_.company.person(t.person);
    bool has_attachments = false;
    for (const auto& message : t.messages) has_attachments = has_attachments || !message.blobs.empty();

    Json out;
    out.put("id", t.id).put("ref", t.ref).put("auth", t.auth).put("access_code", t.access_code);
    out.put("parent", t.parent == 0 ? Json() : Json(t.parent));
    out.put("children", ids(desk_.children(t.id))).put("siblings", ids(t.siblings));
    out.put("problems", Json::List());
    out.put("subject", t.subject).put("original_subject", t.original_subject);
    out.put("status", options_.status_shows_type ? status.type : status.code);
    out.put("ticket_status", status.code);
    out.put("hidden_status", status.type == "hidden" ? Json(status.code.substr(7)) : Json());
    out.put("is_hold", t.is_hold).put("urgency", t.urgency);
    out.put("department", refer("department", t.department)).put("category", refer("category", t.category));
    out.put("priority", refer("priority", t.priority)).put("workflow", refer("workflow", t.workflow));
    out.put("product", refer("product", t.product)).put("language", refer("language", t.language));
    out.put("brand", 1).put("person", refer("person", t.person));
    out.put("person_email", asker && !asker->email.empty() ? Json(asker->email) : Json());
    out.put("agent", refer("agent", t.agent)).put("agent_team", refer("agent_team", t.agent_team));
    out.put("organization", refer("organization", t.organization));
    out.put("cc", ids(t.cc)).put("followers", Json::List());
    out.put("labels", labels.empty() && options_.labels_null_when_none ? Json() : Json(std::move(labels)));
    out.put("fields", fields(t)).put("contextual_fields", map({}));
    out.put("ticket_slas", Json::List()).put("worst_sla_status", nullptr).put("waiting_times", Json::List());
    out.put("has_attachments", has_attachments);
    out.put("count_agent_replies", desk_.count_messages(t, true));
    out.put("count_user_replies", desk_.count_messages(t, false));
    out.put("creation_system", t.creation_system).put("ticket_hash", t.hash);
    out.put("star", t.star ? Json(1) : Json()).put("feedback_rating", nullptr);
    out.put("date_created", date(t.created)).put("date_resolved", date(t.resolved));
    out.put("date_archived", date(t.archived)).put("date_first_agent_assign", date(t.first_agent_assign));
    out.put("date_first_agent_reply", date(t.first_agent_reply));
    out.put("date_last_agent_reply", date(t.last_agent_reply));
    out.put("date_last_user_reply", date(t.last_user_reply));
    out.put("date_agent_waiting", date(t.agent_waiting)).put("date_user_waiting", date(t.user_waiting));
    out.put("date_status", date(t.status_since)).put("date_locked", date(t.locked));
    out.put("date_on_hold", date(t.on_hold));
    return out;
}

Json Wire::message(const Ticket& ticket, const Message& m) {
    const auto* writer = desk_.company.person(m.person);
    Json::List attributes;
    if (writer && writer->is_agent) {
        attributes.push_back(
            Json(Json::Object{{"name", "agent_type"}, {"value", m.is_note ? "note" : "reply"}}));
    }
    Json::List files;
    for (const auto id : m.blobs) {
        const bool in_place = options_.message_files == Options::MessageFiles::objects;
        files.push_back(in_place ? attachment(m, desk_.blobs.at(id)) : Json(id));
    }
    const auto html = shown(m);
    const auto most = static_cast<std::size_t>(options_.message_cut);
    const bool cut = most > 0 && html.size() > most;
    Json out;
    out.put("id", m.id).put("ticket", ticket.id).put("person", refer("person", m.person));
    out.put("attributes", std::move(attributes)).put("attachments", std::move(files));
    out.put("date_created", date(m.created)).put("is_agent_note", m.is_note ? 1 : 0);
    out.put("creation_system", m.creation_system).put("message", cut ? beginning(html, most) : html);
    out.put("message_hash", m.hash)
        .put("message_full", cut ? Json(html) : Json())
        .put("message_raw", nullptr);
    out.put("message_preview_text", preview(html));
    return out;
}

std::string Wire::file_path(const Blob& b) const {
    return fmt::format("{}/file.php/{}/{}", options_.prefix, b.auth, percent_encode(b.filename));
}

/// The HTML with the addresses of its pictures.
std::string Wire::shown(const Message& message) const {
    auto html = message.html;
    const auto scheme = std::min(options_.url.find("//"), options_.url.size());
    using Address = Options::PictureAddress;
    const std::string host = options_.picture_address == Address::path ? ""
                             : options_.picture_address == Address::protocol_relative
                                 ? options_.url.substr(scheme)
                                 : options_.url;
    for (const auto id : message.inline_blobs) {
        const auto& picture = desk_.blobs.at(id);
        const auto mark = "\"cid:" + picture.filename + "\"";
        for (auto at = html.find(mark); at != std::string::npos; at = html.find(mark, at + 1))
            html.replace(at, mark.size(), "\"" + host + file_path(picture) + "\"");
    }
    return html;
}

Json Wire::log(const Ticket& ticket, const LogEntry& entry) {
    Json details{Json::Object{{"before", entry.before}, {"after", entry.after}}};
    Json out;
    out.put("id", entry.id).put("ticket", ticket.id).put("person", refer("person", entry.person));
    out.put("action_type", entry.action).put("details", std::move(details));
    out.put("date_created", date(entry.created));
    return out;
}

Json Wire::attachment(const Message& m, const Blob& stored) {
    Json out;
    out.put("id", stored.id).put("message", m.id).put("person", refer("person", m.person));
    out.put("is_agent_note", m.is_note).put("is_inline", m.inline_blobs.count(stored.id) > 0);
    out.put("blob", blob(stored));
    return out;
}

Json Wire::person(const Person& p) const {
    const auto blank = p.name.find(' ');
    Json::List emails;
    if (!p.email.empty()) emails.push_back(p.email);
    Json out;
    out.put("id", p.id).put("name", p.name).put("display_name", p.name);
    out.put("first_name", p.name.substr(0, blank));
    out.put("last_name", blank == std::string::npos ? std::string() : p.name.substr(blank + 1));
    out.put("primary_email", p.email.empty() ? Json() : Json(p.email)).put("emails", std::move(emails));
    out.put("organization", p.organization ? Json(p.organization) : Json());
    out.put("is_agent", p.is_agent).put("is_user", true);
    return out;
}

Json Wire::blob(const Blob& b) const {
    Json out;
    out.put("blob_id", b.id).put("blob_auth", b.auth).put("blob_auth_id", fmt::format("{}{}", b.id, b.auth));
    const auto& host = options_.download_host.empty() ? options_.url : options_.download_host;
    out.put("download_url",
            fmt::format("{}{}?access_token={}", host, file_path(b), digest(b.auth).substr(0, 16)));
    out.put("filename", b.filename).put("filesize_readable", readable_size(b.content.size()));
    if (options_.blob_tells_size) out.put("filesize", static_cast<long long>(b.content.size()));
    out.put("content_type", b.content_type).put("is_temp", b.is_temp);
    return out;
}

Json Wire::named(const Named& entry) const {
    return Json::Object{{"id", entry.id}, {"title", entry.title}};
}

Json Wire::status(const Status& entry) const {
    return named(entry).put("status_type", entry.type).put("status_code", entry.code);
}

Json Wire::priority(const Priority& entry) const {
    return named(entry).put("priority", entry.weight);
}

Json Wire::language(const Language& entry) const {
    return named(entry).put("locale", entry.locale);
}

Json Wire::custom_field(const CustomField& field) const {
    Json::List choices;
    for (const auto& choice : field.choices) choices.push_back(named(choice));
    auto out = named(field);
    out.put("alias", field.alias.empty() ? Json() : Json(field.alias)).put("widget_type", field.widget);
    out.put("choices", std::move(choices));
    return out;
}

}  // namespace sandbox::deskpro
