#include "sandbox/faults/rule.h"

#include <fmt/format.h>
#include <stdexcept>

namespace sandbox {

namespace {

std::optional<std::regex> expression_of(const std::string& path) {
    if (path.empty()) return std::nullopt;
    try {
        return std::regex(path, std::regex::ECMAScript | std::regex::optimize);
    } catch (const std::regex_error& error) {
        throw std::invalid_argument(
            fmt::format("\"path\" is no regular expression: {} ({})", path, error.what()));
    }
}

}  // namespace

Matcher::Matcher(Condition condition)
    : condition_(std::move(condition)), path_(expression_of(condition_.path)) {}

bool Matcher::meets(std::string_view system, const Request& request) const {
    if (!condition_.system.empty() && condition_.system != system) return false;
    if (!condition_.method.empty() && condition_.method != request.method) return false;
    if (path_ || !condition_.path_contains.empty()) {
        std::string target = percent_decode(request.path);
        if (!request.query.empty()) target += '?' + percent_decode(request.query, true);
        if (target.find(condition_.path_contains) == std::string::npos) return false;
        if (path_ && !std::regex_search(target, *path_)) return false;
    }
    return request.body.find(condition_.body_contains) != std::string::npos;
}

}  // namespace sandbox
