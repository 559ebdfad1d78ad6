#include "sandbox/deskpro/call.h"

#include <fmt/format.h>
#include <map>

namespace sandbox::deskpro {

namespace {

/// A list of things with ids at {room}, {room}/counts and {room}/{id}.
template <class Items, class Id, class Write>
Answer lookup(const Place& place, const Call& call, const Items& items, Id id, Write write) {
    Wire wire(place.desk, place.options, call.params);
    if (call.path.size() == 1) return list_answer(call, place, wire, items, write);
    if (call.part(1) == "counts") {
        return envelope(wire, Json::Object{{"count", static_cast<long long>(items.size())}});
    }
    for (const auto& item : items) {
        if (call.path.size() == 2 && std::to_string(id(item)) == call.part(1))
            return envelope(wire, write(item));
    }
    throw not_found(fmt::format("{} {}", call.part(0), call.part(1)));
}

template <class Entry, class Write>
Answer entries(const Place& place, const Call& call, const std::vector<Entry>& items, Write write) {
    return lookup(
        place, call, items, [](const Entry& e) { return e.id; }, write);
}

Answer people(const Place& place, const Call& call, bool agents_only) {
    std::vector<const Person*> found;
    for (const auto& [id, person] : place.desk.company.people) {
        if (!agents_only || person.is_agent) found.push_back(&person);
    }
    Wire wire(place.desk, place.options, call.params);
    return lookup(
        place, call, found, [](const Person* p) { return p->id; },
        [&](const Person* p) { return wire.person(*p); });
}

/// Labels in use on tickets that are not hidden, each with how often.
Answer labels(const Place& place, const Call& call) {
    std::map<std::string, long long> used;
    for (const auto& [id, ticket] : place.desk.tickets()) {
        if (place.desk.hidden(ticket)) continue;
        for (const auto& label : ticket.labels) ++used[label];
    }
    const std::vector<std::pair<std::string, long long>> list(used.begin(), used.end());
    Wire wire(place.desk, place.options, call.params);
    return list_answer(call, place, wire, list, [](const auto& entry) {
        return Json(Json::Object{{"label", entry.first}, {"total", entry.second}});
    });
}

Answer filters(const Place& place, const Call& call) {
    const auto& known = place.desk.company.filters;
    if (call.part(2) == "count") {
        auto params = call.params;
        params.emplace_back("filter", call.part(1));
        const auto list = list_tickets(place, call, params);
        const auto* total = list.body.find("meta")->find("pagination")->find("total");
        return envelope(Wire(place.desk, place.options, call.params), Json::Object{{"count", *total}});
    }
    Wire wire(place.desk, place.options, call.params);
    return entries(place, call, known, [&](const SavedFilter& f) { return wire.named(f); });
}

/// {room}/{id}/tickets: the list with one parameter more.
bool lists_tickets(const Place& place, const Call& call, Answer& answer) {
    static const std::map<std::string, std::string> rooms = {{"ticket_filters", "filter"},
                                                             {"ticket_labels", "labels[]"},
                                                             {"ticket_statuses", "status"},
                                                             {"people", "person"},
                                                             {"organizations", "organization"}};
    const auto room = rooms.find(call.part(0));
    if (room == rooms.end() || call.path.size() != 3 || call.part(2) != "tickets") return false;
    auto params = call.params;
    params.emplace_back(room->second, call.part(1));
    answer = list_tickets(place, call, params);
    return true;
}

Answer me(const Place& place, const Call& call) {
    Wire wire(place.desk, place.options, call.params);
    const auto* person = viewer(place, call);
    Json data;
    data.put("auth_method", call.caller.method);
    data.put("person_id", person ? Json(person->id) : Json());
    data.put("person", person ? wire.person(*person) : Json());
    return envelope(wire, std::move(data));
}

Answer lists_of_tickets(const Place& place, const Call& call) {
    const auto& company = place.desk.company;
    Wire wire(place.desk, place.options, call.params);
    const auto named = [&](const Named& entry) { return wire.named(entry); };
    const auto room = call.part(0).substr(7);
    if (room == "statuses")
        return entries(place, call, company.statuses, [&](const Status& s) { return wire.status(s); });
    if (room == "priorities") {
        return entries(place, call, company.priorities, [&](const Priority& p) { return wire.priority(p); });
    }
    if (room == "custom_fields") {
        return entries(place, call, company.fields,
                       [&](const CustomField& f) { return wire.custom_field(f); });
    }
    if (room == "departments") return entries(place, call, company.departments, named);
    if (room == "categories") return entries(place, call, company.categories, named);
    if (room == "products") return entries(place, call, company.products, named);
    if (room == "workflows") return entries(place, call, company.workflows, named);
    if (room == "filters") return filters(place, call);
    if (room == "labels" && call.path.size() == 1) return labels(place, call);
    throw not_found("The address");
}

}  // namespace

Answer serve_lookups(const Place& place, const Call& call) {
    if (call.method != "GET") {
        static const std::string_view known = " me agents agent_teams people organizations languages ";
        const auto room = call.part(0);
        if (room.substr(0, 7) == "ticket_" || known.find(" " + room + " ") != known.npos)
            throw wrong_method();
        throw not_found("The address");
    }
    Answer tickets;
    if (lists_tickets(place, call, tickets)) return tickets;
    const auto& company = place.desk.company;
    Wire wire(place.desk, place.options, call.params);
    const auto named = [&](const Named& entry) { return wire.named(entry); };
    const auto room = call.part(0);
    if (room == "me" && call.path.size() == 1) return me(place, call);
    if (room == "agents") return people(place, call, true);
    if (room == "people") return people(place, call, false);
    if (room == "agent_teams") return entries(place, call, company.teams, named);
    if (room == "organizations") return entries(place, call, company.organizations, named);
    if (room == "languages") {
        return entries(place, call, company.languages, [&](const Language& l) { return wire.language(l); });
    }
    if (room.substr(0, 7) == "ticket_") return lists_of_tickets(place, call);
    throw not_found("The address");
}

}  // namespace sandbox::deskpro
