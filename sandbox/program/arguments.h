#pragma once

#include "sandbox/azure_devops/options.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace sandbox {

/// A command line that cannot be followed; the text is one sentence for the person who typed it.
struct BadUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What the command line of deskbridge-sandbox says.
struct Arguments {
    bool help = false;
    bool version = false;
    std::filesystem::path tickets;
    std::filesystem::path faults;
    std::filesystem::path config;
    std::filesystem::path ready_file;
    int desk_port = 0;
    int work_port = 0;
    int sign_in_port = 0;
    /// Absent: the usual one, or any other when that is taken.
    std::optional<int> pages_port;
    azure_devops::Level level = azure_devops::Level::services;
    std::string organization;
    std::vector<azure_devops::ProjectOptions> projects;
    std::optional<std::uint64_t> seed;
};

/// Throws BadUsage.
Arguments read_arguments(int count, const char* const* values);

void print_help(std::ostream& out);

}  // namespace sandbox
