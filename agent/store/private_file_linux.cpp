#include "contract/sync_error.h"
#include "store/private_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace deskbridge::store {

void make_private_file(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) {
        ::close(made);
        return;
    }
    const int code = errno;
    if (code == EEXIST) return;
    auto error = SyncError(
        Reach::run, Trouble::store, fmt::format("{} cannot be made: {}", file.string(), std::strerror(code)),
        fmt::format("Make the folder {} and let the service account write to it, or name another "
                    "place in the configuration.",
                    file.has_parent_path() ? file.parent_path().string() : "."));
    // a running agent tries again
    if (code == ENOSPC || code == EDQUOT) error.with(std::chrono::seconds{10});
    throw error;
}

}  // namespace deskbridge::store
