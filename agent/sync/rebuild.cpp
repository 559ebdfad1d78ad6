#include "sync/rebuild.h"

#include "decide/inspect.h"
#include "model/mark.h"
#include "sync/recall.h"

#include <fmt/format.h>
#include <map>
#include <set>

namespace deskbridge {

namespace {

/// By ticket id: the first item found, which is the lowest since items come in order.
using Found = std::map<std::string, Link>;

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
        const auto [place, fresh] =
            found.emplace(*ticket_id, link_from(tenant, item, hyperlink, *mark, *ticket_id, project));
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

/// What is said on both sides has to be known before anybody says anything.
void recall_all(Tenant& tenant, const std::vector<Link>& links, Rebuilt& rebuilt) {
    for (const auto& found : links) {
        const std::vector<std::string> ids{found.ticket_id};
        for (const auto& link : tenant.store.links_of(tenant.record.id, ids)) {
            if (link.work_item != found.work_item) continue;
            try {
                recall(tenant, link);
            } catch (const SyncError& error) {
                if (error.reach != Reach::item) throw;
                rebuilt.remarks.push_back(fmt::format("ticket {}: what is said on it is not known: {}",
                                                      link.ticket_id, error.what()));
            }
        }
    }
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
    std::vector<Link> links;
    for (auto& [id, link] : found) links.push_back(std::move(link));
    rebuilt.found = tenant.store.adopt(tenant.record.id, links);
    recall_all(tenant, links, rebuilt);
    tenant.store.remember_identities(tenant.record.id, desk.id, work.id);
    tenant.store.remember_guarded(tenant.record.id);
    return rebuilt;
}

}  // namespace deskbridge
