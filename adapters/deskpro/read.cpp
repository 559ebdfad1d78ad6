#include "adapters/deskpro/read.h"

#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/files.h"
#include "adapters/deskpro/wire.h"

#include <algorithm>
#include <optional>
#include <set>

namespace deskbridge::deskpro {

namespace {

/// The first message is nearly always the first of these; the rest of a long ticket is not wanted here.
constexpr int messages_of_a_look = 5;
constexpr int pages_at_most = 1'000;
constexpr const char* sideloads = "person,organization";

std::string joined(const std::set<std::string>& ids) {
    std::string list;
    for (const auto& id : ids) list += (list.empty() ? "" : ",") + id;
    return list;
}

/// Takes from a page what is wanted and strikes it off; false when there was none of it.
bool take(json::Document page, std::set<std::string>& wanted, RawTickets& out) {
    bool any = false;
    for (const auto& ticket : rows(page["data"])) {
        auto id = ticket["id"].text();
        if (wanted.erase(id) == 0) continue;
        out.tickets.push_back({std::move(id), ticket, page["linked"]});
        any = true;
    }
    out.bodies.push_back(std::move(page));
    return any;
}

void read_by_list(Client& client, std::set<std::string>& wanted, const Query& include, RawTickets& out) {
    Query query = include;
    query.insert(query.end(), {{"ids", joined(wanted)}, {"count", "200"}, {"page", "1"}});
    for (int page = 1; !wanted.empty(); ++page) {
        query.back().second = std::to_string(page);
        auto body = client.get("/tickets", query, "read tickets");
        const bool last = is_last_page(body, page);
        if (!take(std::move(body), wanted, out) || last) return;
    }
}

bool is_gone(const Answer& answer) {
    return answer.status == 403 || answer.status == 404 || answer.status == 410;
}

void read_alone(Client& client, const std::set<std::string>& wanted, const Query& include, RawTickets& out) {
    std::vector<BatchCall> calls;
    for (const auto& id : wanted) calls.push_back({"GET", "/tickets/" + url_encode(id), include, {}});
    auto answers = client.batch(calls, "read tickets");
    auto id = wanted.begin();
    for (auto& answer : answers) {
        const auto& asked = *id++;
        if (is_gone(answer)) continue;
        auto body = Client::expect_data(std::move(answer), "read a ticket");
        out.tickets.push_back({asked, body["data"], body["linked"]});
        out.bodies.push_back(std::move(body));
    }
}

Query first_messages() {
    return {{"page", "1"},
            {"count", std::to_string(messages_of_a_look)},
            {"order_by", "date_created"},
            {"order_dir", "asc"}};
}

std::string messages_path(const Ticket& ticket) {
    return "/tickets/" + url_encode(ticket.id) + "/messages";
}

/// The public message with the smallest id seen so far.
struct First {
    std::int64_t id = 0;
    std::string html;
    bool has_files = false;
    bool found = false;
    std::set<std::int64_t> seen;

