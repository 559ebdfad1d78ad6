// Reads deskbridge.json.
#pragma once

#include "auth/surroundings.h"
#include "config/settings.h"
#include "contract/help_desk.h"
#include "json/problem.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace deskbridge {

/// The help desks that this program knows and what each takes under `desk`, as their adapters describe it.
using DeskKinds = std::map<std::string, std::vector<Setting>>;

struct Loaded {
    Settings settings;
    json::Problems warnings;  ///< what is allowed but should not stay so
};

/// On failure: json::FileError (run, configuration) with everything that is wrong with the file. Reads no
/// secret and no mapping, but sees whether the mapping and CA files are there, and reads the people files.
Loaded load_settings(const std::filesystem::path& file, const DeskKinds& desks,
                     const Environment& environment = environment_variable,
                     const FileAccess& access = file_access);

}  // namespace deskbridge
