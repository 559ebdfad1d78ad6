// One agent works on a state file; readers and commands work beside it.
#pragma once

#include "store/file_lock.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <variant>

namespace deskbridge {

/// The right to act on both sides for a state file. Held as long as it lives; the end of the process, of
/// whatever kind, frees it. Every taking raises the fencing number in the file, so an agent that was thought
/// dead (a lock that a file system lost, a lock file that somebody removed) can write no intent any more.
class AgentRole {
public:
    /// Who has the role.
    struct Holder {
        std::int64_t process = 0;  ///< 0 when it cannot be told
    };

    /// Makes and migrates the file where that is needed. On failure: SyncError of reach run, trouble store.
    static std::variant<AgentRole, Holder> take(const std::filesystem::path& state_file);

    /// Who has the role now; nothing when nobody does.
    static std::optional<Holder> holder(const std::filesystem::path& state_file);

    std::int64_t fence() const { return fence_; }

private:
    AgentRole(store::FileLock lock, std::int64_t fence) : lock_(std::move(lock)), fence_(fence) {}

    store::FileLock lock_;
    std::int64_t fence_;
};

}  // namespace deskbridge
