#include "sync/recycling.h"

#include "sync/link_making.h"
#include "sync/saying.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

std::optional<SyncError> recycle_item(Tenant& tenant, Link& link, CycleReport& report) {
    const std::vector<Intent> intents{
        intent_for(tenant, link, Intent::Kind::update, saying_text({{}, link.work_item, link.revision, {}}))};
    const auto intent = tenant.store.intend(tenant.record.id, intents).front();
    const auto outcome = tenant.work.recycle(link.project, link.work_item);
    if (outcome.error && outcome.error->fate != Fate::refused) return outcome.error;
    Recorded recorded{.intent = intent};
    if (!outcome.error) {
        link.state = LinkState::item_gone;
        link.revision = std::max(link.revision, link.seen);
        link.active_at = tenant.clock.now();
        recorded.link = link;
        ++report.updated;
        tenant.log.write({Level::info,
                          tenant.name,
                          fmt::format("ticket {} has gone, and work item {} was moved to the recycle bin",
                                      link.ticket_id, link.work_item),
                          {}});
    }
    tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
    return outcome.error;
}

}  // namespace deskbridge
