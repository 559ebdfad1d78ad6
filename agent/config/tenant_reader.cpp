#include "config/reading.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

void check_name(Reading& reading, const FileNode& node) {
    const std::string name = node.text();
    if (name.empty()) return;
    const bool allowed = std::all_of(name.begin(), name.end(),
                                     [](char c) { return is_word(c) || c == '.' || c == '_' || c == '-'; });
    if (!allowed || !is_word(name[0]))
        reading.wrong(node,
                      "may hold letters, digits, '.', '_' and '-' only, and begins with a letter or a digit");
}

std::vector<std::filesystem::path> read_mappings(Reading& reading, const FileNode& node) {
    std::vector<std::filesystem::path> paths;
    for (const auto& item : node.items()) {
        auto path = read_existing_path(reading, item);
        if (path.empty()) continue;
        if (std::find(paths.begin(), paths.end(), path) != paths.end())
            reading.wrong(item, "this mapping stands here a second time");
        paths.push_back(std::move(path));
    }
    return paths;
}

}  // namespace

TenantSettings read_tenant(Reading& reading, const FileNode& node, const FileNode& defaults,
                           const TenantOptionSettings& options) {
    TenantSettings tenant;
    tenant.name = node["name"].text();
    check_name(reading, node["name"]);
    tenant.desk = read_desk(reading, node["desk"]);
    tenant.work = read_work(reading, node["work"], defaults["entra"]);
    tenant.mappings = read_mappings(reading, node["mappings"]);
    tenant.options = read_options(reading, node, options);
    tenant.place = fmt::format("{}:{}:{}", node.file(), node.line(), node.column());
    return tenant;
}

}  // namespace deskbridge::config
