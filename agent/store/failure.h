// What SQLite reports, as an error that says what to do.
#pragma once

#include "contract/sync_error.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace deskbridge::store {

/// Of reach run and trouble store. `code` is SQLite's, extended or not; `detail` is its own sentence, which
/// names tables and columns but never values. What may be over by itself (no space, a lock, a disk that
/// fails) has a time to wait before trying again.
SyncError failure(int code, const std::filesystem::path& file, std::string_view detail);

/// For a file whose content cannot be what this program wrote.
SyncError damaged(const std::filesystem::path& file, std::string_view detail);

}  // namespace deskbridge::store
