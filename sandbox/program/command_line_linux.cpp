#include "sandbox/program/command_line.h"

namespace sandbox {

std::vector<std::string> command_line(int count, char** values) {
    return {values, values + count};
}

}  // namespace sandbox
