// A write that no revision guards.
#pragma once

#include "contract/link_store.h"
#include "sync/tenant.h"

#include <cstdint>

namespace deskbridge {

/// With an intent on disk before it. A late effect could undo what somebody did meanwhile, so an intent whose
/// fate is not known keeps its ticket waiting until its time has passed; then both sides are looked at anew.
class UnguardedWrite {
public:
    UnguardedWrite(Tenant& tenant, const Link& link);

    /// For the caller to close by what it records.
    std::int64_t intent() const { return intent_.id; }
    /// Closes the intent where nothing happened, else keeps its fate.
    void leave(const SyncError& error);

    /// An error of the whole is kept, and goes on.
    template <class Send>
    auto call(const Send& send) {
        try {
            return send();
        } catch (const SyncError& error) {
            leave(error);
            throw;
        }
    }

private:
    Tenant& tenant_;
    Intent intent_;
};

}  // namespace deskbridge
