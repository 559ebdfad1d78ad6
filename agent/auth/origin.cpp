#include "auth/origin.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_host(std::string_view host) {
    if (host.starts_with('[')) {
        const bool closed = host.size() > 3 && host.ends_with(']');
        return closed && host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdef:.") == host.npos;
    }
    return !host.empty() && !host.starts_with('.') &&
           std::all_of(host.begin(), host.end(), is_host_character);
}

std::optional<int> port_in(std::string_view text, std::string_view scheme) {
    if (text.empty()) return scheme == "https" ? 443 : 80;
    int port = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), port);
    if (text[0] != ':' || error != std::errc() || end != text.data() + text.size()) return {};
    if (port < 1 || port > 65'535) return {};
    return port;
}

bool is_dotted_loopback(std::string_view host) {
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::count(host.begin(), host.end(), '.') == 3 && !host.ends_with('.');
}

}  // namespace

bool Origin::is_loopback() const {
    return host == "localhost" || host == "[::1]" || is_dotted_loopback(host);
}

std::string Origin::text() const {
    const bool usual = port == (scheme == "https" ? 443 : 80);
    return usual ? fmt::format("{}://{}", scheme, host) : fmt::format("{}://{}:{}", scheme, host, port);
}

std::optional<Origin> origin_of(std::string_view url) {
    const auto unclear = [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\';
    };
    if (std::any_of(url.begin(), url.end(), unclear)) return {};
    const auto colon = url.find("://");
    if (colon == std::string_view::npos) return {};
    Origin origin{.scheme = lower(url.substr(0, colon))};
    if (origin.scheme != "http" && origin.scheme != "https") return {};

    std::string_view authority = url.substr(colon + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    const auto bracket = authority.find(']');
    const auto port_at =
        std::min(authority.find(':', bracket == authority.npos ? 0 : bracket), authority.size());
    origin.host = lower(authority.substr(0, port_at));
    const auto port = port_in(authority.substr(port_at), origin.scheme);
    if (!is_host(origin.host) || !port) return {};
    origin.port = *port;
    return origin;
}

}  // namespace deskbridge
