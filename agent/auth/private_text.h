// Small files that their owner and the service account alone may read, written whole or not at all.
#pragma once

#include "auth/secret.h"

#include <filesystem>

namespace deskbridge {

/// Makes the file with access for its owner only. False when there is one already, which stays as it is.
/// On failure: SyncError of reach run, trouble store.
bool make_private_text(const std::filesystem::path& file, const Secret& text);

/// The same over a file that is there. What is on the disk is the old text or the new one.
void replace_private_text(const std::filesystem::path& file, const Secret& text);

}  // namespace deskbridge
