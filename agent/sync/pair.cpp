#include "sync/pair.h"

#include "sync/counts.h"
#include "sync/link_making.h"

#include <map>
#include <set>

namespace deskbridge {

namespace {

constexpr std::string_view type_field = "System.WorkItemType";
constexpr std::string_view project_field = "System.TeamProject";

}  // namespace

Link without_announced(const Pair& pair) {
    Link link = pair.link();
    const bool untold = pair.desk.busy && !pair.desk.sayings.empty();
    if (pair.work.sayings.empty() && !untold) return link;
    if (is_over(link.state)) return pair.before;
    link.state = pair.before.state;
    link.revision = pair.before.revision;
    for (const auto entry : {role_entry, merged_entry})
        if (const auto kept = pair.before.base.find(entry); kept != pair.before.base.end())
            link.base[kept->first] = kept->second;
    return link;
}

std::vector<Pair> pairs_of(Tenant& tenant, std::vector<LinkedTicket>& tickets) {
    std::vector<Pair> pairs;
    for (auto& ticket : tickets) {
        for (const auto& link : ticket.links) {
            if (is_over(link.state)) continue;
            Pair pair;
            pair.of = &ticket;
            pair.mapping = translator_named(tenant, link.mapping);
            pair.desk.link = link;
            pair.desk.attempts = ticket.row.attempts;
            pair.before = link;
            pair.was = link.state;
            if (pair.mapping != nullptr) pairs.push_back(std::move(pair));
        }
    }
    return pairs;
}

void find_followers(Tenant& tenant, std::vector<Pair>& pairs) {
    std::set<WorkItemId> ids;
    for (const auto& pair : pairs) ids.insert(pair.link().work_item);
    const std::vector<WorkItemId> items(ids.begin(), ids.end());
    std::map<WorkItemId, std::string> primary;
    std::map<WorkItemId, std::int64_t> tickets;
    for (const auto& link : tenant.store.links_of_items(tenant.record.id, items))
        if (has_ticket(link)) {
            primary.emplace(link.work_item, link.ticket_id);
            ++tickets[link.work_item];
        }
    for (auto& pair : pairs) {
        pair.tickets = tickets[pair.link().work_item];
        const auto first = primary.find(pair.link().work_item);
        pair.follower = first != primary.end() && first->second != pair.link().ticket_id;
    }
}

void read_items(Tenant& tenant, std::vector<Pair>& pairs) {
    std::set<WorkItemId> ids;
    for (const auto& pair : pairs)
        if (pair.has_news() && !pair.item) ids.insert(pair.link().work_item);
    if (ids.empty()) return;
    std::map<WorkItemId, WorkItem> read;
    const std::vector<WorkItemId> wanted(ids.begin(), ids.end());
    for (auto& item : tenant.work.read(wanted)) read.emplace(item.id, std::move(item));
    std::vector<WorkItemId> missing;
    for (const auto id : wanted)
        if (read.count(id) == 0) missing.push_back(id);
    std::map<WorkItemId, ItemPresence> presence;
    if (!missing.empty()) {
        const auto found = tenant.work.presence(missing);
        for (std::size_t i = 0; i < missing.size(); ++i)
            presence[missing[i]] = found[i] == ItemPresence::there ? ItemPresence::hidden : found[i];
    }
    for (auto& pair : pairs) {
        const auto id = pair.link().work_item;
        if (const auto item = read.find(id); item != read.end() && pair.has_news()) pair.item = item->second;
        if (const auto fate = presence.find(id); fate != presence.end()) pair.presence = fate->second;
    }
}

namespace {

std::string text_in(const Record& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : text_of(found->second);
}

}  // namespace

Target target_of(Pair& pair) {
    auto& link = pair.link();
    if (pair.item) {
        const auto project = text_in(pair.item->fields, project_field);
        const auto type = text_in(pair.item->fields, type_field);
        if (!project.empty()) link.project = project;
        if (!type.empty()) return {link.project, type, {}};
    }
    if (const auto kept = link.base.find(type_field); kept != link.base.end())
        return {link.project, kept->second, {}};
    Target target = pair.mapping->target(pair.of->ticket);
    target.project = link.project;
    return target;
}

void remember_type(Pair& pair, const std::string& type) {
    const Target made = pair.mapping->target(pair.of->ticket);
    const bool wanted = pair.mapping->mapping().events.item_retyped != OnEvent::follow;
    if (same_name(made.type, type) && !wanted)
        pair.link().base.erase(std::string(type_field));
    else
        pair.link().base[std::string(type_field)] = type;
}

namespace {

Time corrected(const Value& value, std::optional<Time> server, Time now) {
    const auto* time = std::get_if<Time>(&value);
    if (time == nullptr) return {};
    return server ? *time - (*server - now) : *time;
}

}  // namespace

LinkView view_of(const Tenant& tenant, const Pair& pair, const std::vector<Conflict>& open) {
    LinkView view{pair.link(), pair.of->ticket};
    view.item = pair.item ? &*pair.item : nullptr;
    set_counts(pair.of->ticket, {count_items(pair.of->links), pair.tickets});
    view.follower = pair.follower;
    view.takes_over = pair.takes_over;
    const auto now = tenant.clock.now();
    view.desk_time = corrected(pair.of->ticket.get("updated"), tenant.desk.server_time(), now);
    if (pair.item)
        if (const auto changed = pair.item->fields.find("System.ChangedDate");
            changed != pair.item->fields.end())
            view.work_time = corrected(changed->second, tenant.work.server_time(), now);
    for (const auto& conflict : open) {
        view.open.insert(conflict.field);
        if (conflict.state == Conflict::State::desk) view.taken[conflict.field] = Side::desk;
        if (conflict.state == Conflict::State::work) view.taken[conflict.field] = Side::work;
    }
    return view;
}

}  // namespace deskbridge
