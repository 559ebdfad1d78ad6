#include "store/talks.h"

#include "store/hexadecimal.h"

namespace deskbridge::store {

namespace {

Talk talk_of(const Cursor& row) {
    return {.ticket_id = row.text(0),
            .work_item = row.integer(1),
            .revision = row.count(2),
            .quiet = row.flag(3),
            .attempts = row.count(4),
            .not_before = row.time(5),
            .problem = row.text(6)};
}

}  // namespace

void Talks::keep(TenantId tenant, const Talk& talk) {
    if (talk.ended) {
        connection_.run("DELETE FROM talks WHERE tenant = ? AND ticket = ? AND work_item = ?", tenant,
                        talk.ticket_id, talk.work_item);
        return;
    }
    connection_.run(
        "INSERT INTO talks (tenant, ticket, work_item, revision, quiet, attempts, not_before, problem) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, ticket, work_item) DO UPDATE SET "
        "revision = excluded.revision, attempts = excluded.attempts, not_before = excluded.not_before, "
        "problem = excluded.problem",
        tenant, talk.ticket_id, talk.work_item, talk.revision, talk.quiet, talk.attempts, talk.not_before,
        talk.problem);
}

void Talks::say(TenantId tenant, const Talk& talk, const Said& said) {
    const auto write = [&](const auto& digest) {
        return connection_.run(
            "INSERT INTO said (link, message, revision, digest) SELECT id, "
            "CASE WHEN CAST(CAST(?1 AS INTEGER) AS TEXT) = ?1 THEN CAST(?1 AS INTEGER) ELSE ?1 END, ?2, ?3 "
            "FROM links WHERE tenant = ?4 AND ticket = ?5 AND work_item = ?6 "
            "ON CONFLICT (link, message) DO UPDATE SET revision = excluded.revision, "
            "digest = excluded.digest",
            said.message_id, said.revision, digest, tenant, talk.ticket_id, talk.work_item);
    };
    const auto bytes = bytes_of(said.digest);
    ensure((bytes ? write(Blob{*bytes}) : write(said.digest)) == 1, "what is said belongs to a link");
}

std::optional<Talk> Talks::find(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    Cursor row = connection_.query(
        "SELECT ticket, work_item, revision, quiet, attempts, not_before, problem FROM talks "
        "WHERE tenant = ? AND ticket = ? AND work_item = ?",
        tenant, ticket, work_item);
    if (!row.next()) return {};
    return talk_of(row);
}

std::vector<Talk> Talks::pending(TenantId tenant, Time now, std::size_t limit) {
    std::vector<Talk> talks;
    Cursor row = connection_.query(
        "SELECT ticket, work_item, revision, quiet, attempts, not_before, problem FROM talks AS open "
        "WHERE tenant = ? AND not_before <= ? AND NOT EXISTS (SELECT 1 FROM intents WHERE "
        "tenant = open.tenant AND kind = 2 AND ticket = open.ticket AND state = 0) "
        "ORDER BY quiet, not_before, id LIMIT ?",
        tenant, now, limit);
    while (row.next()) talks.push_back(talk_of(row));
    return talks;
}

std::optional<Time> Talks::next(TenantId tenant) {
    Cursor row = connection_.query(
        "SELECT min(not_before) FROM talks AS open WHERE tenant = ? AND NOT EXISTS (SELECT 1 FROM intents "
        "WHERE "
        "tenant = open.tenant AND kind = 2 AND ticket = open.ticket AND state = 0) HAVING count(*) > 0",
        tenant);
    if (!row.next()) return {};
    return row.time(0);
}

std::set<std::string> Talks::said(TenantId tenant, const std::string& ticket, WorkItemId work_item) {
    std::set<std::string> ids;
    Cursor row = connection_.query(
        "SELECT CAST(message AS TEXT) FROM said WHERE link = "
        "(SELECT id FROM links WHERE tenant = ? AND ticket = ? AND work_item = ?)",
        tenant, ticket, work_item);
    while (row.next()) ids.insert(row.text(0));
    return ids;
}

}  // namespace deskbridge::store
