// What settings and secrets are read from besides files, as functions, so that a test brings its own.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace deskbridge {

/// Looks up an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// Who may do what with a file; nothing when it cannot be told or the platform has no such bits.
using FileAccess = std::function<std::optional<std::filesystem::perms>(const std::filesystem::path&)>;

/// Those of this process.
std::optional<std::string> environment_variable(const std::string& name);
std::optional<std::filesystem::perms> file_access(const std::filesystem::path& path);

/// True when the group or anybody else may read a file with these permissions.
bool others_may_read(std::filesystem::perms permissions);

}  // namespace deskbridge
