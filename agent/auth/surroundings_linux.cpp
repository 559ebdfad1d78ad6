#include "auth/surroundings.h"

#include <cstdlib>

namespace deskbridge {

std::optional<std::string> environment_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return {};
    return value;
}

std::optional<std::filesystem::perms> file_access(const std::filesystem::path& path) {
    std::error_code trouble;
    const auto status = std::filesystem::status(path, trouble);
    if (trouble) return {};
    return status.permissions();
}

bool others_may_read(std::filesystem::perms permissions) {
    using std::filesystem::perms;
    return (permissions & (perms::group_read | perms::others_read)) != perms::none;
}

}  // namespace deskbridge
