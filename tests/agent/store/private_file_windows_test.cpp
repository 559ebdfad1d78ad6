#include "contract/service_account.h"
#include "scratch.h"
#include "store/private_file.h"

#include <catch2/catch.hpp>
#include <string>
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

using namespace deskbridge;
using namespace deskbridge::scratch;

namespace {

/// Who may do what with a file, as one text.
std::wstring access_of(const std::filesystem::path& file) {
    PSECURITY_DESCRIPTOR held = nullptr;
    wchar_t* text = nullptr;
    REQUIRE(GetNamedSecurityInfoW(file.c_str(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr,
                                  nullptr, nullptr, &held) == ERROR_SUCCESS);
    REQUIRE(ConvertSecurityDescriptorToStringSecurityDescriptorW(
                held, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &text, nullptr) != 0);
    std::wstring access(text);
    LocalFree(text);
    LocalFree(held);
    return access;
}

}  // namespace

// Hidden: wine keeps no list of its own beside the bits of the machine below, so this is for a real Windows.
TEST_CASE("The state file is for its owner and the service, whoever makes it, and not for everybody",
          "[.real]") {
    Folder folder;
    store::make_private_file(folder.file());
    const auto access = access_of(folder.file());
    CHECK(access.find(service_account_sid) != std::wstring::npos);
    CHECK(access.find(L";;;WD)") == std::wstring::npos);
    CHECK(access.find(L";;;BU)") == std::wstring::npos);
}
