// Files that wait for the message they belong to: RT takes files with a message and not before.
#pragma once

#include "contract/outcome.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::request_tracker {

/// A copy of a file on our disk.
struct KeptFile {
    std::string name;
    std::string path;
    std::uint64_t bytes = 0;
};

/// The copies lie beside what was given and go with this object, or when they were said.
class KeptFiles {
public:
    explicit KeptFiles(std::string desk_url) : desk_url_(std::move(desk_url)) {}
    ~KeptFiles();
    KeptFiles(const KeptFiles&) = delete;
    KeptFiles& operator=(const KeptFiles&) = delete;

    /// The outcome's url names the file from now on, and reads as an address of the desk.
    UploadOutcome keep(const std::string& name, const std::string& path, std::uint64_t bytes);
    const KeptFile* find(std::string_view url) const;
    void drop(const std::string& url);

private:
    std::string desk_url_;
    std::map<std::string, KeptFile, std::less<>> files_;
    int count_ = 0;
};

}  // namespace deskbridge::request_tracker
