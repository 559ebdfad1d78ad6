#include "sync/preview.h"

#include "decide/decide.h"
#include "sync/collect.h"
#include "sync/gather.h"
#include "sync/recover.h"
#include "sync/settle.h"

namespace deskbridge {

namespace {

Plan decide_for(Tenant& tenant, const Gathered& gathered, const Ticket& ticket) {
    const auto links = gathered.links.find(asked_id(ticket));
    return decide(ticket, links == gathered.links.end() ? nullptr : &links->second.front(), tenant.mappings,
                  tenant.rules);
}

/// Empties the copy's inbox, showing each plan instead of doing it.
void see_inbox(Tenant& tenant, Carried& carried, const SeePlan& see, CycleReport& report) {
    for (;;) {
        const auto rows = tenant.store.ready(tenant.record.id, tenant.clock.now(), tenant.options.batch);
        if (rows.empty() || tenant.clock.stopping()) return;
        std::vector<std::string> ids;
        for (const auto& row : rows) ids.push_back(row.ticket_id);
        const Gathered gathered = gather(tenant, ids, carried);
        for (const auto& ticket : gathered.tickets) {
            const Plan plan = decide_for(tenant, gathered, ticket);
            report.passed += plan.kind == Plan::Kind::nothing ? 1 : 0;
            report.created += plan.kind == Plan::Kind::create ? 1 : 0;
            if (plan.kind == Plan::Kind::hold)
                report.parked.push_back({plan.ticket_id, plan.reason, plan.hint});
            see(plan);
        }
        tenant.store.drop(tenant.record.id, ids);
    }
}

}  // namespace

CycleReport preview_cycle(Tenant& tenant, const SeePlan& see) {
    CycleReport report;
    settle(tenant);
    recover(tenant, report);
    Carried carried;
    collect_changes(tenant, carried, report);
    collect_sweeps(tenant, tenant.options.sweep_pages, carried, report);
    see_inbox(tenant, carried, see, report);
    return report;
}

CycleReport preview_history(Tenant& tenant, const HistoryWish& wish, const SeePlan& see) {
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

std::optional<TicketView> preview_ticket(Tenant& tenant, const std::string& ticket_id) {
    settle(tenant);
    Carried none;
    Gathered gathered = gather(tenant, {ticket_id}, none);
    if (gathered.tickets.empty()) return {};
    TicketView view{gathered.tickets.front(), {}, {}};
    if (const auto links = gathered.links.find(asked_id(view.ticket)); links != gathered.links.end())
        view.link = links->second.front();
    view.plan = decide_for(tenant, gathered, view.ticket);
    return view;
}

}  // namespace deskbridge
