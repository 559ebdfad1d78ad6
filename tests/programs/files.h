// Folders and files of a test, gone at its end.
#pragma once

#include <filesystem>
#include <string>

namespace programs {

/// A new folder below the system's temporary one that only its owner can enter; removed with its content.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Throws std::runtime_error when the file cannot be read or written. What is written only its owner can
/// read.
std::string text_of(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& text);

/// A program of this build: $DESKBRIDGE_BUILD/bin/<name>.
std::string built_program(const std::string& name);

/// $DESKBRIDGE_DATA, else shared/data beside the project; need not be there.
std::filesystem::path data_folder();

}  // namespace programs
