#include "adapters/request_tracker/kept_files.h"

#include "contract/http.h"

#include <filesystem>
#include <fmt/format.h>

namespace deskbridge::request_tracker {

namespace fs = std::filesystem;

KeptFiles::~KeptFiles() {
    std::error_code ignored;
    for (const auto& [url, file] : files_) fs::remove(file.path, ignored);
}

UploadOutcome KeptFiles::keep(const std::string& name, const std::string& path, std::uint64_t bytes) {
    std::error_code error;
    const auto copy = fmt::format("{}.kept{}", path, ++count_);
    fs::copy_file(path, copy, fs::copy_options::overwrite_existing, error);
    if (error || fs::file_size(copy, error) != bytes || error)
        return {{},
                SyncError(Reach::item, Trouble::data, "a file on its way to Request Tracker is not whole",
                          "it is fetched again with the next attempt")};
    const auto url = fmt::format("{}/Ticket/Attachment/kept/{}/{}", desk_url_, count_, url_encode(name));
    files_.insert_or_assign(url, KeptFile{name, copy, bytes});
    return {url, {}};
}

const KeptFile* KeptFiles::find(std::string_view url) const {
    const auto found = files_.find(url);
    return found == files_.end() ? nullptr : &found->second;
}

void KeptFiles::drop(const std::string& url) {
    const auto found = files_.find(url);
    if (found == files_.end()) return;
    std::error_code ignored;
    fs::remove(found->second.path, ignored);
    files_.erase(found);
}

}  // namespace deskbridge::request_tracker
