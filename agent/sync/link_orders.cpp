#include "sync/link_orders.h"

#include "sync/link_by_hand.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Verb = LinkOrder::Verb;

std::optional<Link> link_of(Tenant& tenant, const LinkWish& wish) {
    const std::vector<std::string> ids{wish.ticket_id};
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        if (link.work_item == wish.work_item) return std::move(link);
    return {};
}

LinkAnswer answer_of(LinkDone done) {
    return {
        {}, {}, std::move(done.link.mapping), std::move(done.link.work_item_url), std::move(done.remarks)};
}

/// What a process that died had done already; only its answer is missing.
std::optional<LinkAnswer> done_before(Tenant& tenant, const LinkOrder& order) {
    if (order.state != LinkOrder::State::begun) return {};
    const auto link = link_of(tenant, order.wish);
    if (link.has_value() != (order.verb == Verb::add)) return {};
    return answer_of({link.value_or(Link{}), {}});
}

LinkAnswer carry_out(Tenant& tenant, const LinkOrder& order) {
    if (auto answer = done_before(tenant, order)) return std::move(*answer);
    tenant.store.begin_order(tenant.record.id, order.id);
    try {
        return answer_of(order.verb == Verb::add ? add_link(tenant, order.wish)
                                                 : remove_link(tenant, order.wish));
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        return {error.what(), error.hint, {}, {}, {}};
    }
}

}  // namespace

void carry_out_orders(Tenant& tenant) {
    for (const auto& order : tenant.store.orders(tenant.record.id)) {
        const auto answer = carry_out(tenant, order);
        tenant.store.answer_order(tenant.record.id, order.id, answer);
        const auto* verb = order.verb == Verb::add ? "link" : "unlink";
        tenant.log.write(
            {Level::info,
             tenant.name,
             fmt::format("people asked to {} ticket {} and work item {}: {}", verb, order.wish.ticket_id,
                         order.wish.work_item, answer.error.empty() ? "done" : answer.error),
             {}});
    }
}

}  // namespace deskbridge
