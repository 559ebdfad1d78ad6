#include "sync/linked.h"

#include "sync/carrying.h"
#include "sync/events.h"
#include "sync/pair.h"

#include <set>

namespace deskbridge {

namespace {

/// A ticket that is back, and that a reply may have reached before it could not be read: that is looked for
/// first.
void leave_unseen(Tenant& tenant, std::vector<LinkedTicket>& tickets, CycleReport& report) {
    std::vector<Intent> open;
    for (auto& intent : tenant.store.intents(tenant.record.id)) {
        const auto back = [&](const LinkedTicket& linked) {
            return linked.ticket.id == intent.ticket_id && linked.ticket.presence == Presence::there;
        };
        if (intent.kind != Intent::Kind::reply || intent.state != Intent::State::unseen) continue;
        if (std::erase_if(tickets, back) == 0) continue;
        intent.state = Intent::State::open;
        open.push_back(std::move(intent));
    }
    if (open.empty()) return;
    tenant.store.note(tenant.record.id, open);
    report.unclear += open.size();
}

/// A ticket leaves the inbox when nothing is left for any of its links; `once_more`: those to be looked
/// at another time.
void see_to_rows(Tenant& tenant, const std::vector<LinkedTicket>& tickets, const std::vector<Pair>& pairs,
                 const std::set<std::string>& once_more, CycleReport& report) {
    std::vector<std::string> done;
    std::vector<InboxItem> waiting;
    for (const auto& ticket : tickets) {
        bool open = false, again = once_more.count(ticket.row.ticket_id) != 0, parked = false;
        for (const auto& pair : pairs) {
            if (pair.of != &ticket) continue;
            open = open || pair.end == Conversation::End::open;
            again = again || pair.end == Conversation::End::again;
            parked = parked || pair.end == Conversation::End::parked;
            again = again || pair.link().state == LinkState::replaced;
        }
        if (open) continue;
        if (again || parked) {
            waiting.push_back(ticket.row);
            if (again) waiting.back().not_before = tenant.clock.now() + std::chrono::seconds{1};
        } else {
            done.push_back(ticket.row.ticket_id);
            ++report.passed;
        }
    }
    if (!waiting.empty()) tenant.store.postpone(tenant.record.id, waiting);
    if (!done.empty()) tenant.store.drop(tenant.record.id, done);
}

}  // namespace

void carry_changes(Tenant& tenant, std::vector<LinkedTicket> tickets, bool quiet, CycleReport& report) {
    leave_unseen(tenant, tickets, report);
    if (tickets.empty()) return;
    auto pairs = pairs_of(tenant, tickets);
    find_followers(tenant, pairs);
    read_items(tenant, pairs);
    carry(tenant, pairs, quiet, report);
    const auto heirs = wake_heirs(tenant, tickets, pairs);
    see_to_rows(tenant, tickets, pairs, heirs, report);
}

}  // namespace deskbridge
