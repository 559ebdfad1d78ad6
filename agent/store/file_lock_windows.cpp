#include "contract/sync_error.h"
#include "store/file_lock.h"
#include "store/private_file.h"

#include <fmt/format.h>
#include <string>
#include <windows.h>

namespace deskbridge::store {

namespace {

/// Far behind what is written: a locked range cannot be read by others, and the number at the start is for
/// reading.
constexpr DWORD far_away = 0x40000000;

SyncError lock_error(const std::filesystem::path& file) {
    return SyncError(Reach::run, Trouble::store,
                     fmt::format("{} cannot be locked: error {} of Windows", file.string(), GetLastError()),
                     "The state file needs a local disk and a folder that the service account may write to.");
}

HANDLE handle_of(std::intptr_t descriptor) {
    return reinterpret_cast<HANDLE>(descriptor);
}

/// True when the lock was got, false when somebody is in the way.
bool lock(std::intptr_t descriptor, DWORD how, const std::filesystem::path& file) {
    OVERLAPPED place{};
    place.Offset = far_away;
    if (LockFileEx(handle_of(descriptor), how | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &place) != 0) return true;
    if (GetLastError() == ERROR_LOCK_VIOLATION || GetLastError() == ERROR_IO_PENDING) return false;
    throw lock_error(file);
}

void unlock(std::intptr_t descriptor) {
    OVERLAPPED place{};
    place.Offset = far_away;
    UnlockFileEx(handle_of(descriptor), 0, 1, 0, &place);
}

/// Who only asks holds the lock shared for a moment (is_taken); that is no reason to be turned away.
bool lock_for_good(std::intptr_t descriptor, const std::filesystem::path& file) {
    while (!lock(descriptor, LOCKFILE_EXCLUSIVE_LOCK, file)) {
        if (!lock(descriptor, 0, file)) return false;
        unlock(descriptor);
    }
    return true;
}

std::intptr_t open(const std::filesystem::path& file, DWORD rights) {
    return reinterpret_cast<std::intptr_t>(
        CreateFileW(file.c_str(), rights, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                    OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
}

}  // namespace

std::optional<FileLock> FileLock::take(const std::filesystem::path& file) {
    make_private_file(file);
    FileLock taken(open(file, GENERIC_READ | GENERIC_WRITE));
    if (taken.descriptor_ < 0) throw lock_error(file);
    if (!lock_for_good(taken.descriptor_, file)) return {};
    const std::string process = std::to_string(GetCurrentProcessId()) + "\n";
    DWORD written = 0;
    if (SetEndOfFile(handle_of(taken.descriptor_)) == 0 ||
        WriteFile(handle_of(taken.descriptor_), process.data(), static_cast<DWORD>(process.size()), &written,
                  nullptr) == 0)
        throw lock_error(file);
    return taken;
}

bool FileLock::is_taken(const std::filesystem::path& file) {
    FileLock probe(open(file, GENERIC_READ));
    if (probe.descriptor_ < 0) {
        if (GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND) return false;
        throw lock_error(file);
    }
    return !lock(probe.descriptor_, 0, file);
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) CloseHandle(handle_of(descriptor_));
}

}  // namespace deskbridge::store
