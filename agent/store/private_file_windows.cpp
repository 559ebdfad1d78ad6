#include "contract/service_account.h"
#include "contract/sync_error.h"
#include "store/private_file.h"

#include <array>
#include <fmt/format.h>
#include <windows.h>

#include <sddl.h>

namespace deskbridge::store {

namespace {

/// "S-1-5-..." of the account that this process runs under.
std::wstring own_sid() {
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == 0) return {};
    alignas(TOKEN_USER) std::array<BYTE, 256> raw{};
    DWORD size = 0;
    wchar_t* text = nullptr;
    std::wstring sid;
    if (GetTokenInformation(token, TokenUser, raw.data(), raw.size(), &size) != 0 &&
        ConvertSidToStringSidW(reinterpret_cast<TOKEN_USER*>(raw.data())->User.Sid, &text) != 0) {
        sid = text;
        LocalFree(text);
    }
    CloseHandle(token);
    return sid;
}

[[noreturn]] void fail(const std::filesystem::path& file, unsigned long code) {
    throw SyncError(Reach::run, Trouble::store,
                    fmt::format("{} cannot be made: error {} of Windows", file.string(), code),
                    fmt::format("Make the folder {} and let the service account write to it, or name another "
                                "place in the configuration.",
                                file.has_parent_path() ? file.parent_path().string() : "."));
}

}  // namespace

// The system and administrators can take any file; everybody else but the owner and the service is left out.
void make_private_file(const std::filesystem::path& file) {
    const auto rights =
        L"D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;" + own_sid() + L")(A;;FA;;;" + service_account_sid + L")";
    SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
    if (ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1,
                                                             &attributes.lpSecurityDescriptor, nullptr) == 0)
        fail(file, GetLastError());
    const HANDLE made =
        CreateFileW(file.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                    &attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    const auto code = GetLastError();
    LocalFree(attributes.lpSecurityDescriptor);
    if (made != INVALID_HANDLE_VALUE)
        CloseHandle(made);
    else if (code != ERROR_FILE_EXISTS)
        fail(file, code);
}

}  // namespace deskbridge::store
