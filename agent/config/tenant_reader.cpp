#include "config/mapping_file.h"
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
        if (item.text().empty()) continue;  // the schema has said so
        const auto found = find_mapping(reading.folder, item.text());
        if (!found) {
            reading.wrong(item, "there is no such mapping, neither a file nor a preset" +
                                    json::suggestion_for(item.text(), preset_names()));
            continue;
        }
        if (std::find(paths.begin(), paths.end(), *found) != paths.end())
            reading.wrong(item, "this mapping stands here a second time");
        paths.push_back(*found);
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
