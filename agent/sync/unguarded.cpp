#include "sync/unguarded.h"

#include "sync/link_making.h"
#include "sync/recover.h"

namespace deskbridge {

UnguardedWrite::UnguardedWrite(Tenant& tenant, const Link& link)
    : tenant_(tenant), intent_(intent_for(tenant, link, Intent::Kind::change, {})) {
    intent_.id = tenant.store.intend(tenant.record.id, std::vector<Intent>{intent_}).front();
}

void UnguardedWrite::leave(const SyncError& error) {
    if (error.fate == Fate::refused || error.fate == Fate::not_sent) {
        tenant_.store.record(tenant_.record.id, std::vector<Recorded>{{.intent = intent_.id}});
        return;
    }
    set_fate(intent_, error.fate, tenant_.clock);
    tenant_.store.note(tenant_.record.id, std::vector<Intent>{intent_});
}

}  // namespace deskbridge
