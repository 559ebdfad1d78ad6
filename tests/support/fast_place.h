// Where tests keep files of which none looks at the disk itself.
#pragma once

#include <filesystem>

namespace deskbridge {

/// In memory where there is such a place: a state file is made certain hundreds of times in a test.
inline std::filesystem::path fast_place() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
}

}  // namespace deskbridge
