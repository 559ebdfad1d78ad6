#include "store/links.h"

#include "store/hexadecimal.h"

#include <fmt/format.h>
#include <initializer_list>

namespace deskbridge::store {

namespace {

constexpr std::string_view insert_link =
    "INSERT INTO links (tenant, ticket, work_item, automatic, revision, mapping, project, ticket_url, "
    "work_item_url, key, linked_at, link_back, link_back_attempts, link_back_not_before, link_back_problem, "
    "base, state, seen, active_at, look_at, listed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ";

constexpr std::string_view keep_link =
    "ON CONFLICT (tenant, ticket, work_item) DO UPDATE SET automatic = excluded.automatic, "
    "revision = excluded.revision, mapping = excluded.mapping, project = excluded.project, "
    "ticket_url = excluded.ticket_url, work_item_url = excluded.work_item_url, key = excluded.key, "
    "linked_at = excluded.linked_at, link_back = excluded.link_back, "
    "link_back_attempts = excluded.link_back_attempts, "
    "link_back_not_before = excluded.link_back_not_before, "
    "link_back_problem = excluded.link_back_problem, base = excluded.base, state = excluded.state, "
    "seen = excluded.seen, active_at = excluded.active_at, look_at = excluded.look_at, listed = "
    "excluded.listed";

/// The columns that link_of reads, in its order.
constexpr std::string_view select_links =
    "SELECT ticket, work_item, revision, mapping, project, ticket_url, work_item_url, key, linked_at, "
    "link_back, link_back_attempts, link_back_not_before, link_back_problem, base, state, seen, active_at, "
    "look_at, listed, automatic FROM links AS link ";

/// Tickets that wait for a word about their work item, and whose last one is not on its way.
constexpr std::string_view untold =
    "link_back = 1 AND NOT EXISTS (SELECT 1 FROM intents WHERE tenant = link.tenant AND kind = 1 AND "
    "ticket = link.ticket AND state = 0) ";

std::string sql(std::initializer_list<std::string_view> parts) {
    return fmt::format("{}", fmt::join(parts, ""));
}

}  // namespace

std::size_t Links::insert(TenantId tenant, const Link& link, std::string_view statement) {
    const auto mapping = names_.number(link.mapping);
    const auto project = names_.number(link.project);
    const auto ticket_url = names_.packed_address(link.ticket_url, link.ticket_id);
    const auto work_item_url = names_.packed_address(link.work_item_url, std::to_string(link.work_item));
    const auto base = names_.packed(link.base);
    const auto write = [&](const auto& key) {
        return connection_.run(statement, tenant, link.ticket_id, link.work_item, link.automatic,
                               link.revision, mapping, project, ticket_url, work_item_url, key,
                               link.linked_at, link.link_back, link.link_back_attempts,
                               link.link_back_not_before, link.link_back_problem, base, link.state, link.seen,
                               link.active_at, link.look_at, link.listed);
    };
    if (const auto bytes = bytes_of(link.key)) return write(Blob{*bytes});
    return write(link.key);
}

void Links::keep(TenantId tenant, const Link& link) {
    static const std::string statement = sql({insert_link, keep_link});
    insert(tenant, link, statement);
}

bool Links::keep_telling(TenantId tenant, const Link& link) {
    return connection_.run(
               "UPDATE links SET link_back = ?, link_back_attempts = ?, link_back_not_before = ?, "
               "link_back_problem = ? WHERE tenant = ? AND ticket = ? AND work_item = ?",
               link.link_back, link.link_back_attempts, link.link_back_not_before, link.link_back_problem,
               tenant, link.ticket_id, link.work_item) > 0;
}

bool Links::add(TenantId tenant, const Link& link) {
    static const std::string statement = sql({insert_link, "ON CONFLICT DO NOTHING"});
    return insert(tenant, link, statement) > 0;
}

void Links::remove(TenantId tenant, const std::string& ticket, WorkItemId item) {
    connection_.run("DELETE FROM links WHERE tenant = ? AND ticket = ? AND work_item = ?", tenant, ticket,
                    item);
    connection_.run("DELETE FROM talks WHERE tenant = ? AND ticket = ? AND work_item = ?", tenant, ticket,
                    item);
}

void Links::move(TenantId tenant, const std::string& ticket, WorkItemId item, const std::string& survivor) {
    for (const auto* statement :
         {"UPDATE intents SET ticket = ?1 WHERE tenant = ?2 AND ticket = ?3 AND key = (SELECT key FROM links "
          "WHERE tenant = ?2 AND ticket = ?3 AND work_item = ?4)",
          "UPDATE links SET ticket = ?1 WHERE tenant = ?2 AND ticket = ?3 AND work_item = ?4",
          "UPDATE talks SET ticket = ?1 WHERE tenant = ?2 AND ticket = ?3 AND work_item = ?4"})
        connection_.run(statement, survivor, tenant, ticket, item);
}

std::int64_t Links::row(TenantId tenant, const std::string& ticket, WorkItemId item) {
    return connection_.number("SELECT id FROM links WHERE tenant = ? AND ticket = ? AND work_item = ?",
                              tenant, ticket, item);
}

std::vector<Link> Links::gather(Cursor row) {
    std::vector<Link> links;
    while (row.next()) links.push_back(link_of(row));
    return links;
}

// ordered as the index of pairs is: by id, SQLite would rather walk through all links of the tenant
std::vector<Link> Links::of(TenantId tenant, std::span<const std::string> ticket_ids) {
    static const std::string statement =
        sql({select_links, "WHERE tenant = ? AND ticket = ? ORDER BY work_item"});
    std::vector<Link> links;
    for (const auto& ticket : ticket_ids)
        for (auto& link : gather(connection_.query(statement, tenant, ticket)))
            links.push_back(std::move(link));
    return links;
}

std::vector<Link> Links::of_items(TenantId tenant, std::span<const WorkItemId> items) {
    static const std::string statement =
        sql({select_links, "WHERE tenant = ? AND work_item = ? ORDER BY id"});
    std::vector<Link> links;
    for (const auto item : items)
        for (auto& link : gather(connection_.query(statement, tenant, item)))
            links.push_back(std::move(link));
    return links;
}

std::vector<Link> Links::page(TenantId tenant, std::size_t offset, std::size_t limit) {
    static const std::string statement =
        sql({select_links,
             "WHERE id IN (SELECT id FROM links WHERE tenant = ? ORDER BY id LIMIT ? OFFSET ?) ORDER BY id"});
    return gather(connection_.query(statement, tenant, limit, offset));
}

std::size_t Links::count(TenantId tenant) {
    return static_cast<std::size_t>(
        connection_.number("SELECT count(*) FROM links WHERE tenant = ?", tenant));
}

LinkCounts Links::counts(TenantId tenant) {
    Cursor row = connection_.query(
        "SELECT count(*), sum(state = 0 AND seen > revision), sum(state = 1), sum(state = 2) FROM links "
        "WHERE tenant = ?",
        tenant);
    if (!row.next()) return {};
    const auto number = [&](int column) { return static_cast<std::size_t>(row.integer(column)); };
    return {number(0), number(1), number(2), number(3)};
}

std::map<std::string, std::size_t> Links::by_mapping(TenantId tenant) {
    std::map<std::string, std::size_t> counts;
    Cursor row = connection_.query(
        "SELECT mapping, count(*) FROM links WHERE tenant = ? AND state NOT IN (4, 5) GROUP BY mapping",
        tenant);
    while (row.next()) counts[names_.name(row.integer(0))] = static_cast<std::size_t>(row.integer(1));
    return counts;
}

std::vector<Link> Links::to_tell(TenantId tenant, Time now, std::size_t limit) {
    static const std::string statement =
        sql({select_links, "WHERE tenant = ? AND link_back_not_before <= ? AND ", untold,
             "ORDER BY link_back_not_before, id LIMIT ?"});
    return gather(connection_.query(statement, tenant, now, limit));
}

std::optional<Time> Links::next_to_tell(TenantId tenant) {
    static const std::string statement =
        sql({"SELECT link_back_not_before FROM links AS link WHERE tenant = ? AND ", untold,
             "ORDER BY link_back_not_before LIMIT 1"});
    Cursor row = connection_.query(statement, tenant);
    if (!row.next()) return {};
    return row.time(0);
}

std::vector<std::string> Links::hurry_telling(TenantId tenant, const std::string& ticket) {
    std::vector<std::string> tickets;
    Cursor row = connection_.query(
        "UPDATE links SET link_back_not_before = 0, link_back_problem = '' WHERE tenant = ?1 AND "
        "link_back = 1 AND (?2 = '' OR ticket = ?2) AND link_back_problem <> '' RETURNING ticket",
        tenant, ticket);
    while (row.next()) tickets.push_back(row.text(0));
    return tickets;
}

std::size_t Links::give_up_telling(TenantId tenant, const std::string& ticket) {
    return connection_.run(
        "UPDATE links SET link_back = 0 WHERE tenant = ? AND ticket = ? AND link_back = 1 AND "
        "link_back_problem <> ''",
        tenant, ticket);
}

bool Links::see(TenantId tenant, const ItemNews& news, std::vector<std::string>& tickets) {
    // what is in the recycle bin is news whatever its revision
    Cursor row = connection_.query(
        "UPDATE links SET seen = max(seen, ?3, revision + ?4) WHERE tenant = ?1 AND work_item = ?2 AND "
        "(?3 > revision OR (?4 AND state <> 2)) AND state < 4 RETURNING ticket",
        tenant, news.id, news.revision, news.deleted);
    bool any = false;
    while (row.next()) {
        tickets.push_back(row.text(0));
        any = true;
    }
    return any;
}

std::vector<std::string> Links::due(TenantId tenant, Time now, std::size_t limit) {
    std::vector<std::string> tickets;
    // A quarter of the time since something was carried, between half a minute and a day. Of an item that
    // was gone the feed may not tell that it is back, when it could not be seen then: it is looked for.
    Cursor row = connection_.query(
        "UPDATE links SET look_at = ?2 + min(max((?2 - max(active_at, linked_at)) / 4, 30000), 86400000), "
        "seen = CASE WHEN state = 2 THEN max(seen, revision + 1) ELSE seen END "
        "WHERE id IN (SELECT id FROM links WHERE tenant = ?1 AND look_at <= ?2 "
        "ORDER BY look_at LIMIT ?3) RETURNING ticket",
        tenant, now, limit);
    while (row.next()) tickets.push_back(row.text(0));
    return tickets;
}

void Links::look_at_all(TenantId tenant, Time now) {
    connection_.run(
        "UPDATE links SET look_at = min(look_at, ?), seen = max(seen, revision + 1) WHERE tenant = ? AND "
        "state < 4",
        now, tenant);
}

std::optional<Time> Links::next_due(TenantId tenant) {
    Cursor row =
        connection_.query("SELECT look_at FROM links WHERE tenant = ? ORDER BY look_at LIMIT 1", tenant);
    if (!row.next()) return {};
    return row.time(0);
}

Link Links::link_of(const Cursor& row) {
    return {.ticket_id = row.text(0),
            .mapping = names_.name(row.integer(3)),
            .work_item = row.integer(1),
            .revision = row.count(2),
            .project = names_.name(row.integer(4)),
            .ticket_url = names_.unpacked_address(row.text(5), row.text(0)),
            .work_item_url = names_.unpacked_address(row.text(6), std::to_string(row.integer(1))),
            .key = row.is_blob(7) ? hexadecimal(row.text(7)) : row.text(7),
            .linked_at = row.time(8),
            .link_back = row.choice(9, LinkBackState::done),
            .link_back_attempts = row.count(10),
            .link_back_not_before = row.time(11),
            .link_back_problem = row.text(12),
            .base = names_.unpacked(row.text(13)),
            .state = row.choice(14, LinkState::deselected),
            .seen = row.count(15),
            .active_at = row.time(16),
            .look_at = row.time(17),
            .listed = row.integer(18),
            .automatic = row.flag(19)};
}

}  // namespace deskbridge::store
