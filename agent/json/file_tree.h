// Private to this room: what a DocumentFile owns.
#pragma once

#include "json/problem.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::json {

struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
};

struct FileTree;

struct FilePart {
    enum class Kind { null, flag, integer, number, text, array, object };

    const FileTree* tree = nullptr;
    const FilePart* parent = nullptr;
    std::string key;        ///< in an object
    std::size_t index = 0;  ///< in its parent
    Place key_at;
    Place at;

    Kind kind = Kind::null;
    bool flag = false;
    std::int64_t integer = 0;
    double number = 0;
    std::string text;
    std::vector<std::unique_ptr<FilePart>> parts;
};

struct FileTree {
    std::string name;
    std::string text;  ///< without byte order mark
    std::unique_ptr<FilePart> root;
    Problems problems;
};

/// Finds lines and columns in a text that must outlive it.
class Lines {
public:
    explicit Lines(std::string_view text);
    Place place_of(std::size_t offset) const;

private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

/// Where the tokens of a text begin: keys, values and brackets, in the order in which a parser tells of them.
/// Comments, commas and colons are passed over. `too_deep_at` is set where nesting goes beyond the limit.
struct TokenStarts {
    std::vector<std::size_t> offsets;
    std::size_t too_deep_at = std::string_view::npos;
};
TokenStarts token_starts(std::string_view text);

/// Parses tree.text into tree.root and tree.problems.
void grow(FileTree& tree);

}  // namespace deskbridge::json
