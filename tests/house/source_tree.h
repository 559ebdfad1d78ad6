// The project's sources as text, for tests that read them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace house {

/// One #include line. `name` stands without its quotes or brackets.
struct Include {
    std::string name;
    bool quoted = false;
    std::size_t line = 0;
};

/// A C++ file. `code` holds the same lines as `text`, with comments taken out and strings kept.
struct Source {
    std::string path;    ///< below the project's root, with '/'
    std::string folder;  ///< the path without the file's name
    std::vector<std::string> text;
    std::vector<std::string> code;
    std::vector<Include> includes;

    bool is_header() const { return path.ends_with(".h"); }
};

/// The project's root: $DESKBRIDGE_SOURCE, else the working directory.
std::filesystem::path root();

/// All C++ files below the folders, in order. Throws std::runtime_error when a folder is not there.
std::vector<Source> sources(const std::vector<std::string>& folders);

/// A file's lines without their ends; nothing when there is no such file.
std::optional<std::vector<std::string>> lines_of(const std::filesystem::path& file);

/// The text without // and /* */ comments; what stands in quotes stays, raw strings too.
std::vector<std::string> without_comments(const std::vector<std::string>& text);

/// Collects broken rules, so that one run tells them all.
class Complaints {
public:
    void add(const std::string& path, std::size_t line, const std::string& rule);
    void add(const std::string& path, const std::string& rule);
    bool none() const { return lines_.empty(); }
    /// One line for each, "path:line: rule".
    std::string text() const;

private:
    std::vector<std::string> lines_;
};

}  // namespace house
