// Messages that may stand on an item which could not be seen when they were looked for.
#pragma once

#include "contract/sync_error.h"
#include "sync/conversation.h"

#include <optional>
#include <vector>

namespace deskbridge {

/// The intents of a tenant to say something, as they are when this is made. Does not own the tenant.
class Unseen {
public:
    explicit Unseen(Tenant& tenant);

    /// Before anything more is said: what arrived after all is recorded and known to the conversation, the
    /// rest may be sent again. Why not, when the item cannot be seen yet. Errors of reach side go on.
    std::optional<SyncError> look_for(Conversation& conversation);

private:
    Tenant& tenant_;
    std::vector<Intent> intents_;
};

}  // namespace deskbridge
