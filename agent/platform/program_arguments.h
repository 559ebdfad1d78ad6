// What the program was started with, as UTF-8 on every system.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace deskbridge {

/// Without the program's own name. Also makes both outputs of a console show UTF-8.
std::vector<std::string> program_arguments(int argc, char** argv);

/// Where the configuration of the whole system is.
std::filesystem::path system_config();

}  // namespace deskbridge
