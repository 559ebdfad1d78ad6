#include "sync/replacement.h"

#include <algorithm>

namespace deskbridge {

namespace {

bool is_replaced(const Link& link) {
    return link.state == LinkState::replaced;
}

}  // namespace

bool wants_another_item(const std::vector<Link>& links) {
    return std::any_of(links.begin(), links.end(), is_replaced) &&
           std::none_of(links.begin(), links.end(), [](const Link& link) { return link.automatic; });
}

Ticket without_replaced(const Tenant& tenant, Ticket ticket, const std::vector<Link>& links) {
    for (const auto& mapping : tenant.mappings) {
        const auto& rule = mapping->mapping().link_back;
        const auto named = rule ? ticket.custom.find(rule->field) : ticket.custom.end();
        if (named == ticket.custom.end()) continue;
        const auto number = text_of(named->second);
        if (std::any_of(links.begin(), links.end(), [&](const Link& link) {
                return is_replaced(link) && std::to_string(link.work_item) == number;
            }))
            ticket.custom.erase(named);
    }
    return ticket;
}

}  // namespace deskbridge
