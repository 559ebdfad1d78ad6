// How a single step on one of the sides ended.
#pragma once

#include "contract/sync_error.h"

#include <optional>
#include <string>

namespace deskbridge {

/// How the write to one object ended. The error's reach is item, and its fate says what is known of the
/// effect.
struct WriteOutcome {
    std::optional<SyncError> error;  ///< nothing = done
};

/// A file that was to be fetched. `cut`: it is longer than the limit, and what was written is to be thrown
/// away. `error`: of reach item, it cannot be had.
struct FetchOutcome {
    bool cut = false;
    std::optional<SyncError> error;
};

/// `error`: of reach item; the side does not take this file (too big, a kind that it blocks).
struct UploadOutcome {
    std::string url;  ///< names the file in what is written next: an address, or the desk's own token
    std::optional<SyncError> error;
};

}  // namespace deskbridge
