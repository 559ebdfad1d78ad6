#include "store/intents.h"

namespace deskbridge::store {

namespace {

Intent intent_of(const Cursor& row) {
    return {.id = row.integer(0),
            .kind = row.choice(1, Intent::Kind::reply),
            .state = row.choice(2, Intent::State::unseen),
            .ticket_id = row.text(3),
            .ticket_url = row.text(4),
            .mapping = row.text(5),
            .key = row.text(6),
            .project = row.text(7),
            .base = row.text(8),
            .written_at = row.time(9),
            .server_time = row.time(10),
            .fate = row.choice(11, Fate::timed_out),
            .looks = row.count(12),
            .looked_at = row.time(13)};
}

}  // namespace

std::vector<std::int64_t> Intents::add(TenantId tenant, std::span<const Intent> intents) {
    // those that are sent again are taken over; there are seldom any
    const bool resends =
        connection_.number("SELECT EXISTS (SELECT 1 FROM intents WHERE tenant = ? AND state = 1)", tenant);
    std::vector<std::int64_t> ids;
    for (const auto& intent : intents) {
        if (resends) drop_resent(tenant, intent);
        ids.push_back(insert(tenant, intent));
        if (intent.written_ticks) ticks_[ids.back()] = *intent.written_ticks;
    }
    return ids;
}

void Intents::drop_resent(TenantId tenant, const Intent& by) {
    Cursor row = connection_.query(
        "DELETE FROM intents WHERE tenant = ? AND kind = ? AND ticket = ? AND state = 1 RETURNING id", tenant,
        by.kind, by.ticket_id);
    while (row.next()) ticks_.erase(row.integer(0));
}

std::int64_t Intents::insert(TenantId tenant, const Intent& intent) {
    connection_.run(
        "INSERT INTO intents (tenant, kind, state, ticket, ticket_url, mapping, key, project, base, "
        "written_at, server_time, fate, looks, looked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        tenant, intent.kind, intent.state, intent.ticket_id, intent.ticket_url, intent.mapping, intent.key,
        intent.project, intent.base, intent.written_at, intent.server_time, intent.fate, intent.looks,
        intent.looked_at);
    return connection_.last_id();
}

std::vector<Intent> Intents::all(TenantId tenant) {
    std::vector<Intent> intents;
    Cursor row = connection_.query(
        "SELECT id, kind, state, ticket, ticket_url, mapping, key, project, base, written_at, server_time, "
        "fate, looks, looked_at FROM intents WHERE tenant = ? ORDER BY id",
        tenant);
    while (row.next()) {
        intents.push_back(intent_of(row));
        if (const auto ticks = ticks_.find(intents.back().id); ticks != ticks_.end())
            intents.back().written_ticks = ticks->second;
    }
    return intents;
}

void Intents::note(TenantId tenant, const Intent& intent) {
    const auto changed = connection_.run(
        "UPDATE intents SET state = ?, fate = ?, looks = ?, looked_at = ?, written_at = ? WHERE id = ? AND "
        "tenant = ?",
        intent.state, intent.fate, intent.looks, intent.looked_at, intent.written_at, intent.id, tenant);
    ensure(changed == 1, "an intent that is noted was written before");
    if (intent.written_ticks) ticks_[intent.id] = *intent.written_ticks;
}

Intent Intents::close(TenantId tenant, std::int64_t id) {
    Intent intent;
    {
        Cursor row =
            connection_.query("SELECT kind, ticket FROM intents WHERE id = ? AND tenant = ?", id, tenant);
        ensure(row.next(), "an intent that is recorded was written before");
        intent.id = id;
        intent.kind = row.choice(0, Intent::Kind::reply);
        intent.ticket_id = row.text(1);
    }
    connection_.run("DELETE FROM intents WHERE id = ?", id);
    ticks_.erase(id);
    return intent;
}

std::optional<Time> Intents::oldest_open(TenantId tenant) {
    Cursor row = connection_.query(
        "SELECT min(max(written_at, looked_at)) FROM intents WHERE tenant = ? AND state = 0 HAVING count(*) "
        "> 0",
        tenant);
    if (!row.next()) return {};
    return row.time(0);
}

}  // namespace deskbridge::store
