#include "store/file_lock.h"

#include <fstream>
#include <utility>

namespace deskbridge::store {

std::int64_t FileLock::process_in(const std::filesystem::path& file) {
    std::int64_t process = 0;
    std::ifstream(file) >> process;
    return process;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

}  // namespace deskbridge::store
