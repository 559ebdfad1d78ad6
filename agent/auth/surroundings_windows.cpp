#include "auth/surroundings.h"

#include <cstdlib>
#include <windows.h>

namespace deskbridge {

namespace {

std::wstring wide(const std::string& utf8) {
    return std::filesystem::path(utf8).wstring();
}

}  // namespace

std::optional<std::string> environment_variable(const std::string& name) {
    const wchar_t* value = _wgetenv(wide(name).c_str());
    if (value == nullptr) return {};
    return std::filesystem::path(value).string();
}

// Windows has lists of who may do what in place of bits: those of ProgramData\deskbridge are set at
// installation.
std::optional<std::filesystem::perms> file_access(const std::filesystem::path&) {
    return {};
}

bool others_may_read(std::filesystem::perms permissions) {
    using std::filesystem::perms;
    return (permissions & (perms::group_read | perms::others_read)) != perms::none;
}

}  // namespace deskbridge
