// Links that people make and take away.
#pragma once

#include "contract/link_order.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <string>
#include <vector>

namespace deskbridge {

/// What became of it. `remarks` are sentences about what could not be done beside it.
struct LinkDone {
    Link link;
    std::vector<std::string> remarks;
};

/// Puts the ticket's hyperlink with a mark of its own on the work item, unless one of ours is there already,
/// and keeps the link, with all that was said before as known. The next cycle compares both sides, field by
/// field: where they differ, the mapping decides. The first link of a ticket stands for the automatic one.
/// Needs the agent's role. On failure: SyncError; of reach item when one of the two cannot be linked, with
/// the reason. After an answer that got lost, the same call goes on.
LinkDone add_link(Tenant& tenant, const LinkWish& wish);

/// Says so on both sides if wished, takes the hyperlink from the work item, and forgets the link with all
/// that is kept with it. A ticket that has no other link is shelved: it gets no work item by itself. A side
/// that cannot be reached about this is a remark. Needs the agent's role. On failure: SyncError; of reach
/// item when there is no such link.
LinkDone remove_link(Tenant& tenant, const LinkWish& wish);

}  // namespace deskbridge
