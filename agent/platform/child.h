// A program of the system that is asked for something.
#pragma once

#include <string>
#include <vector>

namespace deskbridge {

struct ChildEnd {
    int code = -1;    ///< 127 when it cannot be started
    std::string out;  ///< what it wrote to either output
};

/// Found by PATH, without a shell, with an empty input and the environment of `child_environment.h`; returns
/// when it has ended.
ChildEnd run_child(const std::vector<std::string>& command);

}  // namespace deskbridge
