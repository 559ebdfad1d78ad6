#include "adapters/azure_devops/card.h"

#include "contract/http.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// An address in its two parts: "https://host:port" and "/path".
struct Parts {
    std::string origin;
    std::string_view path;
};

Parts split(std::string_view url) {
    const auto scheme = url.find("://");
    const auto host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const auto path = std::min(url.find_first_of("/?#", host), url.size());
    return {lower(url.substr(0, path)), url.substr(path)};
}

/// The decoded segments before `_apis`, which people paste along.
std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> out;
    path = path.substr(0, path.find_first_of("?#"));
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        if (path.substr(0, end) == "_apis") break;
        if (end > 0) out.push_back(url_decode(path.substr(0, end)));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return out;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// On this host the organization is part of the name.
bool host_names_organization(std::string_view origin) {
    const auto port = origin.rfind(':');
    const bool has_port = port != std::string_view::npos && port > origin.find("://") + 2;
    return ends_with(has_port ? origin.substr(0, port) : origin, ".visualstudio.com");
}

}  // namespace

std::vector<Setting> described_settings() {
    return {
        {"url", "where Azure DevOps answers; may have a virtual directory, as in https://tfs.example/tfs",
         false, false, "https://dev.azure.com"},
        {"organization", "name of the organization on Azure DevOps Services", false, false, "taken from url"},
        {"collection", "name of the collection on Azure DevOps Server", false, false, "taken from url"},
    };
}

std::string base_address(const AzureDevOpsSettings& settings) {
    const auto [origin, path] = split(settings.url);
    if ((origin.rfind("https://", 0) != 0 && origin.rfind("http://", 0) != 0) || ends_with(origin, "//"))
        throw SyncError(Reach::run, Trouble::configuration, "work.url is not an http or https address",
                        "Write it like https://dev.azure.com or https://tfs.example/tfs.");
    if (origin.find('@') != std::string::npos)
        throw SyncError(Reach::run, Trouble::configuration, "work.url holds a user name or password",
                        "Remove what stands before the @ and put the token under work.auth.");
    auto segments = segments_of(path);
    const auto& name = settings.organization_or_collection;
    const bool named = host_names_organization(origin) ||
                       (!segments.empty() && (name.empty() || same_name(segments.back(), name)));
    if (!named && name.empty())
        throw SyncError(Reach::run, Trouble::configuration,
                        "work.organization (or work.collection) is missing",
                        "Name the organization, or the collection on Azure DevOps Server.");
    if (!named) segments.push_back(name);
    std::string base = origin;
    for (const auto& segment : segments) base += "/" + url_encode(segment);
    return base;
}

std::string product_text(bool hosted, std::string_view rest_version) {
    if (hosted) return "Azure DevOps Services";
    return fmt::format("Azure DevOps Server, REST {}", rest_version);
}

bool same_address(std::string_view left, std::string_view right) {
    auto plain = [](std::string_view url) {
        while (!url.empty() && url.back() == '/') url.remove_suffix(1);
        const auto [origin, path] = split(url);
        return origin + url_decode(path);
    };
    return plain(left) == plain(right);
}

std::string url_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        const int low = high >= 0 ? digit_of(text[i + 2]) : -1;
        if (low < 0) {
            out += text[i];
        } else {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

}  // namespace deskbridge::azure_devops
