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

std::string digest_of(const Cursor& row, int column) {
    return row.is_blob(column) ? hexadecimal(row.text(column)) : row.text(column);
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

void Talks::say(std::int64_t link, const Said& said) {
    const auto write = [&](const auto& digest) {
        return connection_.run(
            "INSERT INTO said (link, message, revision, digest) VALUES (?1, "
            "CASE WHEN CAST(CAST(?2 AS INTEGER) AS TEXT) = ?2 THEN CAST(?2 AS INTEGER) ELSE ?2 END, ?3, ?4) "
            "ON CONFLICT (link, message) DO UPDATE SET revision = excluded.revision, "
            "digest = excluded.digest",
            link, said.message_id, said.revision, digest);
    };
    const auto bytes = bytes_of(said.digest);
    bytes ? write(Blob{*bytes}) : write(said.digest);
}

void Talks::unsay(std::int64_t link, const std::string& message) {
    connection_.run("DELETE FROM said WHERE link = ? AND CAST(message AS TEXT) = ?", link, message);
}

void Talks::hear(std::int64_t link, const Heard& heard) {
    const auto write = [&](const auto& digest) {
        return connection_.run(
            "INSERT INTO heard (link, comment, message, digest) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (link, comment) DO UPDATE SET message = excluded.message, digest = excluded.digest",
            link, heard.comment, heard.message_id, digest);
    };
    const auto bytes = bytes_of(heard.digest);
    bytes ? write(Blob{*bytes}) : write(heard.digest);
}

void Talks::unhear(std::int64_t link, std::int64_t comment) {
    connection_.run("DELETE FROM heard WHERE link = ? AND comment = ?", link, comment);
}

void Talks::hand(std::int64_t link, const std::string& file) {
    connection_.run("INSERT INTO handed (link, file) VALUES (?, ?) ON CONFLICT DO NOTHING", link, file);
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
        "tenant = open.tenant AND kind IN (2, 3) AND ticket = open.ticket AND state = 0) "
        "AND NOT EXISTS (SELECT 1 FROM links WHERE tenant = open.tenant AND ticket = open.ticket "
        "AND work_item = open.work_item AND state <> 0) "
        "AND NOT EXISTS (SELECT 1 FROM inbox WHERE tenant = open.tenant AND ticket = open.ticket "
        "AND parked = 0) "
        "ORDER BY quiet, not_before, id LIMIT ?",
        tenant, now, limit);
    while (row.next()) talks.push_back(talk_of(row));
    return talks;
}

std::optional<Time> Talks::next(TenantId tenant) {
    Cursor row = connection_.query(
        "SELECT min(not_before) FROM talks AS open WHERE tenant = ? AND NOT EXISTS (SELECT 1 FROM intents "
        "WHERE "
        "tenant = open.tenant AND kind IN (2, 3) AND ticket = open.ticket AND state = 0) "
        "AND NOT EXISTS (SELECT 1 FROM links WHERE tenant = open.tenant AND ticket = open.ticket "
        "AND work_item = open.work_item AND state <> 0) "
        "AND NOT EXISTS (SELECT 1 FROM inbox WHERE tenant = open.tenant AND ticket = open.ticket "
        "AND parked = 0) HAVING count(*) > 0",
        tenant);
    if (!row.next()) return {};
    return row.time(0);
}

std::vector<std::string> Talks::hurry(TenantId tenant, const std::string& ticket) {
    std::vector<std::string> tickets;
    Cursor row = connection_.query(
        "UPDATE talks SET not_before = 0, problem = '' WHERE tenant = ?1 AND (?2 = '' OR ticket = ?2) "
        "AND problem <> '' RETURNING ticket",
        tenant, ticket);
    while (row.next()) tickets.push_back(row.text(0));
    return tickets;
}

std::size_t Talks::give_up(TenantId tenant, const std::string& ticket) {
    return connection_.run("DELETE FROM talks WHERE tenant = ? AND ticket = ? AND problem <> ''", tenant,
                           ticket);
}

SaidBy Talks::said(std::int64_t link) {
    SaidBy said;
    Cursor row =
        connection_.query("SELECT CAST(message AS TEXT), revision, digest FROM said WHERE link = ?", link);
    while (row.next()) said[row.text(0)] = {row.text(0), row.count(1), digest_of(row, 2)};
    return said;
}

HeardBy Talks::heard(std::int64_t link) {
    HeardBy heard;
    Cursor row = connection_.query("SELECT comment, message, digest FROM heard WHERE link = ?", link);
    while (row.next()) heard[row.integer(0)] = {row.integer(0), row.text(1), digest_of(row, 2)};
    return heard;
}

std::set<std::string> Talks::handed(std::int64_t link) {
    std::set<std::string> files;
    Cursor row = connection_.query("SELECT file FROM handed WHERE link = ?", link);
    while (row.next()) files.insert(row.text(0));
    return files;
}

}  // namespace deskbridge::store
