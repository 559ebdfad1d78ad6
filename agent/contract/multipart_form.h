// A form with files, as browsers send them (RFC 7578).
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace deskbridge {

/// Put together on the disk, so that no file is ever whole in memory; only the owner can read it, and it goes
/// with this object. Nobody can have put its boundary into a file beforehand, so no file can pass for another
/// part. Thread rule: one thread at a time.
class MultipartForm {
public:
    /// `path` is written over.
    explicit MultipartForm(std::string path);
    ~MultipartForm();
    MultipartForm(const MultipartForm&) = delete;
    MultipartForm& operator=(const MultipartForm&) = delete;

    /// `name` is ours and needs no care.
    void add(std::string_view name, std::string_view content_type, std::string_view text);
    /// The first `bytes` of a file. `file_name` as it is to stand between quotes. False: the file is shorter,
    /// and the form is of no use.
    bool add_file(std::string_view name, std::string_view file_name, std::string_view content_type,
                  const std::string& file, std::uint64_t bytes);
    /// Nothing comes after it. On failure, a full disk: SyncError of reach run, trouble store.
    void end();

    const std::string& path() const { return path_; }
    std::uint64_t bytes() const { return bytes_; }
    std::string type() const { return "multipart/form-data; boundary=" + boundary_; }

private:
    void write(std::string_view text);

    std::string path_;
    std::string boundary_;
    std::ofstream out_;
    std::uint64_t bytes_ = 0;
};

/// By the name's ending: pictures say what they are, so that they can be shown; the rest is for saving.
std::string_view media_type_of(std::string_view file_name);

}  // namespace deskbridge
