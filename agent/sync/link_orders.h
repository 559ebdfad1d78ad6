// Links that people order while an agent runs.
#pragma once

#include "sync/tenant.h"

namespace deskbridge {

/// Does what was ordered, and answers it. An order that was begun when a process died is gone on with: what
/// it wanted may be there already. On failure: SyncError of reach side or run; the order waits then.
void carry_out_orders(Tenant& tenant);

}  // namespace deskbridge
