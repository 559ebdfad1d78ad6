#include "store/history.h"

namespace deskbridge::store {

std::optional<HistoryJob> History::open(TenantId tenant) {
    Cursor row = connection_.query(
        "SELECT id, since, until, \"limit\", cursor, listed, finished FROM history "
        "WHERE tenant = ? AND finished = 0",
        tenant);
    if (!row.next()) return {};
    return HistoryJob{row.integer(0), row.text(1),    row.text(2), row.integer(3),
                      row.text(4),    row.integer(5), row.flag(6)};
}

std::int64_t History::start(TenantId tenant, const HistoryJob& job) {
    connection_.run("UPDATE history SET finished = 1 WHERE tenant = ? AND finished = 0", tenant);
    connection_.run(
        "INSERT INTO history (tenant, since, until, \"limit\", cursor, listed, finished) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        tenant, job.since, job.until, job.limit, job.cursor, job.listed, job.finished);
    return connection_.last_id();
}

void History::move(TenantId tenant, const HistoryJob& job) {
    const auto changed =
        connection_.run("UPDATE history SET cursor = ?, listed = ?, finished = ? WHERE id = ? AND tenant = ?",
                        job.cursor, job.listed, job.finished, job.id, tenant);
    ensure(changed == 1, "a history job that moves was started before");
}

}  // namespace deskbridge::store
