#include "sync/settle.h"

#include "decide/inspect.h"
#include "model/mark.h"
#include "sync/collect.h"
#include "sync/held.h"

#include <fmt/format.h>
#include <set>

namespace deskbridge {

namespace {

SyncError stop(const std::string& message, std::string hint) {
    return SyncError(Reach::side, Trouble::configuration, message, std::move(hint));
}

void compare(const std::string& side, const std::string& remembered, const std::string& found) {
    if (remembered.empty() || remembered == found) return;
    throw stop(
        fmt::format("the {} is not the one that the links belong to: it was {}, now {} answers", side,
                    remembered, found),
        "point the configuration back to the old system; for a new one use a new tenant name; when the "
        "same tickets and work items moved there under their numbers: deskbridge links rebind");
}

bool carries_mark(const WorkItem& item) {
    for (const auto& hyperlink : item.hyperlinks)
        if (parse_mark(hyperlink.comment)) return true;
    return false;
}

[[noreturn]] void refuse_lost_links(const Tenant& tenant, const WorkItem& item) {
    throw stop(
        fmt::format("the state file knows no links of tenant {}, but work item {} carries the mark of one",
                    tenant.name, item.id),
        fmt::format("run: deskbridge links rebuild --tenant {}", tenant.name));
}

/// The first 200 tickets that the desk lists, by their addresses.
void look_by_tickets(Tenant& tenant) {
    std::vector<Trace> traces;
    for (const auto& feed : tenant.desk.feeds()) {
        if (feed.kind != Feed::Kind::history) continue;
        for (const auto& ticket : tenant.desk.read_feed(feed, "", {}).tickets)
            traces.push_back({ticket.url, "", tenant.work.server_time().value_or(tenant.clock.now())});
        break;
    }
    if (traces.empty()) return;
    for (const auto& item : tenant.work.find_origins(traces))
        if (carries_mark(item)) refuse_lost_links(tenant, item);
}

/// The newest work items of the projects that mappings name, for trackers that do not find by address.
void look_by_items(Tenant& tenant) {
    std::set<std::string> projects;
    for (const auto& mapping : tenant.mappings)
        if (const auto project = fixed_project(mapping->mapping()); !project.empty())
            projects.insert(project);
    for (const auto& project : projects)
        for (const auto& item : tenant.work.newest(project))
            if (carries_mark(item)) refuse_lost_links(tenant, item);
}

void guard_lost_links(Tenant& tenant) {
    const bool fresh =
        tenant.store.count_links(tenant.record.id) == 0 && tenant.store.intents(tenant.record.id).empty();
    if (fresh) {
        look_by_tickets(tenant);
        look_by_items(tenant);
    }
    tenant.store.remember_guarded(tenant.record.id);
}

}  // namespace

// Each proof is kept as soon as it is made: under a bad connection the next attempt goes on from there.
void settle(Tenant& tenant) {
    if (tenant.settled) return;
    tenant.record = tenant.store.tenant(tenant.name);
    if (tenant.desk_identity.empty()) {
        const auto desk = tenant.desk.identify();
        tenant.desk_identity = desk.id;
        tenant.signed_in("desk", desk.account);
    }
    if (tenant.work_identity.empty()) {
        const auto work = tenant.work.identify();
        tenant.work_identity = work.id;
        tenant.signed_in("work", work.account);
    }
    compare("help desk", tenant.record.desk_identity, tenant.desk_identity);
    compare("work tracker", tenant.record.work_identity, tenant.work_identity);
    if (!tenant.record.guarded) guard_lost_links(tenant);
    if (tenant.record.desk_identity.empty() || tenant.record.work_identity.empty())
        tenant.store.remember_identities(tenant.record.id, tenant.desk_identity, tenant.work_identity);
    for (const auto& [text, hint] : orphan_notes(tenant))
        tenant.log.write({Level::warning, tenant.name, fmt::format("{}; {}", text, hint), {}});
    tenant.settled = true;
}

Identities identities_of(Tenant& tenant) {
    tenant.record = tenant.store.tenant(tenant.name);
    return {tenant.record.desk_identity, tenant.record.work_identity, tenant.desk.identify().id,
            tenant.work.identify().id};
}

void rebind(Tenant& tenant, const Identities& identities) {
    tenant.store.look_at_all(tenant.record.id, tenant.clock.now());
    tenant.store.remember_identities(tenant.record.id, identities.desk_now, identities.work_now);
    unsettle(tenant);
}

void unsettle(Tenant& tenant) {
    tenant.desk_identity.clear();
    tenant.work_identity.clear();
    tenant.settled = false;
}

}  // namespace deskbridge
