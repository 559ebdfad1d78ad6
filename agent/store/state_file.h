// The way to an open state file of today's shape.
#pragma once

#include "store/connection.h"

#include <filesystem>
#include <memory>

namespace deskbridge::store {

/// Makes the file when it is not there, and migrates it. On failure: SyncError of reach run, trouble store.
std::unique_ptr<Connection> open_state_file(const std::filesystem::path& file);

}  // namespace deskbridge::store
