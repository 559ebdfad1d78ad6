#include "json/problem.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace deskbridge::json {

namespace {

std::string lines_of(const Problems& problems) {
    std::string lines;
    for (const auto& problem : problems) lines += (lines.empty() ? "" : "\n") + problem.text();
    return lines;
}

Problems sorted(Problems problems) {
    sort_problems(problems);
    return problems;
}

}  // namespace

std::string Problem::text() const {
    std::string out = file;
    if (line > 0) out += fmt::format(":{}:{}", line, column);
    out += ": ";
    if (!path.empty()) out += path + ": ";
    return out + message;
}

void sort_problems(Problems& problems) {
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& left, const Problem& right) {
        return std::tie(left.file, left.line, left.column) < std::tie(right.file, right.line, right.column);
    });
    // equal ones need not be neighbours: a place may have several
    Problems kept;
    for (auto& problem : problems) {
        if (std::find(kept.begin(), kept.end(), problem) == kept.end()) kept.push_back(std::move(problem));
    }
    problems = std::move(kept);
}

FileError::FileError(Problems list)
    : SyncError(Reach::run, Trouble::configuration, lines_of(sorted(list))),
      problems(sorted(std::move(list))) {}

}  // namespace deskbridge::json
