// A file that people write: JSON with // and /* */ comments and trailing commas, in which every part knows
// its place, so that whoever finds fault with it can say where.
#pragma once

#include "json/problem.h"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbridge::json {

struct FilePart;
struct FileTree;

/// A part of a file, or the place where one is missing: every step from a missing part is missing again and
/// still knows where it should have been. Reads strictly: a number is no text. Valid as long as its
/// DocumentFile.
class FileNode {
public:
    FileNode() = default;

    bool missing() const { return part_ == nullptr || !lost_.empty(); }
    bool is_null() const;  ///< written as null, which is not missing
    bool is_object() const;
    bool is_array() const;
    bool is_text() const;
    bool is_number() const;
    bool is_flag() const;
    std::string_view kind() const;  ///< for messages: "text", "a number", "an object", ...

    FileNode operator[](std::string_view key) const;
    FileNode operator[](const char* key) const { return (*this)[std::string_view(key)]; }
    template <std::integral Index>
    FileNode operator[](Index index) const {
        return element(static_cast<std::size_t>(index));
    }
    std::size_t size() const;                                       ///< elements or members
    std::vector<FileNode> items() const;                            ///< of an array; else empty
    std::vector<std::pair<std::string, FileNode>> members() const;  ///< of an object, in order; else empty

    std::string text(std::string_view otherwise = {}) const;  ///< `otherwise` when this is no text
    std::optional<std::int64_t> integer() const;              ///< also 17.0
    std::optional<double> number() const;
    bool flag(bool otherwise = false) const;

    const std::string& file() const;
    std::size_t line() const;  ///< of the value; of what should hold it when it is missing
    std::size_t column() const;
    std::string path() const;  ///< "tenants[0].desk.url"; empty for the whole file

    /// Something to say about the value; about a missing one at the place of what should hold it.
    Problem problem(std::string message) const;
    /// Something to say about the name under which it stands.
    Problem key_problem(std::string message) const;

private:
    friend class DocumentFile;
    explicit FileNode(const FilePart* part, std::string lost = {}) : part_(part), lost_(std::move(lost)) {}
    FileNode element(std::size_t index) const;

    const FilePart* part_ = nullptr;
    std::string lost_;  ///< the way from `part_` to what is missing
};

/// The whole file. Reading never throws for what it finds: `problems` says what is wrong (syntax, duplicate
/// keys, an encoding that is not UTF-8, a file that cannot be opened), and with wrong syntax `root` is
/// missing. At most 4 MiB, 256 levels deep, 32 KiB a text.
class DocumentFile {
public:
    /// Messages name the file as `path` is written.
    static DocumentFile read(const std::filesystem::path& path);
    static DocumentFile parse(std::string text, std::string name);

    DocumentFile(DocumentFile&&) noexcept;
    DocumentFile& operator=(DocumentFile&&) noexcept;
    ~DocumentFile();

    FileNode root() const;
    const Problems& problems() const;
    const std::string& name() const;
    std::string_view source() const;  ///< the text as it was read, without byte order mark

private:
    explicit DocumentFile(std::unique_ptr<FileTree> tree);
    std::unique_ptr<FileTree> tree_;
};

/// "'mappings' or 'name'", "'a', 'b' or 'c'": a choice for a message.
std::string choice_of(const std::vector<std::string>& names);

/// For a member whose name nobody knows: the nearest of the `known` names, or all of them.
Problem unknown_key(std::string_view key, const FileNode& value, const std::vector<std::string>& known);

/// "; did you mean 'mappings'?" or, when nothing is near, "".
std::string suggestion_for(std::string_view meant, const std::vector<std::string>& names);

}  // namespace deskbridge::json
