#include "auth/source_keeper.h"

namespace deskbridge {

bool SourceKeeper::replace(const Secret& refused) {
    const std::lock_guard lock(mutex_);
    if (value_.reveal() != refused.reveal()) return true;
    try {
        value_ = make_();
    } catch (const SyncError&) {
        return false;
    }
    return value_.reveal() != refused.reveal();
}

}  // namespace deskbridge
