#include "sandbox/deskpro/call.h"
#include "sandbox/deskpro/form.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

Answer one_message(const Place& place, const Call& call, const Ticket& ticket, const Message& message,
                   int status = 200) {
    Wire wire(place.desk, place.options, call.params);
    auto data = wire.message(ticket, message);
    return envelope(wire, std::move(data), {}, status);
}

Answer list(const Place& place, const Call& call, const Ticket& ticket) {
    std::vector<const Message*> messages;
    for (const auto& message : ticket.messages) messages.push_back(&message);
    using Order = Options::MessageOrder;
    const auto order = place.options.message_order;
    const auto order_by = param(call.params, "order_by");
    if (order == Order::refuse && !order_by.empty()) {
        FormErrors errors;
        errors.fields["order_by"].add("invalid_input", "Messages cannot be ordered.");
        throw invalid_input(std::move(errors));
    }
    const bool by_date = order_by == "date_created";
    std::sort(messages.begin(), messages.end(), [&](const Message* a, const Message* b) {
        return std::pair(by_date ? a->created : 0, a->id) < std::pair(by_date ? b->created : 0, b->id);
    });
    const auto direction = param(call.params, "order_dir");
    const bool down = order == Order::asked ? direction == "desc" || direction == "DESC" : true;
    if (down) std::reverse(messages.begin(), messages.end());
    Wire wire(place.desk, place.options, call.params);
    return list_answer(call, place, wire, messages,
                       [&](const Message* m) { return wire.message(ticket, *m); });
}

Answer create(const Place& place, const Call& call, Ticket& ticket) {
    auto form = read_message(place, call.body, true);
    auto message = message_of(place, std::move(form), call.caller.person);
    if (!message.person) {
        throw Problem{403, "no_agent", "A superuser key has to name the agent it writes for.", {}, 0};
    }
    const auto written = place.desk.write(ticket, std::move(message));
    const bool by_agent = place.desk.company.person(written.person)->is_agent;
    if (!written.is_note && (!by_agent || place.options.reply_awaits_user)) place.desk.turn(ticket, by_agent);
    auto answer = one_message(place, call, ticket, written, 201);
    answer.headers.emplace("Location", fmt::format("{}{}/api/v2/tickets/{}/messages/{}", place.options.url,
                                                   place.options.prefix, ticket.id, written.id));
    return answer;
}

Answer change(const Place& place, const Call& call, Ticket& ticket, Message& message) {
    auto form = read_message(place, call.body, false);
    if (!form.html.empty()) place.desk.rewrite(ticket, message.id, form.html, call.caller.person);
    if (call.body.find("is_note")) message.is_note = form.is_note;
    if (form.blobs) {
        const auto files = message_of(place, form, 0);
        message.blobs = files.blobs;
        message.inline_blobs = files.inline_blobs;
    }
    return updated(call, [&] { return one_message(place, call, ticket, message); });
}

Answer attachments(const Place& place, const Call& call, const Message& message) {
    if (call.method != "GET") throw wrong_method();
    Wire wire(place.desk, place.options, call.params);
    return list_answer(call, place, wire, message.blobs,
                       [&](long long id) { return wire.attachment(message, place.desk.blobs.at(id)); });
}

}  // namespace

Answer serve_messages(const Place& place, const Call& call) {
    auto& ticket = ticket_of(place, call, call.part(1));
    if (call.path.size() == 3) {
        if (call.method == "GET") return list(place, call, ticket);
        if (call.method == "POST") return create(place, call, ticket);
        throw wrong_method();
    }
    if (call.part(3) == "counts") {
        return envelope(Wire(place.desk, place.options, call.params),
                        Json::Object{{"count", static_cast<long long>(ticket.messages.size())}});
    }
    const auto found = std::find_if(ticket.messages.begin(), ticket.messages.end(),
                                    [&](const Message& m) { return std::to_string(m.id) == call.part(3); });
    if (found == ticket.messages.end()) throw not_found(fmt::format("Message {}", call.part(3)));
    if (call.part(4) == "attachments") return attachments(place, call, *found);
    if (call.path.size() != 4) throw not_found("The address");
    if (call.method == "GET") return one_message(place, call, ticket, *found);
    if (call.method == "PUT") return change(place, call, ticket, *found);
    if (call.method != "DELETE") throw wrong_method();
    place.desk.erase(ticket, found->id, call.caller.person);
    return envelope(Wire(place.desk, place.options, call.params), nullptr);
}

}  // namespace sandbox::deskpro
