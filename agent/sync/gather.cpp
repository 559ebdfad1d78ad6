#include "sync/gather.h"

#include "decide/decide.h"
#include "decide/discussion.h"
#include "decide/inspect.h"
#include "sync/counts.h"
#include "sync/events.h"
#include "sync/replacement.h"

#include <algorithm>
#include <set>

namespace deskbridge {

namespace {

void read_links(Tenant& tenant, const std::vector<std::string>& ids, Gathered& gathered) {
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        gathered.links[link.ticket_id].push_back(std::move(link));
}

/// A ticket that may be written is read anew: its desk has no versions to guard it.
bool is_fresh_enough(const std::string& id, const Carried& carried, const Gathered& gathered) {
    return carried.count(id) != 0 && gathered.links.count(id) == 0;
}

void read_tickets(Tenant& tenant, const std::vector<std::string>& ids, Carried& carried, Gathered& gathered) {
    std::vector<std::string> missing;
    for (const auto& id : ids) {
        if (is_fresh_enough(id, carried, gathered))
            gathered.tickets.push_back(std::move(carried.find(id)->second));
        else
            missing.push_back(id);
        carried.erase(id);
    }
    std::set<std::string> unseen(missing.begin(), missing.end());
    if (!missing.empty()) {
        for (auto& ticket : tenant.desk.read_tickets(missing)) {
            unseen.erase(asked_id(ticket));
            gathered.tickets.push_back(std::move(ticket));
        }
    }
    gathered.gone.assign(unseen.begin(), unseen.end());
}

/// Before anything is decided: the survivor of a merge must not get an item of its own beside the one that it
/// takes over. Where it is in the batch itself, it has the links there, and the merged one is over.
void follow_merges(Tenant& tenant, Gathered& gathered) {
    std::set<std::string> asked;
    for (const auto& ticket : gathered.tickets) asked.insert(asked_id(ticket));
    std::erase_if(gathered.tickets, [&](const Ticket& ticket) {
        const auto links = gathered.links.find(ticket.merged);
        if (ticket.merged.empty() || links == gathered.links.end()) return false;
        auto moved = follow_merge(tenant, ticket, links->second);
        if (moved.empty()) return false;
        const bool both = asked.count(ticket.id) != 0;
        gathered.links.erase(links);
        gathered.links[both ? ticket.id : ticket.merged] = std::move(moved);
        if (both) gathered.gone.push_back(ticket.merged);
        return both;
    });
}

/// The mapping of a linked ticket, whatever would select it today.
bool linked_wants_description(Tenant& tenant, const std::vector<Link>& links) {
    return std::any_of(links.begin(), links.end(), [&](const Link& link) {
        return std::any_of(tenant.mappings.begin(), tenant.mappings.end(), [&](const auto& translator) {
            return translator->mapping().name == link.mapping && translator->needs_description();
        });
    });
}

bool wants_description(Tenant& tenant, const Ticket& ticket) {
    const bool needed_to_select =
        std::any_of(tenant.mappings.begin(), tenant.mappings.end(),
                    [](const auto& mapping) { return mapping->select_needs_description(); });
    if (needed_to_select) return true;
    const Choice choice = choose(tenant.mappings, ticket);
    if (choice.mapping == nullptr) return false;
    const auto& mapping = choice.mapping->mapping();
    // describing a ticket also tells of its files and whether there is more to read
    return choice.mapping->needs_description() || wants_files(mapping) || wants_discussion(mapping);
}

/// Brings the tickets that need one to the front and describes them there, in place.
void describe(Tenant& tenant, Gathered& gathered) {
    auto& tickets = gathered.tickets;
    const auto rest = std::stable_partition(tickets.begin(), tickets.end(), [&](const Ticket& ticket) {
        if (ticket.described || ticket.presence != Presence::there) return false;
        const auto links = gathered.links.find(asked_id(ticket));
        return links == gathered.links.end() || wants_another_item(links->second)
                   ? wants_description(tenant, ticket)
                   : linked_wants_description(tenant, links->second);
    });
    if (const auto count = rest - tickets.begin(); count > 0)
        tenant.desk.describe({tickets.data(), static_cast<std::size_t>(count)});
}

void read_process(Tenant& tenant, const std::string& project, const std::set<std::string>& types,
                  bool fixed) {
    try {
        const std::vector<std::string> wanted(types.begin(), types.end());
        tenant.rules.processes.insert_or_assign(project, tenant.work.read_process(project, wanted));
    } catch (const SyncError& error) {
        if (error.trouble != Trouble::configuration || fixed) throw;
        tenant.rules.missing_projects.insert_or_assign(project, error.what());
    }
}

bool is_known(const Rules& rules, const std::string& project, const std::string& type) {
    const auto process = rules.processes.find(project);
    if (process == rules.processes.end()) return rules.missing_projects.count(project) != 0;
    const auto* found = process->second.type(type);
    return found == nullptr || !found->fields.empty();
}

}  // namespace

void ensure_rules(Tenant& tenant, const WantedRules& wanted, const std::set<std::string>& fixed) {
    for (const auto& [project, wanted_types] : wanted) {
        std::set<std::string> types;
        for (const auto& type : wanted_types)
            if (!is_known(tenant.rules, project, type)) types.insert(type);
        if (types.empty()) continue;
        if (const auto known = tenant.rules.processes.find(project); known != tenant.rules.processes.end())
            for (const auto& type : known->second.types)
                if (!type.fields.empty()) types.insert(type.name);
        read_process(tenant, project, types, fixed.count(project) != 0);
    }
}

void gather_rules(Tenant& tenant, const std::vector<Ticket>& tickets) {
    WantedRules wanted;
    std::set<std::string> fixed;
    for (const auto& ticket : tickets) {
        const Choice choice = choose(tenant.mappings, ticket);
        if (choice.mapping == nullptr) continue;
        const Target target = choice.mapping->target(ticket);
        if (!target.problems.empty()) continue;
        wanted[target.project].insert(target.type);
        if (!fixed_project(choice.mapping->mapping()).empty()) fixed.insert(target.project);
    }
    ensure_rules(tenant, wanted, fixed);
}

Gathered gather(Tenant& tenant, const std::vector<std::string>& ids, Carried& carried) {
    Gathered gathered;
    read_links(tenant, ids, gathered);
    read_tickets(tenant, ids, carried, gathered);
    follow_merges(tenant, gathered);
    describe(tenant, gathered);
    for (auto& ticket : gathered.tickets)
        if (const auto links = gathered.links.find(asked_id(ticket));
            links == gathered.links.end() || wants_another_item(links->second))
            set_counts(ticket, {});
    gather_rules(tenant, gathered.tickets);
    return gathered;
}

}  // namespace deskbridge
