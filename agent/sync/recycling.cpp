#include "sync/recycling.h"

#include "sync/unguarded.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

std::optional<SyncError> recycle_item(Tenant& tenant, Link& link, CycleReport& report) {
    UnguardedWrite write(tenant, link);
    const auto outcome = write.call([&] { return tenant.work.recycle(link.project, link.work_item); });
    if (outcome.error) {
        write.leave(*outcome.error);
        return outcome.error;
    }
    Recorded recorded{.intent = write.intent()};
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
    tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
    return {};
}

}  // namespace deskbridge
