#include "store/links.h"

#include "store/hexadecimal.h"

namespace deskbridge::store {

std::size_t Links::insert(TenantId tenant, const Link& link, std::string_view sql) {
    const auto mapping = names_.number(link.mapping);
    const auto project = names_.number(link.project);
    const auto ticket_url = names_.packed_address(link.ticket_url, link.ticket_id);
    const auto work_item_url = names_.packed_address(link.work_item_url, std::to_string(link.work_item));
    const auto base = names_.packed(link.base);
    const auto write = [&](const auto& key) {
        return connection_.run(sql, tenant, link.ticket_id, link.work_item, !link.mapping.empty(),
                               link.revision, mapping, project, ticket_url, work_item_url, key,
                               link.linked_at, link.link_back, link.link_back_attempts,
                               link.link_back_not_before, link.link_back_problem, base);
    };
    if (const auto bytes = bytes_of(link.key)) return write(Blob{*bytes});
    return write(link.key);
}

void Links::keep(TenantId tenant, const Link& link) {
    insert(tenant, link,
           "INSERT INTO links (tenant, ticket, work_item, automatic, revision, mapping, project, ticket_url, "
           "work_item_url, key, linked_at, link_back, link_back_attempts, link_back_not_before, "
           "link_back_problem, base) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
           "ON CONFLICT (tenant, ticket, work_item) DO UPDATE SET automatic = excluded.automatic, "
           "revision = excluded.revision, mapping = excluded.mapping, project = excluded.project, "
           "ticket_url = excluded.ticket_url, work_item_url = excluded.work_item_url, key = excluded.key, "
           "linked_at = excluded.linked_at, link_back = excluded.link_back, "
           "link_back_attempts = excluded.link_back_attempts, "
           "link_back_not_before = excluded.link_back_not_before, "
           "link_back_problem = excluded.link_back_problem, base = excluded.base");
}

bool Links::keep_telling(TenantId tenant, const Link& link) {
    return connection_.run(
               "UPDATE links SET link_back = ?, link_back_attempts = ?, link_back_not_before = ?, "
               "link_back_problem = ? WHERE tenant = ? AND ticket = ? AND work_item = ?",
               link.link_back, link.link_back_attempts, link.link_back_not_before, link.link_back_problem,
               tenant, link.ticket_id, link.work_item) > 0;
}

bool Links::add(TenantId tenant, const Link& link) {
    return insert(tenant, link,
                  "INSERT INTO links (tenant, ticket, work_item, automatic, revision, mapping, project, "
                  "ticket_url, work_item_url, key, linked_at, link_back, link_back_attempts, "
                  "link_back_not_before, link_back_problem, base) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING") > 0;
}

// The columns are the same in each query below, so that one function reads them.

// ordered as the index of pairs is: by id, SQLite would rather walk through all links of the tenant
std::vector<Link> Links::of(TenantId tenant, std::span<const std::string> ticket_ids) {
    std::vector<Link> links;
    for (const auto& ticket : ticket_ids) {
        Cursor row = connection_.query(
            "SELECT ticket, work_item, revision, mapping, project, ticket_url, work_item_url, key, "
            "linked_at, "
            "link_back, link_back_attempts, link_back_not_before, link_back_problem, base FROM links "
            "WHERE tenant = ? AND ticket = ? ORDER BY work_item",
            tenant, ticket);
        while (row.next()) links.push_back(link_of(row));
    }
    return links;
}

std::vector<Link> Links::page(TenantId tenant, std::size_t offset, std::size_t limit) {
    std::vector<Link> links;
    Cursor row = connection_.query(
        "SELECT ticket, work_item, revision, mapping, project, ticket_url, work_item_url, key, linked_at, "
        "link_back, link_back_attempts, link_back_not_before, link_back_problem, base FROM links "
        "WHERE id IN (SELECT id FROM links WHERE tenant = ? ORDER BY id LIMIT ? OFFSET ?) ORDER BY id",
        tenant, limit, offset);
    while (row.next()) links.push_back(link_of(row));
    return links;
}

std::size_t Links::count(TenantId tenant) {
    return static_cast<std::size_t>(
        connection_.number("SELECT count(*) FROM links WHERE tenant = ?", tenant));
}

std::vector<Link> Links::to_tell(TenantId tenant, Time now, std::size_t limit) {
    std::vector<Link> links;
    Cursor row = connection_.query(
        "SELECT ticket, work_item, revision, mapping, project, ticket_url, work_item_url, key, linked_at, "
        "link_back, link_back_attempts, link_back_not_before, link_back_problem, base FROM links AS told "
        "WHERE tenant = ? AND link_back = 1 AND link_back_not_before <= ? AND NOT EXISTS "
        "(SELECT 1 FROM intents WHERE tenant = told.tenant AND kind = 1 AND ticket = told.ticket "
        "AND state = 0) ORDER BY link_back_not_before, id LIMIT ?",
        tenant, now, limit);
    while (row.next()) links.push_back(link_of(row));
    return links;
}

std::optional<Time> Links::next_to_tell(TenantId tenant) {
    Cursor row = connection_.query(
        "SELECT link_back_not_before FROM links AS told WHERE tenant = ? AND link_back = 1 AND NOT EXISTS "
        "(SELECT 1 FROM intents WHERE tenant = told.tenant AND kind = 1 AND ticket = told.ticket "
        "AND state = 0) ORDER BY link_back_not_before LIMIT 1",
        tenant);
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
            .base = names_.unpacked(row.text(13))};
}

}  // namespace deskbridge::store
