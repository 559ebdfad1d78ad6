// Runs the cases beside a mapping: what it should make of tickets, and of work items on the way back.
#pragma once

#include "config/mapping_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

struct CaseResult {
    std::string name;
    std::string place;                     ///< "mappings/acme.cases.json:3:5"
    std::vector<std::string> differences;  ///< sentences; empty = as expected

    bool passed() const { return differences.empty(); }
};

struct CaseRun {
    std::filesystem::path where;      ///< of the cases; "preset:..." for a preset's own
    std::vector<CaseResult> results;  ///< in the order of the file
};

/// Runs "x.cases.json" beside "x.json"; nothing when there is none. Fields that every process has (title,
/// description, repro steps, priority, tags, ...) take their usual forms, others stay as the mapping makes
/// them. On failure: json::FileError when the cases cannot be read or are no cases.
std::optional<CaseRun> run_mapping_cases(const MappingFile& mapping);

}  // namespace deskbridge
