#include "auth/private_text.h"
#include "contract/service_account.h"
#include "contract/sync_error.h"

#include <fmt/format.h>
#include <windows.h>

#include <sddl.h>

namespace deskbridge {

namespace {

/// The system, administrators, the service, and whoever owns the file: the account that makes it.
std::wstring few_accounts() {
    return std::wstring(L"D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;OW)(A;;FA;;;") + service_account_sid + L")";
}

SyncError trouble(const std::filesystem::path& file, unsigned long code) {
    return SyncError(Reach::run, Trouble::store,
                     fmt::format("{} cannot be written: error {} of Windows", file.string(), code),
                     "Let the service account write to the folder.");
}

HANDLE make_file(const std::filesystem::path& file) {
    SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
    if (ConvertStringSecurityDescriptorToSecurityDescriptorW(few_accounts().c_str(), SDDL_REVISION_1,
                                                             &attributes.lpSecurityDescriptor, nullptr) == 0)
        throw trouble(file, GetLastError());
    const HANDLE made = CreateFileW(file.c_str(), GENERIC_WRITE, 0, &attributes, CREATE_ALWAYS,
                                    FILE_ATTRIBUTE_NORMAL, nullptr);
    const auto code = GetLastError();
    LocalFree(attributes.lpSecurityDescriptor);
    if (made == INVALID_HANDLE_VALUE) throw trouble(file, code);
    return made;
}

/// A finished file of another name beside the one that is wanted.
std::filesystem::path write_beside(const std::filesystem::path& file, const Secret& text) {
    auto name = file;
    name += fmt::format(".{}-{}", GetCurrentProcessId(), GetCurrentThreadId());
    const HANDLE made = make_file(name);
    DWORD written = 0;
    const auto bytes = static_cast<DWORD>(text.reveal().size());
    const bool done = WriteFile(made, text.reveal().data(), bytes, &written, nullptr) != 0 &&
                      written == bytes && FlushFileBuffers(made) != 0;
    const auto code = GetLastError();
    CloseHandle(made);
    if (done) return name;
    DeleteFileW(name.c_str());
    throw trouble(file, code);
}

}  // namespace

bool make_private_text(const std::filesystem::path& file, const Secret& text) {
    const auto name = write_beside(file, text);
    if (MoveFileExW(name.c_str(), file.c_str(), MOVEFILE_WRITE_THROUGH) != 0) return true;
    const auto code = GetLastError();
    DeleteFileW(name.c_str());
    if (code != ERROR_ALREADY_EXISTS && code != ERROR_FILE_EXISTS) throw trouble(file, code);
    return false;
}

void replace_private_text(const std::filesystem::path& file, const Secret& text) {
    const auto name = write_beside(file, text);
    if (MoveFileExW(name.c_str(), file.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0)
        return;
    const auto code = GetLastError();
    DeleteFileW(name.c_str());
    throw trouble(file, code);
}

}  // namespace deskbridge
