#include "adapters/request_tracker/read.h"

#include "adapters/request_tracker/parts.h"
#include "adapters/request_tracker/query.h"
#include "adapters/request_tracker/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* reading = "read tickets";
constexpr const char* describing = "read the first messages";
/// A search is an address, and servers take some thousand characters of one.
constexpr std::size_t tickets_of_a_call = 100;
constexpr std::size_t first_messages_of_a_call = 50;

bool is_number(const std::string& id) {
    return !id.empty() && id.size() < 16 && id.find_first_not_of("0123456789") == std::string::npos;
}

void search(Client& client, Lookups& lookups, std::span<const std::string> ids, std::set<std::string>& wanted,
            std::vector<RawTicket>& out) {
    auto query = ticket_fields_query(lookups.settings());
    query.insert(query.begin(), {{"query", any_of_ids("id", ids)}, {"per_page", "100"}});
    const auto body = client.get("/tickets", query, reading);
    for (const auto& row : body["items"].items()) {
        const auto id = row["id"].text();
        if (wanted.erase(id) != 0) out.push_back({id, body.part(row)});
    }
}

/// What no search finds. Reminders and approvals are tickets to RT alone.
void ask_alone(Client& client, const std::string& id, std::vector<RawTicket>& out) {
    auto answer = client.call("GET", "/ticket/" + id, "", reading);
    if (answer.status >= 500) throw client.own_trouble(answer, reading);
    if (answer.ok() && answer.body["Type"].text() == "ticket") out.push_back({id, std::move(answer.body)});
}

/// Ids of transactions by the ticket that they made, and the tickets that have more to say.
struct Beginnings {
    std::map<std::string, std::string> made;
    std::set<std::string> go_on;
    bool all_seen = true;
};

json::Document transactions(Client& client, const std::string& types, std::span<const std::string> ids) {
    return client.get("/transactions",
                      {{"query", fmt::format("ObjectType = 'RT::Ticket' AND {} AND {}", types,
                                             any_of_ids("ObjectId", ids))},
                       {"orderby", "id"},
                       {"per_page", "100"},
                       {"fields", "Type,Field,ObjectId"}},
                      describing);
}

/// A merged ticket's messages go on under its survivor's number, so a merge is more to say.
Beginnings read_beginnings(Client& client, std::span<const std::string> ids) {
    Beginnings out;
    const auto made = transactions(client, "Type = 'Create'", ids);
    for (const auto& row : made["items"].items()) out.made.emplace(row["ObjectId"].text(), row["id"].text());
    const auto more =
        transactions(client, "(Type = 'Correspond' OR Type = 'Comment' OR Field = 'MergedInto')", ids);
    for (const auto& row : more["items"].items()) out.go_on.insert(row["ObjectId"].text());
    out.all_seen = more["items"].size() < 100;
    return out;
}

void describe_some(Client& client, std::span<Ticket> tickets) {
    std::vector<std::string> ids;
    for (const auto& ticket : tickets)
        if (is_number(ticket.id)) ids.push_back(ticket.id);
    if (ids.empty()) return;
    const auto beginnings = read_beginnings(client, ids);
    std::vector<std::string> made;
    for (const auto& [ticket, transaction] : beginnings.made) made.push_back(transaction);
    auto contents = read_contents(client, made);
    for (auto& ticket : tickets) {
        const auto found = beginnings.made.find(ticket.id);
        if (found == beginnings.made.end()) continue;
        auto& content = contents[found->second];
        if (!content.text.markup.empty()) ticket.fields["description"] = std::move(content.text);
        ticket.files = std::move(content.files);
        ticket.described = true;
        ticket.more_messages = !beginnings.all_seen || beginnings.go_on.count(ticket.id) != 0;
    }
}

}  // namespace

std::vector<RawTicket> read_raw(Client& client, Lookups& lookups, std::span<const std::string> ids) {
    std::set<std::string> wanted;
    std::vector<std::string> numbers;
    for (const auto& id : ids)
        if (is_number(id) && wanted.insert(id).second) numbers.push_back(id);
    std::vector<RawTicket> out;
    const std::span<const std::string> all(numbers);
    for (std::size_t at = 0; at < all.size(); at += tickets_of_a_call)
        search(client, lookups, all.subspan(at, std::min(tickets_of_a_call, all.size() - at)), wanted, out);
    for (const auto& id : wanted) ask_alone(client, id, out);
    return out;
}

std::vector<Ticket> read_tickets(Client& client, Lookups& lookups, std::span<const std::string> ids) {
    std::vector<Ticket> tickets;
    for (const auto& [asked, json] : read_raw(client, lookups, ids)) {
        auto ticket = ticket_from(json.root(), lookups);
        if (ticket.id != asked) ticket.merged = asked;
        tickets.push_back(std::move(ticket));
    }
    return tickets;
}

void describe(Client& client, std::span<Ticket> tickets) {
    for (std::size_t at = 0; at < tickets.size(); at += first_messages_of_a_call)
        describe_some(client, tickets.subspan(at, std::min(first_messages_of_a_call, tickets.size() - at)));
}

}  // namespace deskbridge::request_tracker
