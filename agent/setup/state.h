// Ways to open the state file, by what a command is about to do with it.
#pragma once

#include "store/sqlite_link_store.h"

#include <filesystem>
#include <memory>

namespace deskbridge {

/// A copy in a temporary folder that goes with this object: for commands that must not change anything.
class StateCopy {
public:
    /// Of a state file that is not there yet, the copy is a new one.
    explicit StateCopy(const std::filesystem::path& state);
    ~StateCopy();
    StateCopy(const StateCopy&) = delete;
    StateCopy& operator=(const StateCopy&) = delete;

    std::unique_ptr<SqliteLinkStore> open() const;

private:
    std::filesystem::path folder_;
    std::filesystem::path file_;
};

/// The state file for looking at. On failure: SyncError (run, store), also when there is none yet.
std::unique_ptr<SqliteLinkStore> open_existing(const std::filesystem::path& state);

}  // namespace deskbridge
