#include "auth/private_text.h"
#include "contract/sync_error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace deskbridge {

namespace {

SyncError trouble(const std::filesystem::path& file) {
    return SyncError(Reach::run, Trouble::store,
                     fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)),
                     "Let the service account write to the folder, or give the key as a systemd credential.");
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

/// A finished file of another name beside the one that is wanted.
std::string write_beside(const std::filesystem::path& file, const Secret& text) {
    std::string name = file.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);  // 0600, whatever the umask
    if (descriptor < 0) throw trouble(file);
    const bool done = write_all(descriptor, text.reveal());
    ::close(descriptor);
    if (done) return name;
    const auto error = trouble(file);
    ::unlink(name.c_str());
    throw error;
}

void sync_folder(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

bool make_private_text(const std::filesystem::path& file, const Secret& text) {
    const auto name = write_beside(file, text);
    const bool made = ::link(name.c_str(), file.c_str()) == 0;
    const int why = errno;
    ::unlink(name.c_str());
    errno = why;
    if (!made && errno != EEXIST) throw trouble(file);
    sync_folder(file);
    return made;
}

void replace_private_text(const std::filesystem::path& file, const Secret& text) {
    const auto name = write_beside(file, text);
    if (::rename(name.c_str(), file.c_str()) != 0) {
        const auto error = trouble(file);
        ::unlink(name.c_str());
        throw error;
    }
    sync_folder(file);
}

}  // namespace deskbridge
