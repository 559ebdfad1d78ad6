#pragma once

#include <filesystem>
#include <string>

namespace sandbox {

/// Where the stand-ins can be reached and how to sign in. Addresses have no trailing slash.
struct Addresses {
    std::string desk;
    std::string work;
    std::string sign_in;
    std::string pages;
    std::string control;
    /// "id:CODE"
    std::string desk_key;
    std::string work_token;
    std::string organization;
    /// Azure DevOps Server says collection where the service says organization.
    bool on_premises = false;
    std::string project;
    /// The mapping that the demonstration builds on; of the project's process.
    std::string preset = "deskpro-agile-bug";
};

/// Writes deskbridge.json, demo-mapping.json, desk.key and work.pat into the folder, which is made when it is
/// not there; the secrets can be read by the owner alone. What an earlier sandbox wrote is replaced. Throws
/// std::runtime_error with a sentence when a file cannot be written or when the folder holds a
/// deskbridge.json that no sandbox has written.
void write_configuration(const std::filesystem::path& folder, const Addresses& addresses);

/// Writes the addresses as one JSON object, complete or not at all. Throws as above.
void write_ready_file(const std::filesystem::path& file, const Addresses& addresses);

}  // namespace sandbox
