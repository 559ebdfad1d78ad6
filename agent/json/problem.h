// What is wrong with a file that somebody wrote, and where.
#pragma once

#include "contract/sync_error.h"

#include <string>
#include <vector>

namespace deskbridge::json {

/// Lines and columns count from 1, columns in characters; line 0 = the file as a whole.
struct Problem {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
    std::string path;  ///< "tenants[0].desk.url"; empty for the whole
    std::string message;

    /// "deskbridge.json:12:7: tenants[0].desk.url: must be text, not a number"
    std::string text() const;
    bool operator==(const Problem&) const = default;
};
using Problems = std::vector<Problem>;

/// By file, line and column; what is said twice is kept once.
void sort_problems(Problems& problems);

/// A file cannot be used. `what()` holds every problem, one a line.
struct FileError : SyncError {
    explicit FileError(Problems list);
    Problems problems;
};

}  // namespace deskbridge::json
