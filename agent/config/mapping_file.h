// Reads mappings: files that people write, and the presets that come with the program.
#pragma once

#include "json/problem.h"
#include "mapping/mapping.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// What a file or another mapping calls a mapping: a path relative to `folder`, with or without ".json"; or,
/// when there is no such file, a preset's name, alone or below "mappings/", with or without ".json". The
/// answer is an absolute path, or "preset:<name>"; nothing when there is neither.
std::optional<std::filesystem::path> find_mapping(const std::filesystem::path& folder,
                                                  std::string_view written);

/// As `extends` names them, in order.
std::vector<std::string> preset_names();

struct MappingFile {
    Mapping mapping;
    std::filesystem::path where;
};

/// Reads what find_mapping gave (or any path) with all that it extends, and compiles it once, so that its
/// expressions, templates and transforms are known to be sound. On failure: json::FileError (run,
/// configuration) with everything that is wrong, each with file, line and column.
MappingFile read_mapping(const std::filesystem::path& where);

}  // namespace deskbridge
