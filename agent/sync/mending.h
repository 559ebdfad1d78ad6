// Messages that were edited or taken back on the ticket after they had been carried.
#pragma once

#include "contract/sync_error.h"
#include "sync/conversation.h"

#include <optional>

namespace deskbridge {

/// Rewrites and takes back our copies on the work item, where the whole of the ticket was read. A copy that
/// somebody removed stays away; one that the tracker will never let us change stays as it is, which is
/// logged. What has to be tried again is returned, after all others were done. On failure: SyncError; of
/// reach item when the item cannot be seen.
std::optional<SyncError> mend(Tenant& tenant, Conversation& conversation, CycleReport& report);

}  // namespace deskbridge
