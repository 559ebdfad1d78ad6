#include "sync/gather.h"

#include "decide/decide.h"
#include "decide/discussion.h"
#include "decide/inspect.h"

#include <algorithm>
#include <set>

namespace deskbridge {

namespace {

std::vector<std::string> not_carried(const std::vector<std::string>& ids, const Carried& carried) {
    std::vector<std::string> missing;
    for (const auto& id : ids)
        if (carried.count(id) == 0) missing.push_back(id);
    return missing;
}

void read_tickets(Tenant& tenant, const std::vector<std::string>& ids, Carried& carried, Gathered& gathered) {
    const auto missing = not_carried(ids, carried);
    std::map<std::string, Ticket, std::less<>> read;
    if (!missing.empty())
        for (auto& ticket : tenant.desk.read_tickets(missing)) read.emplace(ticket.id, std::move(ticket));
    for (const auto& id : ids) {
        auto& source = carried.count(id) != 0 ? carried : read;
        if (const auto found = source.find(id); found != source.end()) {
            gathered.tickets.push_back(std::move(found->second));
            source.erase(found);
        } else {
            gathered.gone.push_back(id);
        }
    }
    for (auto& [id, survivor] : read) gathered.tickets.push_back(std::move(survivor));
}

void read_links(Tenant& tenant, Gathered& gathered) {
    std::vector<std::string> ids;
    for (const auto& ticket : gathered.tickets) ids.push_back(ticket.id);
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        gathered.links.emplace(link.ticket_id, std::move(link));
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
        return !ticket.described && ticket.presence == Presence::there &&
               gathered.links.count(ticket.id) == 0 && wants_description(tenant, ticket);
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

void gather_rules(Tenant& tenant, const std::vector<Ticket>& tickets) {
    std::map<std::string, std::set<std::string>> wanted;
    std::map<std::string, bool> fixed;
    for (const auto& ticket : tickets) {
        const Choice choice = choose(tenant.mappings, ticket);
        if (choice.mapping == nullptr) continue;
        const Target target = choice.mapping->target(ticket);
        if (!target.problems.empty() || is_known(tenant.rules, target.project, target.type)) continue;
        wanted[target.project].insert(target.type);
        fixed[target.project] = fixed[target.project] || !fixed_project(choice.mapping->mapping()).empty();
    }
    for (auto& [project, types] : wanted) {
        if (const auto known = tenant.rules.processes.find(project); known != tenant.rules.processes.end())
            for (const auto& type : known->second.types)
                if (!type.fields.empty()) types.insert(type.name);
        read_process(tenant, project, types, fixed[project]);
    }
}

Gathered gather(Tenant& tenant, const std::vector<std::string>& ids, Carried& carried) {
    Gathered gathered;
    read_tickets(tenant, ids, carried, gathered);
    read_links(tenant, gathered);
    describe(tenant, gathered);
    gather_rules(tenant, gathered.tickets);
    return gathered;
}

}  // namespace deskbridge
