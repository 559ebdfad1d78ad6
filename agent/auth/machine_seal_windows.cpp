#include "auth/machine_seal.h"
#include "contract/sync_error.h"

#include <fmt/format.h>
#include <windows.h>

#include <wincrypt.h>

namespace deskbridge {

namespace {

/// Other programs, which do not know it, do not open the text by merely asking.
constexpr std::string_view purpose = "deskbridge:1:key";

DATA_BLOB blob_of(std::string_view bytes) {
    return {static_cast<DWORD>(bytes.size()),
            reinterpret_cast<BYTE*>(const_cast<char*>(bytes.data()))};  // only read, by the API's own word
}

std::string_view text_of(const DATA_BLOB& blob) {
    return {reinterpret_cast<const char*>(blob.pbData), blob.cbData};
}

/// A service has nobody to ask.
constexpr DWORD without_windows = CRYPTPROTECT_UI_FORBIDDEN;

}  // namespace

std::optional<std::string> bound_to_machine(const Secret& text) {
    DATA_BLOB plain = blob_of(text.reveal()), entropy = blob_of(purpose), bound{};
    if (CryptProtectData(&plain, L"key of deskbridge", &entropy, nullptr, nullptr,
                         CRYPTPROTECT_LOCAL_MACHINE | without_windows, &bound) == 0)
        throw SyncError(Reach::run, Trouble::configuration,
                        fmt::format("Windows does not protect the key: error {}", GetLastError()),
                        "See that the service Cryptographic Services runs.");
    std::string bytes(text_of(bound));
    LocalFree(bound.pbData);
    return bytes;
}

std::optional<Secret> unbound(std::string_view bound) {
    DATA_BLOB in = blob_of(bound), entropy = blob_of(purpose), plain{};
    if (CryptUnprotectData(&in, nullptr, &entropy, nullptr, nullptr, without_windows, &plain) == 0) return {};
    Secret text(text_of(plain));
    SecureZeroMemory(plain.pbData, plain.cbData);
    LocalFree(plain.pbData);
    return text;
}

}  // namespace deskbridge
