#include "sandbox/pages/page_json.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sstream>

namespace sandbox {

namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string text_of(const Object& object) {
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

template <typename Texts>
Array list_of(const Texts& texts) {
    Array list;
    for (const auto& text : texts) list.add(text);
    return list;
}

/// Fields keep the order in which they were given.
template <typename Pairs>
Object object_of(const Pairs& pairs) {
    Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    for (const auto& [name, value] : pairs) object.set(name, value);
    return object;
}

Object summary(const deskpro::TicketView& ticket) {
    Object object;
    object.set("id", ticket.id);
    object.set("ref", ticket.ref);
    object.set("subject", ticket.subject);
    object.set("status", ticket.status);
    object.set("department", ticket.department);
    object.set("priority", ticket.priority);
    object.set("labels", list_of(ticket.labels));
    object.set("messages", ticket.messages.size());
    return object;
}

Object summary(const ItemView& item) {
    Object object;
    object.set("id", item.id);
    object.set("rev", item.rev);
    object.set("type", item.type);
    object.set("title", item.title);
    object.set("state", item.state);
    object.set("project", item.project);
    object.set("tags", list_of(item.tags));
    return object;
}

}  // namespace

std::string utc_text(long long time_ms) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(time_ms / 1000)));
}

std::string json_of(const PairList& list) {
    Array rows;
    for (const auto& pair : list.rows) {
        Array items;
        for (const auto* item : pair.items) items.add(summary(*item));
        Object row;
        row.set("ticket", pair.ticket ? Poco::Dynamic::Var(summary(*pair.ticket)) : Poco::Dynamic::Var());
        row.set("items", items);
        rows.add(row);
    }
    Object totals;
    totals.set("tickets", list.tickets);
    totals.set("items", list.items);
    totals.set("linked", list.linked);
    Object object;
    object.set("rows", rows);
    object.set("totals", totals);
    object.set("page", list.page);
    object.set("pages", list.pages);
    object.set("matches", list.matches);
    return text_of(object);
}

std::string json_of(const deskpro::TicketView& ticket, const std::vector<int>& items) {
    Array conversation;
    for (const auto& message : ticket.messages) {
        Object one;
        one.set("by", message.by);
        one.set("created", utc_text(message.created));
        one.set("is_note", message.is_note);
        one.set("html", message.html);
        conversation.add(one);
    }
    Object object = summary(ticket);
    object.set("category", ticket.category);
    object.set("product", ticket.product);
    object.set("agent", ticket.agent);
    object.set("organization", ticket.organization);
    object.set("language", ticket.language);
    object.set("person", ticket.person_name);
    object.set("person_email", ticket.person_email);
    object.set("created", utc_text(ticket.created));
    object.set("fields", object_of(ticket.fields));
    object.set("conversation", conversation);
    object.set("items", list_of(items));
    return text_of(object);
}

std::string json_of(const ItemView& item) {
    Object object = summary(item);
    Array links, texts, comments;
    for (const auto& link : item.links) {
        links.add(object_of(std::vector<std::pair<std::string, std::string>>{
            {"rel", link.rel}, {"url", link.url}, {"comment", link.comment}}));
    }
    for (const auto& [name, html] : item.texts) {
        texts.add(
            object_of(std::vector<std::pair<std::string, std::string>>{{"name", name}, {"html", html}}));
    }
    for (const auto& comment : item.comments) {
        comments.add(object_of(std::vector<std::pair<std::string, std::string>>{
            {"by", comment.by}, {"created", comment.created}, {"html", comment.html}}));
    }
    object.set("states", list_of(item.states));
    object.set("ticket", item.ticket);
    object.set("fields", object_of(item.fields));
    object.set("links", links);
    object.set("texts", texts);
    object.set("comments", comments);
    return text_of(object);
}

std::string choices_json(const deskpro::Company& company, const std::string& desk, const std::string& work) {
    Array statuses, departments, priorities, agents;
    for (const auto& status : company.statuses) statuses.add(status.code);
    for (const auto& department : company.departments) departments.add(department.title);
    for (const auto& priority : company.priorities) priorities.add(priority.title);
    for (const auto& [id, person] : company.people) {
        if (person.is_agent) agents.add(person.email);
    }
    Object object;
    object.set("statuses", statuses);
    object.set("departments", departments);
    object.set("priorities", priorities);
    object.set("agents", agents);
    object.set("desk", desk);
    object.set("work", work);
    return text_of(object);
}

}  // namespace sandbox
