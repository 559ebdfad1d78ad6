#include "sync/preview.h"

#include "decide/decide.h"
#include "sync/collect.h"
#include "sync/gather.h"
#include "sync/recover.h"
#include "sync/replacement.h"
#include "sync/settle.h"

#include <set>

namespace deskbridge {

namespace {

Plan decide_for(Tenant& tenant, const Gathered& gathered, const Ticket& ticket) {
    const auto links = gathered.links.find(asked_id(ticket));
    if (links != gathered.links.end() && wants_another_item(links->second))
        return decide(without_replaced(tenant, ticket, links->second), nullptr, tenant.mappings,
                      tenant.rules);
    return decide(ticket, links == gathered.links.end() ? nullptr : &links->second.front(), tenant.mappings,
                  tenant.rules);
}

void see_plan(const Plan& plan, const Spectator& see, CycleReport& report) {
    report.passed += plan.kind == Plan::Kind::nothing ? 1 : 0;
    report.created += plan.kind == Plan::Kind::create ? 1 : 0;
    if (plan.kind == Plan::Kind::hold) report.parked.push_back({plan.ticket_id, plan.reason, plan.hint});
    see.plan(plan);
}

void see_link(const LinkPreview& preview, const Spectator& see, CycleReport& report) {
    report.updated += preview.plan.to_work.empty() ? 0 : 1;
    report.changed += preview.plan.to_desk.empty() ? 0 : 1;
    report.said += preview.to_work.fresh;
    report.heard += preview.to_desk.fresh;
    report.passed += preview.kind == LinkPreview::Kind::nothing ? 1 : 0;
    if (preview.kind == LinkPreview::Kind::hold)
        report.parked.push_back({preview.link.ticket_id, preview.reason, preview.hint});
    see.link(preview);
}

/// Those of `ids` that are linked, sorted out; the others are decided here.
void see_tickets(Tenant& tenant, const std::vector<std::string>& ids, Carried& carried, const Spectator& see,
                 CycleReport& report) {
    const Gathered gathered = gather(tenant, ids, carried);
    std::vector<LinkedTicket> linked;
    for (const auto& ticket : gathered.tickets) {
        const auto links = gathered.links.find(asked_id(ticket));
        if (links == gathered.links.end() || wants_another_item(links->second))
            see_plan(decide_for(tenant, gathered, ticket), see, report);
        else
            linked.push_back({{.ticket_id = asked_id(ticket)}, ticket, links->second});
    }
    for (const auto& preview : preview_links(tenant, std::move(linked), false))
        see_link(preview, see, report);
}

/// Empties the copy's inbox, showing each plan instead of doing it. The tickets that were in it.
std::set<std::string> see_inbox(Tenant& tenant, Carried& carried, const Spectator& see, CycleReport& report) {
    std::set<std::string> seen;
    for (;;) {
        const auto rows = tenant.store.ready(tenant.record.id, tenant.clock.now(), tenant.options.batch);
        if (rows.empty() || tenant.clock.stopping()) return seen;
        std::vector<std::string> ids;
        for (const auto& row : rows) ids.push_back(row.ticket_id);
        see_tickets(tenant, ids, carried, see, report);
        tenant.store.drop(tenant.record.id, ids);
        seen.insert(ids.begin(), ids.end());
    }
}

/// Tickets whose messages are still on their way wait beside the inbox.
void see_talks(Tenant& tenant, Carried& carried, const std::set<std::string>& seen, const Spectator& see,
               CycleReport& report) {
    std::set<std::string> waiting;
    for (const auto& talk :
         tenant.store.pending_talks(tenant.record.id, tenant.clock.now(), tenant.options.looks))
        if (seen.count(talk.ticket_id) == 0) waiting.insert(talk.ticket_id);
    if (!waiting.empty()) see_tickets(tenant, {waiting.begin(), waiting.end()}, carried, see, report);
}

}  // namespace

CycleReport preview_cycle(Tenant& tenant, const Spectator& see) {
    CycleReport report;
    settle(tenant);
    recover(tenant, report);
    Carried carried;
    collect_changes(tenant, carried, report);
    collect_news(tenant);
    collect_looks(tenant, false);
    collect_sweeps(tenant, tenant.options.sweep_pages, carried, report);
    const auto seen = see_inbox(tenant, carried, see, report);
    see_talks(tenant, carried, seen, see, report);
    return report;
}

CycleReport preview_history(Tenant& tenant, const HistoryWish& wish, const Spectator& see) {
    CycleReport report;
    settle(tenant);
    recover(tenant, report);
    HistoryJob job = begin_history(tenant, wish);
    while (!job.finished && !tenant.clock.stopping()) {
        Carried carried;
        history_page(tenant, job, carried, report);
        see_inbox(tenant, carried, see, report);
    }
    return report;
}

void preview_mappings(Tenant& tenant, const std::set<std::string>& mappings,
                      const std::function<void(const LinkPreview&)>& see) {
    for (std::size_t from = 0; !tenant.clock.stopping();) {
        const auto links = tenant.store.links(tenant.record.id, from, tenant.options.batch);
        if (links.empty()) return;
        from += links.size();
        std::set<std::string> ids;
        for (const auto& link : links)
            if (mappings.count(link.mapping) != 0) ids.insert(link.ticket_id);
        if (ids.empty()) continue;
        Carried none;
        const Gathered gathered = gather(tenant, {ids.begin(), ids.end()}, none);
        std::vector<LinkedTicket> linked;
        for (const auto& ticket : gathered.tickets)
            if (const auto found = gathered.links.find(asked_id(ticket)); found != gathered.links.end())
                linked.push_back({{.ticket_id = asked_id(ticket)}, ticket, found->second});
        for (const auto& preview : preview_links(tenant, std::move(linked), true))
            if (mappings.count(preview.link.mapping) != 0) see(preview);
    }
}

std::optional<TicketView> preview_ticket(Tenant& tenant, const std::string& ticket_id) {
    settle(tenant);
    Carried none;
    Gathered gathered = gather(tenant, {ticket_id}, none);
    if (gathered.tickets.empty()) return {};
    TicketView view{gathered.tickets.front(), {}, {}};
    view.plan = decide_for(tenant, gathered, view.ticket);
    if (const auto links = gathered.links.find(asked_id(view.ticket)); links != gathered.links.end())
        view.links = preview_links(tenant, {{{.ticket_id = ticket_id}, view.ticket, links->second}}, true);
    return view;
}

}  // namespace deskbridge