    void see(json::View messages) {
        for (const auto& message : rows(messages)) {
            const auto number = message["id"].integer().value_or(0);
            seen.insert(number);
            if (is_note(message) || (found && number >= id)) continue;
            found = true;
            id = number;
            html = html_of(message);
            has_files = deskpro::has_files(message);
        }
    }
};

std::vector<std::int64_t> ids_of(json::View messages) {
    std::vector<std::int64_t> ids;
    for (const auto& message : rows(messages)) ids.push_back(message["id"].integer().value_or(0));
    return ids;
}

bool is_whole(const json::Document& body) {
    const auto total = pagination(body)["total"].integer();
    const auto pages = pagination(body)["total_pages"].integer();
    if (pages) return *pages <= 1;
    return total && *total <= static_cast<std::int64_t>(body["data"].size());
}

/// In order, and with a public message among the first: then that is the one, whatever follows. A note before
/// it is looked at as well, so a list in the other order does not pass for one.
bool settles_it(json::View messages, const First& first) {
    const auto ids = ids_of(messages);
    return first.found && ids.size() > 1 && std::is_sorted(ids.begin(), ids.end());
}

/// A list in another order, or that begins with notes only, is read whole.
void read_all(Client& client, const Ticket& ticket, First& first) {
    Query query{{"count", "200"}, {"page", "1"}};
    std::vector<std::int64_t> before;
    for (int page = 1; page <= pages_at_most; ++page) {
        query.back().second = std::to_string(page);
        const auto body = client.get(messages_path(ticket), query, "read the messages of a ticket");
        const auto ids = ids_of(body["data"]);
        if (ids.empty() || ids == before) return;
        first.see(body["data"]);
        if (is_last_page(body, page)) return;
        before = ids;
    }
}

/// What the desk says became of a ticket whose messages are not found. It may say nothing: that alone does
/// not tell a deleted ticket from one that we no longer see.
Presence presence_now(Client& client, const Ticket& ticket) {
    const auto id = ticket.id;
    const auto found = read_raw(client, {&id, 1}, "");
    const bool is_it = !found.tickets.empty() && found.tickets.front().ticket["id"].text() == id;
    return is_it ? presence_of(found.tickets.front().ticket).value_or(ticket.presence) : ticket.presence;
}

First take_description(Client& client, Ticket& ticket, const Answer& answer) {
    if (answer.status == 404) ticket.presence = presence_now(client, ticket);
    First first;
    if (answer.has_data()) {
        first.see(answer.body["data"]);
        if (!is_whole(answer.body) && !settles_it(answer.body["data"], first))
            read_all(client, ticket, first);
    } else if (answer.status == 400 || answer.status == 422) {
        read_all(client, ticket, first);  // an instance that does not take the order
    } else {
        return {};
    }
    if (!first.html.empty()) ticket.fields["description"] = Html{std::move(first.html)};
    ticket.described = true;
    ticket.more_messages = first.seen.size() > (first.found ? 1U : 0U);
    return first;
}

/// First messages with files, and whose they are.
struct Filed {
    std::vector<MessageRef> messages;
    std::vector<Ticket*> tickets;
};

/// A description whose files cannot be listed is not known yet.
void add_files(Client& client, const Filed& filed) {
    auto lists = read_files(client, filed.messages);
    for (std::size_t i = 0; i < lists.size(); ++i) {
        auto& ticket = *filed.tickets[i];
        ticket.files = std::move(lists[i].files);
        ticket.described = !lists[i].error;
        ticket.more_messages = ticket.more_messages || lists[i].error;
        if (lists[i].error) ticket.fields.erase("description");
    }
}

}  // namespace

RawTickets read_raw(Client& client, std::span<const std::string> ids, const std::string& include) {
    RawTickets out;
    std::set<std::string> wanted(ids.begin(), ids.end());
    if (wanted.empty()) return out;
    const Query sides = include.empty() ? Query{} : Query{{"include", include}};
    read_by_list(client, wanted, sides, out);
    if (!wanted.empty()) read_alone(client, wanted, sides, out);
    return out;
}

std::vector<Ticket> read_tickets(Client& client, Lookups& lookups, std::span<const std::string> ids) {
    std::vector<Ticket> tickets;
    const auto raw = read_raw(client, ids, sideloads);
    for (const auto& [asked, source, linked] : raw.tickets) {
        if (!presence_of(source)) continue;
        auto ticket = ticket_from(source, linked, client.url(), lookups);
        if (ticket.id != asked) ticket.merged = asked;
        tickets.push_back(std::move(ticket));
    }
    return tickets;
}

void describe(Client& client, std::span<Ticket> tickets) {
    std::vector<BatchCall> calls;
    for (const auto& ticket : tickets) calls.push_back({"GET", messages_path(ticket), first_messages(), {}});
    if (calls.empty()) return;
    const auto answers = client.batch(calls, "read the first messages");
    expect_any(answers, "read the first messages");
    Filed filed;
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        const auto first = take_description(client, tickets[i], answers[i]);
        if (!first.has_files) continue;
        filed.messages.push_back({tickets[i].id, std::to_string(first.id)});
        filed.tickets.push_back(&tickets[i]);
    }
    add_files(client, filed);
}

}  // namespace deskbridge::deskpro
