#include "sync/rebuild.h"

#include "decide/inspect.h"
#include "model/mark.h"
#include "sync/from_before.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace deskbridge {

namespace {

/// `automatic` by ticket id: the first item found, which is the lowest since items come in order. `further`
/// are the links that people made. `items` holds those of both.
struct Found {
    std::map<std::string, Link> automatic;
    std::vector<Link> further;
    std::map<WorkItemId, WorkItem> items;
};

constexpr std::size_t recorded_at_once = 1'000;

std::string mapping_name(const Tenant& tenant, const std::string& marked) {
    for (const auto& mapping : tenant.mappings)
        if (mapping->mapping().name.rfind(marked, 0) == 0) return mapping->mapping().name;
    return marked;
}

Link link_from(const Tenant& tenant, const WorkItem& item, const Hyperlink& hyperlink, const Mark& mark,
               const std::string& ticket_id, const std::string& project) {
    Link link;
    link.ticket_id = ticket_id;
    link.mapping = mapping_name(tenant, mark.mapping);
    link.work_item = item.id;
    link.revision = item.revision;
    link.project = project;
    link.ticket_url = hyperlink.url;
    link.work_item_url = item.url;
    link.key = mark.key;
    link.linked_at = tenant.clock.now();
    // Whether the ticket was told is not known; a second note would be worse than none.
    link.link_back = LinkBackState::done;
    link.automatic = !mark.by_hand;
    return link;
}

void look_at(const Tenant& tenant, const WorkItem& item, const std::string& project, Found& found,
             Rebuilt& rebuilt) {
    for (const auto& hyperlink : item.hyperlinks) {
        const auto mark = parse_mark(hyperlink.comment);
        if (!mark) continue;
        const auto ticket_id = tenant.desk.ticket_id_of(hyperlink.url);
        if (!ticket_id) {
            rebuilt.remarks.push_back(fmt::format(
                "work item {}: the marked address {} is no ticket of this desk", item.id, hyperlink.url));
            continue;
        }
        auto link = link_from(tenant, item, hyperlink, *mark, *ticket_id, project);
        found.items.emplace(item.id, item);
        if (mark->by_hand) {
            found.further.push_back(std::move(link));
            continue;
        }
        const auto [place, fresh] = found.automatic.emplace(*ticket_id, std::move(link));
        if (!fresh && place->second.work_item != item.id)
            rebuilt.remarks.push_back(
                fmt::format("ticket {}: work items {} and {} both carry its mark; {} is linked", *ticket_id,
                            place->second.work_item, item.id, place->second.work_item));
    }
}

void walk_project(Tenant& tenant, const std::string& project, Found& found, Rebuilt& rebuilt) {
    for (WorkItemId after = 0; !tenant.clock.stopping();) {
        const auto items = tenant.work.walk(project, after);
        if (items.empty()) return;
        for (const auto& item : items) {
            look_at(tenant, item, project, found, rebuilt);
            after = std::max(after, item.id);
        }
        rebuilt.items_read += items.size();
    }
}

/// False when the pair is known, or its ticket has an automatic link and this is another one.
bool is_new(Tenant& tenant, const Link& link) {
    const auto links =
        tenant.store.links_of(tenant.record.id, std::span<const std::string>(&link.ticket_id, 1));
    return std::none_of(links.begin(), links.end(), [&](const Link& known) {
        return known.work_item == link.work_item || (known.automatic && link.automatic);
    });
}

/// The link, and what both sides have of each other's words. Where one cannot be read nothing is known.
std::vector<Recorded> found_again(Tenant& tenant, const Link& link, const WorkItem& item, Rebuilt& rebuilt) {
    std::vector<Recorded> recorded{{.intent = 0, .link = link}};
    try {
        auto known =
            link.automatic ? known_by_marks(tenant, link, item) : known_from_before(tenant, link, item);
        std::move(known.begin(), known.end(), std::back_inserter(recorded));
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        rebuilt.remarks.push_back(fmt::format(
            "ticket {} and work item {} are linked again, but what was said is not known, so that "
            "some of it may be said once more: {}",
            link.ticket_id, link.work_item, error.what()));
    }
    return recorded;
}

void keep_found(Tenant& tenant, const Found& found, Rebuilt& rebuilt) {
    std::vector<Link> links;
    for (const auto& [id, link] : found.automatic) links.push_back(link);
    links.insert(links.end(), found.further.begin(), found.further.end());
    std::vector<Recorded> recorded;
    const auto write = [&] { tenant.store.record(tenant.record.id, std::exchange(recorded, {})); };
    for (const auto& link : links) {
        if (tenant.clock.stopping()) break;
        if (!is_new(tenant, link)) continue;
        auto again = found_again(tenant, link, found.items.at(link.work_item), rebuilt);
        std::move(again.begin(), again.end(), std::back_inserter(recorded));
        ++rebuilt.found;
        if (recorded.size() >= recorded_at_once) write();
    }
    if (!recorded.empty()) write();
}

}  // namespace

Rebuilt rebuild_links(Tenant& tenant) {
    tenant.record = tenant.store.tenant(tenant.name);
    const auto desk = tenant.desk.identify();
    const auto work = tenant.work.identify();
    Rebuilt rebuilt;
    Found found;
    std::set<std::string> projects;
    for (const auto& mapping : tenant.mappings) {
        const auto project = fixed_project(mapping->mapping());
        if (project.empty())
            rebuilt.remarks.push_back(
                fmt::format("mapping '{}' takes its project from the ticket; such projects are not searched",
                            mapping->mapping().name));
        else
            projects.insert(project);
    }
    for (const auto& project : projects) walk_project(tenant, project, found, rebuilt);
    keep_found(tenant, found, rebuilt);
    tenant.store.remember_identities(tenant.record.id, desk.id, work.id);
    tenant.store.remember_guarded(tenant.record.id);
    return rebuilt;
}

}  // namespace deskbridge
