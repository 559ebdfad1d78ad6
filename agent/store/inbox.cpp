#include "store/inbox.h"

#include <algorithm>

namespace deskbridge::store {

namespace {

InboxItem item_of(const Cursor& row) {
    return {.ticket_id = row.text(0),
            .lane = row.choice(1, Lane::history),
            .attempts = row.count(2),
            .parked = row.flag(3),
            .not_before = row.time(4),
            .reason = row.text(5),
            .hint = row.text(6)};
}

}  // namespace

void Inbox::add(TenantId tenant, Lane lane, std::span<const std::string> ticket_ids) {
    for (const auto& ticket : ticket_ids)
        connection_.run(
            "INSERT INTO inbox (tenant, ticket, lane) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET lane = excluded.lane WHERE excluded.lane < lane",
            tenant, ticket, lane);
}

void Inbox::wake(TenantId tenant, std::span<const std::string> ticket_ids) {
    add(tenant, Lane::live, ticket_ids);
    for (const auto& ticket : ticket_ids)
        connection_.run("UPDATE inbox SET not_before = 0 WHERE tenant = ? AND ticket = ? AND parked = 1",
                        tenant, ticket);
}

std::vector<InboxItem> Inbox::ready(TenantId tenant, Time now, std::size_t limit) {
    std::vector<InboxItem> items;
    for (const Lane lane : {Lane::live, Lane::history}) {
        Cursor row = connection_.query(
            "SELECT ticket, lane, attempts, parked, not_before, reason, hint FROM inbox AS waiting "
            "WHERE tenant = ? AND lane = ? AND not_before <= ? AND NOT EXISTS "
            "(SELECT 1 FROM intents WHERE tenant = waiting.tenant AND ticket = waiting.ticket AND kind <> 1 "
            "AND state = 0) ORDER BY not_before, id LIMIT ?",
            tenant, lane, now, limit - items.size());
        while (row.next()) items.push_back(item_of(row));
    }
    return items;
}

void Inbox::drop(TenantId tenant, const std::string& ticket_id) {
    connection_.run("DELETE FROM inbox WHERE tenant = ? AND ticket = ?", tenant, ticket_id);
}

void Inbox::begin_anew(TenantId tenant, const std::string& ticket_id) {
    connection_.run(
        "UPDATE inbox SET attempts = 0, parked = 0, not_before = 0, reason = '', hint = '' "
        "WHERE tenant = ? AND ticket = ?",
        tenant, ticket_id);
}

// an insert, should the row be gone: what was not done is never forgotten
void Inbox::put_off(TenantId tenant, const InboxItem& item) {
    connection_.run(
        "INSERT INTO inbox (tenant, ticket, lane, attempts, parked, not_before, reason, hint) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET lane = min(lane, excluded.lane), "
        "attempts = excluded.attempts, parked = excluded.parked, not_before = excluded.not_before, "
        "reason = excluded.reason, hint = excluded.hint",
        tenant, item.ticket_id, item.lane, item.attempts, item.parked, item.not_before, item.reason,
        item.hint);
}

std::vector<InboxItem> Inbox::parked(TenantId tenant) {
    std::vector<InboxItem> items;
    Cursor row = connection_.query(
        "SELECT ticket, lane, attempts, parked, not_before, reason, hint FROM inbox "
        "WHERE tenant = ? AND parked = 1 ORDER BY lane, id",
        tenant);
    while (row.next()) items.push_back(item_of(row));
    return items;
}

std::vector<std::string> Inbox::retry(TenantId tenant, std::span<const std::string> ticket_ids) {
    std::vector<std::string> tickets;
    const auto take = [&](Cursor row) {
        while (row.next()) tickets.push_back(row.text(0));
    };
    if (ticket_ids.empty())
        take(
            connection_.query("UPDATE inbox SET parked = 0, not_before = 0 WHERE tenant = ? AND parked = 1 "
                              "AND not_before < ? RETURNING ticket",
                              tenant, shelved));
    for (const auto& ticket : ticket_ids)
        take(
            connection_.query("UPDATE inbox SET parked = 0, not_before = 0 WHERE tenant = ? AND ticket = ? "
                              "AND parked = 1 RETURNING ticket",
                              tenant, ticket));
    return tickets;
}

bool Inbox::is_parked(TenantId tenant, const std::string& ticket_id) {
    return connection_.number("SELECT count(*) FROM inbox WHERE tenant = ? AND ticket = ? AND parked = 1",
                              tenant, ticket_id) > 0;
}

void Inbox::shelve(TenantId tenant, const std::string& ticket_id, const std::string& reason) {
    put_off(tenant, {.ticket_id = ticket_id, .parked = true, .not_before = shelved, .reason = reason});
}

std::size_t Inbox::waiting(TenantId tenant, Lane lane) {
    const auto all =
        connection_.number("SELECT count(*) FROM inbox WHERE tenant = ? AND lane = ?", tenant, lane);
    const auto parked = connection_.number(
        "SELECT count(*) FROM inbox WHERE tenant = ? AND lane = ? AND parked = 1", tenant, lane);
    return static_cast<std::size_t>(all - parked);
}

std::optional<Time> Inbox::next_ready(TenantId tenant) {
    std::optional<Time> next;
    for (const Lane lane : {Lane::live, Lane::history}) {
        Cursor row = connection_.query(
            "SELECT not_before FROM inbox AS waiting WHERE tenant = ? AND lane = ? AND NOT EXISTS "
            "(SELECT 1 FROM intents WHERE tenant = waiting.tenant AND ticket = waiting.ticket AND kind <> 1 "
            "AND state = 0) ORDER BY not_before LIMIT 1",
            tenant, lane);
        if (row.next() && (!next || row.time(0) < *next)) next = row.time(0);
    }
    return next;
}

}  // namespace deskbridge::store
