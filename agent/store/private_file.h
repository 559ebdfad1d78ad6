// Files that the service account alone may read.
#pragma once

#include <filesystem>

namespace deskbridge::store {

/// Makes an empty file with access for its owner only, whatever the umask. A file that is there stays as it
/// is. On failure: SyncError of reach run, trouble store. SQLite gives the -wal and -shm files beside it the
/// same access.
void make_private_file(const std::filesystem::path& file);

}  // namespace deskbridge::store
