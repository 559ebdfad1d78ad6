// Keeps files with the tracker, to be named by work items afterwards.
#pragma once

#include "adapters/azure_devops/client.h"
#include "contract/work_tracker.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::azure_devops {

/// One request carries at most 130 MB; what is bigger than this goes in pieces.
inline constexpr std::uint64_t most_bytes_at_once = std::uint64_t{100} * 1024 * 1024;
inline constexpr std::uint64_t piece_bytes = std::uint64_t{8} * 1024 * 1024;

/// Does not own what it is given.
class Files {
public:
    explicit Files(Client& client) : client_(client) {}

    /// As WorkTracker::file_limits. What a server on premises takes is its administrator's setting, which no
    /// call tells.
    FileLimits limits() const;

    /// As WorkTracker::upload. On failure: SyncError side for what does not concern this one file.
    UploadOutcome upload(const Upload& upload);

    /// As WorkTracker::fetch. On failure: SyncError side for what does not concern this one file.
    FetchOutcome fetch(const Attachment& file, const std::string& path, std::uint64_t limit);

    /// As WorkTracker::file_at. The address in the answer is below our base address, whatever form it had.
    std::optional<Attachment> file_at(std::string_view url) const;

private:
    UploadOutcome upload_whole(const Upload& upload);
    UploadOutcome upload_in_pieces(const Upload& upload);
    UploadOutcome kept(const Upload& upload, const HttpResponse& answer) const;

    Client& client_;
};

}  // namespace deskbridge::azure_devops
