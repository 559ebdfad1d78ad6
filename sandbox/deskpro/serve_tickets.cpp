#include "sandbox/deskpro/call.h"
#include "sandbox/deskpro/form.h"
#include "sandbox/deskpro/selection.h"

#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

Answer one_ticket(const Place& place, const Call& call, const Ticket& ticket, int status = 200) {
    Wire wire(place.desk, place.options, call.params);
    auto data = wire.ticket(ticket);
    return envelope(wire, std::move(data), {}, status);
}

/// An equal ticket within the window means that this one was made already.
bool is_dupe(const Place& place, const Ticket& made) {
    const auto since = place.desk.now() - place.options.dupe_window_ms;
    const auto& all = place.desk.tickets();
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
        const auto& other = it->second;
        if (&other != &made && other.hash == made.hash && other.created > since && !place.desk.hidden(other))
            return true;
    }
    return false;
}

void refuse_dupe(const Place& place, const Ticket& sketch) {
    if (place.options.dupe_window_ms <= 0 || !is_dupe(place, sketch)) return;
    FormErrors errors;
    errors.add("dupe_ticket", "This ticket is a duplicate of one that was just made.");
    throw Problem{400, "dupe_ticket", "This ticket is a duplicate of one that was just made.",
                  std::move(errors), 0};
}

Answer create(const Place& place, const Call& call) {
    auto& desk = place.desk;
    auto form = read_ticket(place, call.body, call.caller.person);

    Ticket sketch;
    sketch.person = form.person;
    sketch.subject = *form.change.subject;
    if (form.message) sketch.messages.emplace_back().html = form.message->html;
    desk.seal(sketch);
    refuse_dupe(place, sketch);

    auto& ticket = desk.open(form.person, "web.api");
    ticket.subject = ticket.original_subject = *form.change.subject;
    ticket.department = desk.company.departments.front().id;
    if (form.message) desk.write(ticket, message_of(place, *form.message, form.person));
    desk.seal(ticket);
    desk.apply(ticket, form.change, call.caller.person);
    auto answer = one_ticket(place, call, ticket, 201);
    answer.headers.emplace("Location", fmt::format("{}{}/api/v2/tickets/{}", place.options.url,
                                                   place.options.prefix, ticket.id));
    return answer;
}

Answer change(const Place& place, const Call& call, Ticket& ticket) {
    place.desk.apply(ticket, read_change(place, call.body), call.caller.person);
    return updated(call, [&] { return one_ticket(place, call, ticket); });
}

Answer remove(const Place& place, const Call& call, Ticket& ticket) {
    TicketChange change;
    change.status = place.desk.company.status("hidden.deleted")->id;
    place.desk.apply(ticket, change, call.caller.person);
    return envelope(Wire(place.desk, place.options, call.params), nullptr);
}

/// The agents' edit lock; it keeps nobody of the stand-in from writing.
Answer lock(const Place& place, const Call& call, Ticket& ticket) {
    if (call.method != "PUT") throw wrong_method();
    if (call.part(3) != "lock" && call.part(3) != "unlock") throw not_found("The action");
    ticket.locked = call.part(3) == "lock" ? Time(place.desk.now()) : std::nullopt;
    return updated(call, [&] { return one_ticket(place, call, ticket); });
}

Answer logs(const Place& place, const Call& call, const Ticket& ticket) {
    if (call.method != "GET") throw wrong_method();
    Wire wire(place.desk, place.options, call.params);
    if (call.part(3) == "counts") {
        return envelope(wire, Json::Object{{"count", static_cast<long long>(ticket.logs.size())}});
    }
    if (call.path.size() == 3) {
        return list_answer(call, place, wire, ticket.logs,
                           [&](const LogEntry& e) { return wire.log(ticket, e); });
    }
    for (const auto& entry : ticket.logs) {
        if (std::to_string(entry.id) == call.part(3)) {
            auto data = wire.log(ticket, entry);
            return envelope(wire, std::move(data));
        }
    }
    throw not_found("The log entry");
}

Answer attachments(const Place& place, const Call& call, const Ticket& ticket) {
    if (call.method != "GET") throw wrong_method();
    Wire wire(place.desk, place.options, call.params);
    std::vector<std::pair<const Message*, const Blob*>> files;
    for (const auto& message : ticket.messages) {
        for (const auto id : message.blobs) files.emplace_back(&message, &place.desk.blobs.at(id));
    }
    return list_answer(call, place, wire, files,
                       [&](const auto& file) { return wire.attachment(*file.first, *file.second); });
}

Answer counts(const Place& place, const Call& call) {
    const auto selection = select(place.desk, place.options, call.params, viewer(place, call));
    return envelope(Wire(place.desk, place.options, call.params),
                    Json::Object{{"count", static_cast<long long>(selection.tickets.size())}},
                    {{"fql", selection.fql}});
}

}  // namespace

Answer serve_tickets(const Place& place, const Call& call) {
    if (call.path.size() == 1) {
        if (call.method == "GET") return list_tickets(place, call, call.params);
        if (call.method == "POST") return create(place, call);
        throw wrong_method();
    }
    if (call.part(1) == "counts" && call.path.size() == 2) {
        if (call.method != "GET") throw wrong_method();
        return counts(place, call);
    }
    auto& ticket = ticket_of(place, call, call.part(1));
    if (call.path.size() == 2) {
        if (call.method == "GET") return one_ticket(place, call, ticket);
        if (call.method == "PUT") return change(place, call, ticket);
        if (call.method == "DELETE") return remove(place, call, ticket);
        throw wrong_method();
    }
    if (call.part(2) == "logs") return logs(place, call, ticket);
    if (call.part(2) == "attachments") return attachments(place, call, ticket);
    if (call.part(2) == "actions") return lock(place, call, ticket);
    throw not_found("The address");
}

}  // namespace sandbox::deskpro
