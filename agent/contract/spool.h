// Files on their way from one side to the other (on disk, never whole in memory), and those that arrived.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbridge {

struct SpooledFile {
    std::uint64_t bytes = 0;
    std::string digest;  ///< of the content, hexadecimal
};

/// A file of the desk that the tracker keeps.
struct KeptFile {
    std::string file_id;
    std::string digest;  ///< of its content
    std::uint64_t bytes = 0;
    std::string url;
};

/// On failure: SyncError of reach run, trouble store (the disk is full, or the folder cannot be written).
/// Thread rule: one thread at a time.
class Spool {
public:
    virtual ~Spool() = default;
    /// The path of a new file that only this account may read, empty. Gone with the spool at the latest.
    virtual std::string fresh() = 0;
    /// The path of a new file with this content.
    virtual std::string hold(std::string_view content) = 0;
    virtual SpooledFile measure(const std::string& path) = 0;
    virtual void discard(const std::string& path) = 0;
};

}  // namespace deskbridge
