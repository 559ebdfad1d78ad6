// A lock that ends with the process that holds it, however that ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace deskbridge::store {

/// Held as long as it lives. The file stays when it is let go: to remove it would let two processes lock two
/// files of one name. Inside, the number of the process that holds it, for people.
class FileLock {
public:
    /// Nothing when another one, in this process or elsewhere, holds it. On failure: SyncError of reach run,
    /// trouble store.
    static std::optional<FileLock> take(const std::filesystem::path& file);

    /// Whether somebody holds it now.
    static bool is_taken(const std::filesystem::path& file);
    /// What stands in the file; 0 when nothing does.
    static std::int64_t process_in(const std::filesystem::path& file);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    /// A number of the operating system, negative for none.
    explicit FileLock(std::intptr_t descriptor) : descriptor_(descriptor) {}

    std::intptr_t descriptor_ = -1;
};

}  // namespace deskbridge::store
