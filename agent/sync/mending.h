// Messages that were edited or taken back on the ticket after they had been carried.
#pragma once

#include "sync/conversation.h"

namespace deskbridge {

/// Rewrites and takes back our copies on the work item, where the whole of the ticket was read. A copy that
/// somebody removed stays away; one that the tracker does not let us change stays as it is, which is logged.
/// False when the rest has to be done another time. On failure: SyncError of reach side.
bool mend(Tenant& tenant, Conversation& conversation, CycleReport& report);

}  // namespace deskbridge
