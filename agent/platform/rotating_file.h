// A log file of our own, for where the platform keeps none: bounded, whatever happens.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <streambuf>

namespace deskbridge {

/// Readable by its owner and group. When a line would take it over `size`, it becomes "<name>.1", that one
/// "<name>.2", and so on; what would become "<name>.<kept + 1>" is removed. Lines are whole in one file. A
/// file that cannot be written, or a disk that is full, loses lines and nothing else: the next line tries
/// anew. Thread rule: one thread at a time.
class RotatingFile : public std::ostream {
public:
    static constexpr std::uint64_t usual_size = 10 * 1024 * 1024;
    static constexpr int usually_kept = 5;

    /// On failure: SyncError (run, configuration), when it cannot be written now.
    explicit RotatingFile(std::filesystem::path file, std::uint64_t size = usual_size,
                          int kept = usually_kept);
    ~RotatingFile() override;

private:
    class Lines;
    std::unique_ptr<Lines> lines_;
};

}  // namespace deskbridge
