#include "adapters/deskpro/file_address.h"

#include "content/digest.h"
#include "content/utf8.h"
#include "contract/http.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace deskbridge::deskpro {

namespace {

struct Parts {
    std::string_view scheme;  ///< empty: as the desk's
    std::string_view host;    ///< with port; empty: the desk's
    std::string_view target;  ///< from the first slash on
};

bool starts_with(std::string_view text, std::string_view opening) {
    return text.substr(0, opening.size()) == opening;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::optional<Parts> parts_of(std::string_view address) {
    Parts parts;
    if (const auto colon = address.find("://"); colon < address.find_first_of("/?#")) {
        parts.scheme = address.substr(0, colon);
        address.remove_prefix(colon + 1);
    }
    if (starts_with(address, "//")) {
        address.remove_prefix(2);
        const auto end = std::min(address.find_first_of("/?#"), address.size());
        parts.host = address.substr(0, end);
        address.remove_prefix(end);
        if (parts.host.empty()) return {};
    } else if (!parts.scheme.empty()) {
        return {};
    }
    parts.target = address.substr(0, address.find('#'));
    if (!parts.target.empty() && parts.target.front() != '/') return {};
    return parts;
}

/// Host and port without a port that goes without saying.
std::string plain_host(std::string_view scheme, std::string_view host) {
    auto out = lower(host);
    for (const auto& [known, port] : {std::pair{"https", ":443"}, {"http", ":80"}})
        if (lower(scheme) == known && out.ends_with(port))
            out.resize(out.size() - std::string_view(port).size());
    return out;
}

/// What may not stand in an address as it is gets encoded; what is encoded already stays.
std::string encoded(std::string_view target) {
    std::string out;
    for (const char c : target) {
        const auto byte = static_cast<unsigned char>(c);
        const bool odd =
            byte <= 0x20 || byte >= 0x7F || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos;
        out += odd ? fmt::format("%{:02X}", byte) : std::string(1, c);
    }
    return out;
}

int hex_digit(char c) {
    const auto at = std::string_view("0123456789abcdef").find(lower({&c, 1}));
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                            hex_digit(text[i + 2]) >= 0;
        out += escape ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
        if (escape) i += 2;
    }
    return out;
}

std::vector<std::string> segments_of(std::string_view target) {
    target = target.substr(0, target.find('?'));
    std::vector<std::string> segments;
    while (!target.empty()) {
        target.remove_prefix(1);
        const auto end = std::min(target.find('/'), target.size());
        if (end > 0) segments.push_back(decoded(target.substr(0, end)));
        target.remove_prefix(end);
    }
    return segments;
}

bool is_auth(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
               c == '_';
    });
}

/// Where in the path the secret stands; 0 = nowhere.
std::size_t auth_place(const std::vector<std::string>& segments) {
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
        if (segments[i] == "file.php") return i + 1;
        const bool api = i >= 2 && segments[i] == "blobs" && i + 2 < segments.size();
        if (api && segments[i + 2] == "download" &&
            std::find(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(i), "api") !=
                segments.begin() + static_cast<std::ptrdiff_t>(i))
            return i + 1;
    }
    return 0;
}

}  // namespace

std::optional<std::string> own_address(const std::string& desk_url, std::string_view address) {
    const auto desk = parts_of(desk_url);
    const auto asked = parts_of(address);
    if (!desk || !asked || desk->host.empty() || asked->target.empty()) return {};
    if (!asked->scheme.empty() && lower(asked->scheme) != "http" && lower(asked->scheme) != "https")
        return {};
    const auto scheme = asked->scheme.empty() ? desk->scheme : asked->scheme;
    if (!asked->host.empty() && plain_host(scheme, asked->host) != plain_host(desk->scheme, desk->host))
        return {};
    return fmt::format("{}://{}{}", desk->scheme, desk->host, encoded(asked->target));
}

std::optional<FileAddress> file_address(const std::string& desk_url, std::string_view address) {
    const auto url = own_address(desk_url, address);
    if (!url) return {};
    const auto segments = segments_of(parts_of(*url)->target);
    // A path that climbs would lead elsewhere than it says.
    for (const auto& segment : segments)
        if (segment == "." || segment == ".." || segment.find('/') != std::string::npos) return {};
    const auto place = auth_place(segments);
    if (place == 0 || !is_auth(segments[place])) return {};
    const auto name = segments.size() > place + 1 ? segments.back() : std::string();
    return FileAddress{*url, segments[place], name.empty() || name == "download" ? "file" : mend_utf8(name)};
}

std::string blob_address(const std::string& desk_url, const std::string& auth_id, const std::string& name) {
    return fmt::format("{}/api/v2/blobs/{}/download/{}", desk_url, url_encode(auth_id),
                       url_encode(name.empty() ? "file" : name));
}

std::string file_id(std::string_view auth) {
    const auto secret = auth.find_first_not_of("0123456789");
    return digest(secret == std::string_view::npos ? auth : auth.substr(secret));
}

}  // namespace deskbridge::deskpro
