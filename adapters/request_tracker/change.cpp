#include "adapters/request_tracker/change.h"

#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/read.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* changing = "change a ticket";
constexpr int looks_at_most = 4;

SyncError unreadable() {
    return SyncError(Reach::item, Trouble::data, "Request Tracker: the ticket cannot be read any more",
                     "it may be deleted, merged, or in a queue that the account does not see");
}

/// Other requestors stay.
void keep_requestors(std::vector<Wanted>& wanted, json::View ticket) {
    for (auto& each : wanted) {
        if (each.key != "Requestor") continue;
        const auto now = shown_in(ticket, "Requestor");
        if (now == each.shown) return;
        auto all = each.shown;
        for (std::size_t i = 1; i < now.size(); ++i)
            if (now[i] != each.shown.front()) all.push_back(now[i]);
        json::Writer out;
        out.array();
        for (const auto& address : all) out.text(address);
        each.json = out.end().take();
        // RT lists them in an order of its own
        each.free = true;
    }
}

bool holds(json::View ticket, const Wanted& wanted) {
    const auto now = shown_in(ticket, wanted.key);
    if (wanted.key != "Requestor") return now == wanted.shown;
    return std::find(now.begin(), now.end(), wanted.shown.front()) != now.end();
}

bool same_values(json::View before, json::View now, const std::vector<Wanted>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const Wanted& each) {
        return shown_in(before, each.key) == shown_in(now, each.key);
    });
}

/// The changing of one ticket, up to its being sent.
struct Sending {
    const TicketChange* change = nullptr;
    std::vector<Wanted> wanted;
    std::optional<Seen> seen;
    WriteOutcome* outcome = nullptr;
    bool sent = false;
};

/// True once there is nothing more to send.
bool send_once(Client& client, Lookups& lookups, Sending& sending) {
    std::vector<Wanted> rest;
    for (const auto& each : sending.wanted)
        if (!holds(sending.seen->ticket.root(), each)) rest.push_back(each);
    if (rest.empty()) return true;
    const auto& id = sending.change->ticket_id;
    const auto answer = client.call("PUT", "/ticket/" + id, body_of(rest), changing, sending.seen->version);
    sending.sent = answer.ok();
    if (answer.status != 412) {
        if (!answer.ok()) sending.outcome->error = client.own_trouble(answer, changing);
        return true;
    }
    auto now = look_at(client, lookups, id);
    if (!now) {
        sending.outcome->error = unreadable();
        return true;
    }
    if (!same_values(sending.seen->ticket.root(), now->ticket.root(), sending.wanted)) {
        sending.outcome->error = error_of(412, {}, changing);
        return true;
    }
    sending.seen = std::move(now);
    return false;
}

void send(Client& client, Lookups& lookups, LastLooks& looks, Sending& sending) {
    sending.seen = looks.take(sending.change->ticket_id);
    if (!sending.seen) sending.seen = look_at(client, lookups, sending.change->ticket_id);
    if (!sending.seen) {
        sending.outcome->error = unreadable();
        return;
    }
    keep_requestors(sending.wanted, sending.seen->ticket.root());
    for (int look = 0; look < looks_at_most; ++look)
        if (send_once(client, lookups, sending)) return;
    sending.outcome->error = error_of(412, {}, changing);
}

/// Trouble of the desk ends the round; what was not sent by then says so.
void send_all(Client& client, Lookups& lookups, LastLooks& looks, std::vector<Sending>& all) {
    std::optional<SyncError> trouble;
    for (auto& sending : all) {
        if (trouble) {
            sending.outcome->error = of_one(*trouble);
            sending.outcome->error->fate = Fate::not_sent;
            continue;
        }
        try {
            send(client, lookups, looks, sending);
        } catch (const SyncError& error) {
            // nothing was changed yet: its fate is that of all
            if (&sending == &all.front()) throw;
            trouble = error;
            sending.outcome->error = of_one(error);
        }
    }
}

/// A value that may be written otherwise has arrived when it is another one than before.
void read_back(Client& client, TicketForm& form, Sending& sending, json::View now) {
    for (const auto& each : sending.wanted) {
        const bool moved = shown_in(now, each.key) != shown_in(sending.seen->ticket.root(), each.key);
        if (holds(now, each) || (each.free && moved)) continue;
        const auto value = sending.change->fields.find(each.path);
        Answer ticket{0, {}, {}, json::Document::parse("{}", "nothing")};
        if (each.key == "Status")
            ticket = client.call("GET", "/ticket/" + sending.change->ticket_id, "", changing);
        sending.outcome->error =
            form.refused(each, value == sending.change->fields.end() ? Value() : value->second, ticket);
        return;
    }
}

void read_all_back(Client& client, Lookups& lookups, TicketForm& form, std::vector<Sending>& all) {
    std::vector<std::string> ids;
    for (const auto& sending : all)
        if (sending.sent && !sending.outcome->error) ids.push_back(sending.change->ticket_id);
    if (ids.empty()) return;
    for (const auto& [asked, json] : read_raw(client, lookups, ids))
        for (auto& sending : all)
            if (sending.sent && !sending.outcome->error && sending.change->ticket_id == asked)
                read_back(client, form, sending, json.root());
}

}  // namespace

void LastLooks::expect(std::span<const TicketChange> changes) {
    expected_.clear();
    seen_.clear();
    for (const auto& change : changes) expected_.insert(change.ticket_id);
}

std::optional<Seen> LastLooks::take(const std::string& id) {
    auto found = seen_.extract(id);
    expected_.erase(id);
    return found.empty() ? std::nullopt : std::optional(std::move(found.mapped()));
}

std::optional<Seen> look_at(Client& client, Lookups& lookups, const std::string& id) {
    // the version first: what happens in between makes it an old one, and the write is refused
    const auto version = client.head("/ticket/" + url_encode(id), "look at a ticket");
    if (!version.ok()) {
        if (version.status >= 500) throw client.own_trouble(version, "look at a ticket");
        return {};
    }
    const std::vector<std::string> ids{id};
    auto found = read_raw(client, lookups, ids);
    if (found.empty() || found.front().json["id"].text() != id) return {};
    return Seen{version.etag, std::move(found.front().json)};
}

std::vector<WriteOutcome> change(Client& client, Lookups& lookups, LastLooks& looks,
                                 std::span<const TicketChange> changes) {
    std::vector<WriteOutcome> outcomes(changes.size());
    TicketForm form(lookups);
    std::vector<Sending> all;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        auto parts = form.parts_of(changes[i].fields);
        outcomes[i].error = std::move(parts.error);
        if (!outcomes[i].error && !parts.wanted.empty())
            all.push_back({&changes[i], std::move(parts.wanted), {}, &outcomes[i], false});
    }
    send_all(client, lookups, looks, all);
    try {
        read_all_back(client, lookups, form, all);
    } catch (const SyncError& error) {
        // sent, and nobody can tell whether RT took it
        for (auto& sending : all)
            if (sending.sent && !sending.outcome->error)
                sending.outcome->error = of_one(error).with(Fate::closed);
    }
    return outcomes;
}

}  // namespace deskbridge::request_tracker
