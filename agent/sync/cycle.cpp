#include "sync/cycle.h"

#include "decide/decide.h"
#include "sync/apply.h"
#include "sync/discussion.h"
#include "sync/gather.h"
#include "sync/held.h"
#include "sync/item_rounds.h"
#include "sync/link_back.h"
#include "sync/link_orders.h"
#include "sync/linked.h"
#include "sync/parking.h"
#include "sync/recover.h"
#include "sync/replacement.h"
#include "sync/settle.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>

namespace deskbridge {

namespace {

/// Messages of one ticket that may be said in the time that a batch of new items takes.
constexpr int rounds_for_a_batch = 20;

/// The ready rows that may go together: history apart from live, and fewer the more often one of them failed.
std::vector<InboxItem> next_batch(Tenant& tenant) {
    auto rows = tenant.store.ready(tenant.record.id, tenant.clock.now(), tenant.options.batch);
    if (rows.empty()) return rows;
    const Lane lane = rows.front().lane;
    std::size_t count = 0;
    int attempts = 0;
    while (count < rows.size() && rows[count].lane == lane) {
        attempts = std::max(attempts, rows[count].attempts);
        if (count + 1 > batch_limit(tenant.options.batch, attempts)) break;
        ++count;
    }
    rows.resize(std::max<std::size_t>(count, 1));
    return rows;
}

InboxItem held(const Tenant& tenant, InboxItem row, const Plan& plan) {
    ++row.attempts;
    row.parked = true;
    row.not_before = tenant.clock.now() + parking_time(row.attempts);
    row.reason = plan.reason;
    row.hint = plan.hint;
    return row;
}

/// A batch after deciding, sorted by what has to be done.
struct Sorted {
    std::vector<Task> creates;
    std::vector<LinkedTicket> linked;
    std::vector<std::string> done;
    std::vector<InboxItem> held;
};

void sort_plan(Tenant& tenant, InboxItem row, Plan plan, Sorted& sorted, CycleReport& report) {
    switch (plan.kind) {
        case Plan::Kind::nothing:
            sorted.done.push_back(row.ticket_id);
            ++report.passed;
            break;
        case Plan::Kind::create: sorted.creates.push_back({std::move(row), std::move(plan)}); break;
        case Plan::Kind::hold:
            sorted.held.push_back(held(tenant, std::move(row), plan));
            report.parked.push_back({plan.ticket_id, plan.reason, plan.hint});
            tenant.log.write({Level::warning,
                              tenant.name,
                              fmt::format("ticket {} is set aside: {}", plan.ticket_id, plan.reason),
                              {}});
            break;
    }
}

/// Deleted for good, or not ours to see: the desk does not say which, so the link stays as it is.
void tell_of_unreadable(Tenant& tenant, const Gathered& gathered) {
    for (const auto& ticket : gathered.gone) {
        const auto links = gathered.links.find(ticket);
        if (links == gathered.links.end() || is_over(links->second.front().state)) continue;
        tenant.log.write({Level::warning,
                          tenant.name,
                          fmt::format("ticket {} cannot be read any more; work item {} is left as it is",
                                      ticket, links->second.front().work_item),
                          {}});
    }
}

Sorted decide_batch(Tenant& tenant, const std::vector<InboxItem>& rows, const Gathered& gathered,
                    CycleReport& report) {
    Sorted sorted;
    sorted.done = gathered.gone;
    tell_of_unreadable(tenant, gathered);
    report.passed += gathered.gone.size();
    std::map<std::string_view, const InboxItem*> row_of;
    for (const auto& row : rows) row_of.emplace(row.ticket_id, &row);
    for (const auto& ticket : gathered.tickets) {
        const auto row = row_of.find(asked_id(ticket));
        ensure(row != row_of.end(), "a help desk answers for the tickets it was asked about");
        const auto links = gathered.links.find(asked_id(ticket));
        if (links == gathered.links.end()) {
            sort_plan(tenant, *row->second, decide(ticket, nullptr, tenant.mappings, tenant.rules), sorted,
                      report);
        } else if (wants_another_item(links->second)) {
            const auto bare = without_replaced(tenant, ticket, links->second);
            sort_plan(tenant, *row->second, decide(bare, nullptr, tenant.mappings, tenant.rules), sorted,
                      report);
        } else {
            sorted.linked.push_back({*row->second, ticket, links->second});
        }
    }
    return sorted;
}

void work_batch(Tenant& tenant, const std::vector<InboxItem>& rows, Carried& carried, CycleReport& report) {
    std::vector<std::string> ids;
    for (const auto& row : rows) ids.push_back(row.ticket_id);
    const Gathered gathered = gather(tenant, ids, carried);
    Sorted sorted = decide_batch(tenant, rows, gathered, report);
    if (!sorted.held.empty()) tenant.store.postpone(tenant.record.id, sorted.held);
    if (!sorted.done.empty()) tenant.store.drop(tenant.record.id, sorted.done);
    const bool quiet = rows.front().lane == Lane::history;
    if (!sorted.creates.empty()) create_all(tenant, std::move(sorted.creates), quiet, report);
    carry_changes(tenant, std::move(sorted.linked), quiet, report);
}

void pass(Tenant& tenant, const CycleScope& scope, CycleReport& report) {
    settle(tenant);
    look_for_changed_mappings(tenant);
    recover(tenant, report);
    carry_out_orders(tenant);
    Carried carried;
    if (scope.changes) {
        collect_changes(tenant, carried, report);
        collect_news(tenant);
        look_after_items(tenant);
    }
    collect_looks(tenant, scope.whole_sweeps);
    if (scope.whole_sweeps || scope.sweep_pages > 0)
        collect_sweeps(tenant, scope.whole_sweeps ? 0 : scope.sweep_pages, carried, report);
    work_off(tenant, scope.batches, carried, report);
    tell_tickets(tenant, report);
    carry_discussions(tenant, scope.batches * rounds_for_a_batch, report);
}

}  // namespace

void work_off(Tenant& tenant, int batches, Carried& carried, CycleReport& report) {
    for (int done = 0; !tenant.clock.stopping(); ++done) {
        const auto rows = next_batch(tenant);
        report.more = !rows.empty();
        if (rows.empty() || (batches > 0 && done == batches)) return;
        work_batch(tenant, rows, carried, report);
    }
}

CycleReport run_cycle(Tenant& tenant, const CycleScope& scope) {
    CycleReport report;
    try {
        pass(tenant, scope, report);
    } catch (const SyncError& error) {
        if (error.reach == Reach::run) throw;
        report.trouble = error;
    }
    return report;
}

bool is_quiet(Tenant& tenant) {
    for (const auto& intent : tenant.store.intents(tenant.record.id))
        if (intent.state == Intent::State::open) return false;
    // one that somebody came in between is put off by a second, and belongs to this run
    const auto soon = tenant.clock.now() + std::chrono::seconds{2};
    return tenant.store.ready(tenant.record.id, soon, 1).empty() &&
           tenant.store.pending_talks(tenant.record.id, tenant.clock.now(), 1).empty();
}

}  // namespace deskbridge
