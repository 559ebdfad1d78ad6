#include "adapters/azure_devops/file_address.h"

#include "adapters/azure_devops/card.h"
#include "contract/http.h"

#include <algorithm>
#include <array>
#include <vector>

namespace deskbridge::azure_devops {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// An address in its parts; the segments and the query decoded.
struct Parts {
    std::string origin;
    std::vector<std::string> segments;
    std::string query;
};

Parts split(std::string_view url) {
    Parts out;
    const auto host = url.find("://");
    if (host == std::string_view::npos) return out;
    url = url.substr(0, url.find('#'));
    const auto question = std::min(url.find('?'), url.size());
    if (question < url.size()) out.query = url.substr(question + 1);
    url = url.substr(0, question);
    const auto path = std::min(url.find('/', host + 3), url.size());
    out.origin = lower(url.substr(0, path));
    for (auto rest = url.substr(path); !rest.empty();) {
        rest.remove_prefix(1);
        const auto end = std::min(rest.find('/'), rest.size());
        if (end > 0) out.segments.push_back(url_decode(rest.substr(0, end)));
        rest.remove_prefix(end);
    }
    return out;
}

/// https://acme.visualstudio.com is https://dev.azure.com/acme; it may hold a segment DefaultCollection.
Parts as_one_service(Parts parts) {
    static constexpr std::string_view before = "https://", behind = ".visualstudio.com";
    const auto& origin = parts.origin;
    if (origin.size() <= before.size() + behind.size() || origin.rfind(before, 0) != 0 ||
        origin.compare(origin.size() - behind.size(), behind.size(), behind) != 0)
        return parts;
    if (!parts.segments.empty() && lower(parts.segments.front()) == "defaultcollection")
        parts.segments.erase(parts.segments.begin());
    parts.segments.insert(parts.segments.begin(),
                          origin.substr(before.size(), origin.size() - before.size() - behind.size()));
    parts.origin = "https://dev.azure.com";
    return parts;
}

/// Standard ports may be told or not.
std::string without_port(std::string origin) {
    for (const auto& [scheme, port] : {std::pair{"https://", ":443"}, std::pair{"http://", ":80"}}) {
        const std::string_view end = port;
        if (origin.rfind(scheme, 0) == 0 && origin.size() > end.size() &&
            origin.compare(origin.size() - end.size(), end.size(), end) == 0)
            origin.resize(origin.size() - end.size());
    }
    return origin;
}

bool is_guid(std::string_view text) {
    static constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return text.size() == form.size() &&
           std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
               const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
               return wanted == '-' ? c == '-' : digit;
           });
}

/// Inside HTML "&" may still be written "&amp;".
std::string name_in(const std::string& query) {
    static constexpr std::string_view key = "filename=";
    for (std::size_t at = 0; at < query.size();) {
        const auto end = std::min(query.find('&', at), query.size());
        auto pair = std::string_view(query).substr(at, end - at);
        if (pair.rfind("amp;", 0) == 0) pair.remove_prefix(4);
        if (lower(pair.substr(0, key.size())) == key) {
            std::string value(pair.substr(key.size()));
            std::replace(value.begin(), value.end(), '+', ' ');
            return url_decode(value);
        }
        at = end + 1;
    }
    return {};
}

}  // namespace

std::optional<FileAddress> file_address(std::string_view url, std::string_view base) {
    static constexpr std::array<std::string_view, 3> resource = {"_apis", "wit", "attachments"};
    const auto own = as_one_service(split(base));
    const auto told = as_one_service(split(url));
    const auto& segments = told.segments;
    if (own.origin.empty() || without_port(told.origin) != without_port(own.origin)) return {};
    const auto same = [](std::string_view a, std::string_view b) { return lower(a) == lower(b); };
    const auto begin = own.segments.size();
    // with or without a project
    const auto below = segments.size() - std::min(begin, segments.size());
    if (below != resource.size() + 1 && below != resource.size() + 2) return {};
    if (!std::equal(own.segments.begin(), own.segments.end(), segments.begin(), same)) return {};
    const bool has_project = below == resource.size() + 2;
    // a step upwards would lead out of the collection
    if (has_project && (segments[begin] == "." || segments[begin] == "..")) return {};
    const auto first = segments.begin() + static_cast<std::ptrdiff_t>(begin + (has_project ? 1 : 0));
    if (!std::equal(resource.begin(), resource.end(), first, same) || !is_guid(segments.back())) return {};
    FileAddress out;
    out.id = lower(segments.back());
    out.name = name_in(told.query);
    if (has_project) out.path = "/" + url_encode(segments[begin]);
    out.path += "/_apis/wit/attachments/" + out.id;
    return out;
}

}  // namespace deskbridge::azure_devops
