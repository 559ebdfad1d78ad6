#include "sync/counts.h"

#include "sync/link_making.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

void set_counts(Ticket& ticket, const Counts& counts) {
    ticket.fields[items_name] = counts.items;
    ticket.fields[tickets_name] = counts.tickets;
}

bool has_ticket(const Link& link) {
    return link.state == LinkState::active || link.state == LinkState::item_gone;
}

std::int64_t count_items(const std::vector<Link>& links) {
    return std::count_if(links.begin(), links.end(), [](const Link& link) {
        return link.state == LinkState::active || link.state == LinkState::ticket_gone;
    });
}

bool reads_counts(Tenant& tenant, const std::string& mapping) {
    const auto* translator = translator_named(tenant, mapping);
    if (translator == nullptr) return false;
    const auto names = translator->names();
    return std::any_of(names.begin(), names.end(),
                       [](const auto& used) { return used.name == items_name || used.name == tickets_name; });
}

Record count_on_ticket(const Mapping& mapping, const Ticket& ticket, const std::vector<Link>& links,
                       WorkItemId item) {
    if (!mapping.link_back || mapping.link_back->count.empty()) return {};
    const auto first =
        std::find_if(links.begin(), links.end(), [](const Link& link) { return !is_over(link.state); });
    if (first == links.end() || first->work_item != item) return {};
    const auto path = fmt::format("custom[\"{}\"]", mapping.link_back->count);
    const auto count = count_items(links);
    if (text_of(ticket.get(path)) == std::to_string(count)) return {};
    return {{path, Value{count}}};
}

}  // namespace deskbridge
