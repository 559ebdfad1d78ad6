#include "auth/origin.h"
#include "config/reading.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

constexpr const char* services = "https://dev.azure.com";

bool is_organization_name(std::string_view name) {
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; });
}

bool is_collection_name(std::string_view name) {
    return std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 ||
               std::string_view("/\\:*?\"<>|#;").find(c) != std::string_view::npos;
    });
}

std::string last_part(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    return std::string(text.substr(text.rfind('/') + 1));
}

std::string read_name(Reading& reading, const FileNode& node, bool (*is_name)(std::string_view)) {
    const std::string name = node.text();
    if (name.empty() || is_name(name)) return name;
    const std::string last = last_part(name);
    const bool address = name.find("://") != std::string::npos && !last.empty() && is_name(last);
    reading.wrong(node, address ? fmt::format("is the name alone, not an address: '{}'", last)
                                : "holds characters that no such name has");
    return name;
}

bool host_names_organization(const std::string& url) {
    const auto origin = origin_of(url);
    return origin && origin->host.ends_with(".visualstudio.com");
}

bool is_services(const std::string& url) {
    const auto origin = origin_of(url);
    return origin && (origin->host == "dev.azure.com" || host_names_organization(url));
}

/// Exactly one of the two names, and the one that fits the address.
void check_names(Reading& reading, const FileNode& node, const WorkSettings& work) {
    const FileNode organization = node["organization"];
    const FileNode collection = node["collection"];
    if (!organization.missing() && !collection.missing()) {
        reading.wrong(
            node,
            "has both 'organization' (Azure DevOps Services) and 'collection' (Azure DevOps Server); "
            "exactly one is needed");
    } else if (organization.missing() && collection.missing()) {
        if (!host_names_organization(work.url))
            reading.wrong(
                node,
                "needs 'organization' (Azure DevOps Services), or 'url' and 'collection' (Azure DevOps "
                "Server)");
    } else if (!collection.missing() && node["url"].missing()) {
        reading.wrong(collection,
                      "needs 'url' beside it, the address of the server, as in "
                      "'https://tfs.example/tfs'");
    } else if (!collection.missing() && is_services(work.url)) {
        reading.wrong(collection,
                      "Azure DevOps Services has organizations; write 'organization' instead of "
                      "'collection'");
    }
}

}  // namespace

WorkSettings read_work(Reading& reading, const FileNode& node, const FileNode& entra) {
    WorkSettings work;
    if (!node.is_object()) return work;
    work.kind = node["kind"].text();
    work.url = node["url"].missing() ? services : read_address(reading, node["url"]);
    if (const auto at = work.url.find("/_apis"); at != std::string::npos)
        reading.wrong(node["url"], fmt::format("leave out '{}': the address is '{}'", work.url.substr(at),
                                               work.url.substr(0, at)));
    work.organization = read_name(reading, node["organization"], is_organization_name);
    work.collection = read_name(reading, node["collection"], is_collection_name);
    work.ca_file = read_existing_path(reading, node["ca_file"]);
    check_names(reading, node, work);
    work.auth = read_auth(reading, node["auth"], entra);
    if (!work.collection.empty() && !work.auth.method.empty() && work.auth.method != "pat")
        reading.wrong(node["auth"]["method"],
                      "Azure DevOps Server takes personal access tokens only; write 'pat'");
    return work;
}

}  // namespace deskbridge::config
