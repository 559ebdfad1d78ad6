// Where a command has a link made or taken away: by itself, or by the agent that runs.
#pragma once

#include "commands/session.h"
#include "sync/link_by_hand.h"

namespace deskbridge {

/// Beside a running agent the wish waits in the state file for the agent's next cycle, and this call for the
/// answer. A stop, and an agent that does not get to it in two minutes, take the wish back. On failure:
/// SyncError; of reach item when the two cannot be linked, with the reason.
LinkDone change_link(Session& session, const TenantSettings& settings, LinkOrder::Verb verb,
                     const LinkWish& wish);

}  // namespace deskbridge
