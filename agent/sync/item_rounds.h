// Linked work items read by id, again and again: what no feed tells.
#pragma once

#include "sync/tenant.h"

namespace deskbridge {

/// Goes on with the round over all linked items, in calls of at most 200; a round begins an hour after the
/// last one did, the first an hour after the tenant's first look. An item at another revision than its feed
/// has told, and one that cannot be read any more (deleted, moved out of sight), is news, with the cursor in
/// one transaction. At most as many items in a cycle as tickets are looked at in one. Errors go on.
void look_after_items(Tenant& tenant);

}  // namespace deskbridge
