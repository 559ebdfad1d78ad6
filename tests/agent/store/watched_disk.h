// SQLite's way to the disk, watched: counts what waits for the disk, fails when told, and knows what a power
// cut would leave.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace deskbridge::scratch {

/// As long as it lives, every connection that is opened goes through it. One at a time; connections that were
/// opened through it end before it does. Waiting for locks takes no time.
class WatchedDisk {
public:
    WatchedDisk();
    ~WatchedDisk();
    WatchedDisk(const WatchedDisk&) = delete;
    WatchedDisk& operator=(const WatchedDisk&) = delete;

    /// Writes, resizes and syncs so far.
    std::int64_t accesses() const { return accesses_; }
    std::int64_t syncs() const { return syncs_; }

    /// The n-th access from now (1 = the next) fails with this code of SQLite's, and all after it when
    /// `ever`.
    void fail(std::int64_t access, int code, bool ever);
    void heal();
    /// How often an access failed.
    std::int64_t failures() const { return failures_; }

    /// What a power cut leaves of `file` and its log under the name `copy`: of the log only what was synced.
    void cut_power(const std::filesystem::path& file, const std::filesystem::path& copy) const;

    // for the methods that SQLite calls
    int count_access(bool is_sync);
    void note_synced(const std::string& file, std::int64_t size) { synced_[file] = size; }

private:
    struct Methods;
    std::unique_ptr<Methods> methods_;
    std::int64_t accesses_ = 0;
    std::int64_t syncs_ = 0;
    std::int64_t failures_ = 0;
    std::int64_t fails_at_ = 0;
    int code_ = 0;
    bool ever_ = false;
    std::map<std::string, std::int64_t> synced_;
};

}  // namespace deskbridge::scratch
