#include "sync/rows.h"

namespace deskbridge {

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

}  // namespace deskbridge
