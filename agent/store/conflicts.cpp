#include "store/conflicts.h"

namespace deskbridge::store {

namespace {

Conflict conflict_of(const Cursor& row) {
    return {.id = row.integer(0),
            .ticket_id = row.text(1),
            .work_item = row.integer(2),
            .field = row.text(3),
            .base = row.text(4),
            .desk = row.text(5),
            .work = row.text(6),
            .state = row.choice(7, Conflict::State::settled),
            .reason = row.text(8),
            .seen_at = row.time(9)};
}

}  // namespace

void Conflicts::forget_oldest(std::int64_t link, const std::string& field) {
    connection_.run(
        "DELETE FROM conflicts WHERE link = ?1 AND field = ?2 AND state = 3 AND id NOT IN (SELECT id FROM "
        "conflicts WHERE link = ?1 AND field = ?2 AND state = 3 ORDER BY id DESC LIMIT ?3)",
        link, field, traces_of_a_field);
}

void Conflicts::keep(std::int64_t link, const Conflict& conflict) {
    write(link, conflict);
    if (conflict.state == Conflict::State::settled) forget_oldest(link, conflict.field);
}

void Conflicts::write(std::int64_t link, const Conflict& conflict) {
    if (conflict.id != 0) {
        connection_.run(
            "UPDATE conflicts SET base = ?, desk = ?, work = ?, state = ?, reason = ? WHERE id = ?",
            conflict.base, conflict.desk, conflict.work, conflict.state, conflict.reason, conflict.id);
        return;
    }
    // one that is over is named before its winner is written, and named again when that did not work
    if (conflict.state == Conflict::State::settled &&
        connection_.number("SELECT count(*) FROM conflicts WHERE link = ? AND field = ? AND desk = ? AND "
                           "work = ? AND state = ?",
                           link, conflict.field, conflict.desk, conflict.work, conflict.state) > 0)
        return;
    connection_.run(
        "INSERT INTO conflicts (link, field, base, desk, work, state, reason, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (link, field) WHERE state < 3 DO UPDATE SET "
        "base = excluded.base, desk = excluded.desk, work = excluded.work, reason = excluded.reason",
        link, conflict.field, conflict.base, conflict.desk, conflict.work, conflict.state, conflict.reason,
        conflict.seen_at);
}

std::vector<Conflict> Conflicts::list(TenantId tenant, const std::string& ticket, bool settled) {
    std::vector<Conflict> conflicts;
    Cursor row = connection_.query(
        "SELECT conflicts.id, ticket, work_item, field, conflicts.base, desk, work, conflicts.state, reason, "
        "seen_at FROM conflicts JOIN links ON links.id = link WHERE tenant = ?1 AND (?2 = '' OR ticket = ?2) "
        "AND (?3 OR conflicts.state < 3) ORDER BY conflicts.id",
        tenant, ticket, settled);
    while (row.next()) conflicts.push_back(conflict_of(row));
    return conflicts;
}

bool Conflicts::resolve(TenantId tenant, std::int64_t conflict, Side side) {
    const auto state = side == Side::desk ? Conflict::State::desk : Conflict::State::work;
    return connection_.run(
               "UPDATE conflicts SET state = ? WHERE id = ? AND state < 3 AND link IN "
               "(SELECT id FROM links WHERE tenant = ?)",
               state, conflict, tenant) > 0;
}

}  // namespace deskbridge::store
