#include "contract/sync_error.h"
#include "store/file_lock.h"
#include "store/private_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace deskbridge::store {

namespace {

SyncError lock_error(const std::filesystem::path& file) {
    const int code = errno;
    auto error =
        SyncError(Reach::run, Trouble::store,
                  fmt::format("{} cannot be locked: {}", file.string(), std::strerror(code)),
                  "The state file needs a local disk and a folder that the service account may write to.");
    // a running agent tries again
    if (code == ENOSPC || code == EDQUOT) error.with(std::chrono::seconds{10});
    return error;
}

/// True when the lock was got, false when somebody is in the way.
bool lock(std::intptr_t descriptor, int how, const std::filesystem::path& file) {
    while (::flock(static_cast<int>(descriptor), how | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return false;
        if (errno != EINTR) throw lock_error(file);
    }
    return true;
}

/// Who only asks holds the lock shared for a moment (is_taken); that is no reason to be turned away. So only
/// when it cannot be had shared either does somebody hold it for good.
bool lock_for_good(std::intptr_t descriptor, const std::filesystem::path& file) {
    while (!lock(descriptor, LOCK_EX, file)) {
        if (!lock(descriptor, LOCK_SH, file)) return false;
        ::flock(static_cast<int>(descriptor), LOCK_UN);
    }
    return true;
}

}  // namespace

std::optional<FileLock> FileLock::take(const std::filesystem::path& file) {
    make_private_file(file);
    FileLock taken(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    if (taken.descriptor_ < 0) throw lock_error(file);
    if (!lock_for_good(taken.descriptor_, file)) return {};
    const std::string process = std::to_string(::getpid()) + "\n";
    if (::ftruncate(static_cast<int>(taken.descriptor_), 0) != 0 ||
        ::pwrite(static_cast<int>(taken.descriptor_), process.data(), process.size(), 0) < 0)
        throw lock_error(file);
    return taken;
}

bool FileLock::is_taken(const std::filesystem::path& file) {
    FileLock probe(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (probe.descriptor_ < 0) {
        if (errno == ENOENT) return false;
        throw lock_error(file);
    }
    return !lock(probe.descriptor_, LOCK_SH, file);
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(static_cast<int>(descriptor_));
}

}  // namespace deskbridge::store
