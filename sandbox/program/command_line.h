// What stands on the command line, in UTF-8 on every system.
#pragma once

#include <string>
#include <vector>

namespace sandbox {

/// The program's name first. `count` and `values` are main's own.
std::vector<std::string> command_line(int count, char** values);

}  // namespace sandbox
