#include "store/tenants.h"

namespace deskbridge::store {

std::optional<TenantRecord> Tenants::find(const std::string& name) {
    Cursor row = connection_.query(
        "SELECT id, desk_identity, work_identity, guarded, started_at, released_until FROM tenants "
        "WHERE name = ?",
        name);
    if (!row.next()) return {};
    return TenantRecord{row.integer(0), row.text(1), row.text(2), row.flag(3), row.time(4), row.time(5)};
}

void Tenants::add(const std::string& name) {
    connection_.run("INSERT INTO tenants (name) VALUES (?) ON CONFLICT DO NOTHING", name);
}

void Tenants::remember_identities(TenantId tenant, const std::string& desk, const std::string& work) {
    connection_.run("UPDATE tenants SET desk_identity = ?, work_identity = ? WHERE id = ?", desk, work,
                    tenant);
}

void Tenants::remember_guarded(TenantId tenant) {
    connection_.run("UPDATE tenants SET guarded = 1 WHERE id = ?", tenant);
}

void Tenants::remember_started(TenantId tenant, Time desk_time) {
    connection_.run("UPDATE tenants SET started_at = ? WHERE id = ?", desk_time, tenant);
}

void Tenants::release(TenantId tenant, Time until) {
    connection_.run("UPDATE tenants SET released_until = ? WHERE id = ?", until, tenant);
}

std::optional<std::string> Tenants::applied_mapping(TenantId tenant, const std::string& name) {
    Cursor row =
        connection_.query("SELECT fingerprint FROM mappings WHERE tenant = ? AND name = ?", tenant, name);
    if (!row.next()) return {};
    return row.text(0);
}

void Tenants::apply_mapping(TenantId tenant, const std::string& name, const std::string& fingerprint) {
    connection_.run(
        "INSERT INTO mappings (tenant, name, fingerprint) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint",
        tenant, name, fingerprint);
}

std::optional<std::string> Tenants::cursor(TenantId tenant, const std::string& feed) {
    Cursor row = connection_.query("SELECT cursor FROM cursors WHERE tenant = ? AND feed = ?", tenant, feed);
    if (!row.next()) return {};
    return row.text(0);
}

void Tenants::move(TenantId tenant, const CursorMove& move) {
    connection_.run(
        "INSERT INTO cursors (tenant, feed, cursor) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET cursor = excluded.cursor",
        tenant, move.feed, move.cursor);
}

void Tenants::pass_over(TenantId tenant, std::span<const std::string> ticket_ids) {
    for (const auto& ticket : ticket_ids)
        connection_.run("INSERT INTO passed_over (tenant, ticket) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        tenant, ticket);
}

std::vector<std::string> Tenants::passed_over(TenantId tenant, std::span<const std::string> ticket_ids) {
    std::vector<std::string> found;
    for (const auto& ticket : ticket_ids)
        if (connection_.number("SELECT count(*) FROM passed_over WHERE tenant = ? AND ticket = ?", tenant,
                               ticket) > 0)
            found.push_back(ticket);
    return found;
}

void Tenants::forget_passed_over(TenantId tenant, std::span<const std::string> ticket_ids) {
    for (const auto& ticket : ticket_ids)
        connection_.run("DELETE FROM passed_over WHERE tenant = ? AND ticket = ?", tenant, ticket);
}

}  // namespace deskbridge::store
