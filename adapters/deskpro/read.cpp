#include "adapters/deskpro/read.h"

#include "adapters/deskpro/wire.h"

#include <algorithm>
#include <optional>

namespace deskbridge::deskpro {

namespace {

/// The first message is nearly always the first of these; the rest of a long ticket is not wanted here.
constexpr int messages_of_a_look = 5;
constexpr int pages_at_most = 1'000;

Query first_messages(int page, int count) {
    return {{"page", std::to_string(page)},
            {"count", std::to_string(count)},
            {"order_by", "id"},
            {"order_dir", "asc"}};
}

std::string messages_path(const Ticket& ticket) {
    return "/tickets/" + url_encode(ticket.id) + "/messages";
}

/// The public message with the smallest id seen so far.
struct First {
    std::int64_t id = 0;
    std::string html;
    bool found = false;

    void see(json::View messages) {
        for (const auto& message : messages.items()) {
            const auto number = message["id"].integer().value_or(0);
            if (is_note(message) || (found && number >= id)) continue;
            found = true;
            id = number;
            html = message["message"].text(message["message_full"].text());
        }
    }
};

std::vector<std::int64_t> ids_of(json::View messages) {
    std::vector<std::int64_t> ids;
    for (const auto& message : messages.items()) ids.push_back(message["id"].integer().value_or(0));
    return ids;
}

bool is_whole(json::View body) {
    const auto total = body["meta"]["pagination"]["total"].integer();
    const auto pages = body["meta"]["pagination"]["total_pages"].integer();
    if (pages) return *pages <= 1;
    if (total) return *total <= static_cast<std::int64_t>(body["data"].size());
    return body["data"].size() < messages_of_a_look;
}

/// In order, and with a public message among the first: then that is the one, whatever follows.
bool settles_it(json::View messages, const First& first) {
    const auto ids = ids_of(messages);
    return first.found && ids.size() > 1 && std::is_sorted(ids.begin(), ids.end());
}

/// A list in another order, or that begins with notes only, is read whole.
void read_all(Client& client, const Ticket& ticket, First& first) {
    std::vector<std::int64_t> before;
    for (int page = 1; page <= pages_at_most; ++page) {
        const auto answer =
            client.get(messages_path(ticket), first_messages(page, 200), "read the messages of a ticket");
        const auto messages = answer["data"];
        const auto ids = ids_of(messages);
        if (ids.empty() || ids == before) return;
        first.see(messages);
        const auto pages = answer["meta"]["pagination"]["total_pages"].integer();
        if ((pages && page >= *pages) || settles_it(messages, first)) return;
        before = ids;
    }
}

void take_description(Client& client, Ticket& ticket, const Answer& answer) {
    if (answer.status == 404) {
        ticket.presence = Presence::deleted;
        return;
    }
    if (!answer.ok()) return;
    First first;
    first.see(answer.body["data"]);
    if (!is_whole(answer.body.root()) && !settles_it(answer.body["data"], first))
        read_all(client, ticket, first);
    if (!first.html.empty()) ticket.fields["description"] = Html{std::move(first.html)};
    ticket.described = true;
}

/// One ticket that cannot be read is its own trouble; when none can, the desk is in trouble.
void check_any(const std::vector<Answer>& answers) {
    const auto bad = [](const Answer& answer) {
        return answer.status >= 500 || answer.status == 429 || answer.status == 401;
    };
    if (answers.empty() || !std::all_of(answers.begin(), answers.end(), bad)) return;
    throw error_of(answers.front().status, {}, answers.front().body.root(), "read the first messages");
}

}  // namespace

std::vector<json::Document> read_raw(Client& client, std::span<const std::string> ids) {
    std::string list;
    for (const auto& id : ids) list += (list.empty() ? "" : ",") + id;
    return read_pages(client, "/tickets", {{"ids", list}, {"include", "person,organization"}},
                      "read tickets");
}

std::vector<Ticket> read_tickets(Client& client, Lookups& lookups, std::span<const std::string> ids) {
    std::vector<Ticket> tickets;
    if (ids.empty()) return tickets;
    for (const auto& page : read_raw(client, ids))
        for (const auto& ticket : page["data"].items())
            tickets.push_back(ticket_from(ticket, page["linked"], client.url(), lookups));
    return tickets;
}

void describe(Client& client, std::span<Ticket> tickets) {
    std::vector<BatchCall> calls;
    for (const auto& ticket : tickets)
        calls.push_back({"GET", messages_path(ticket), first_messages(1, messages_of_a_look), {}});
    if (calls.empty()) return;
    const auto answers = client.batch(calls, "read the first messages");
    check_any(answers);
    for (std::size_t i = 0; i < tickets.size(); ++i) take_description(client, tickets[i], answers[i]);
}

}  // namespace deskbridge::deskpro
