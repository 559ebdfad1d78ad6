#include "auth/source_keeper.h"

namespace deskbridge {

bool SourceKeeper::replace(const Secret& refused) {
    const std::lock_guard lock(mutex_);
    if (value_.reveal() != refused.reveal()) return true;
    const bool other = choice_->replace(refused);
    try {
        value_ = choice_->read();
    } catch (const SyncError&) {
        return false;
    }
    return other && value_.reveal() != refused.reveal();
}

}  // namespace deskbridge
