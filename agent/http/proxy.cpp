#include "http/proxy.h"

#include <algorithm>
#include <cctype>

namespace deskbridge {

namespace {

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string either_case(const Environment& environment, const std::string& upper) {
    if (const auto value = environment(lowered(upper))) return *value;
    return environment(upper).value_or("");
}

bool is_within(const std::string& host, std::string entry) {
    if (entry == "*") return true;
    if (!entry.empty() && entry.front() == '.') entry.erase(0, 1);
    if (entry.empty()) return false;
    if (host == entry) return true;
    return host.size() > entry.size() && host.compare(host.size() - entry.size(), entry.size(), entry) == 0 &&
           host[host.size() - entry.size() - 1] == '.';
}

bool is_exempt(const std::string& host, std::string_view list) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (is_within(host, lowered(trimmed(list.substr(0, comma))))) return true;
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    return false;
}

}  // namespace

bool is_loopback(std::string_view host) {
    return lowered(host) == "localhost" || host.substr(0, 4) == "127." || host == "::1" || host == "[::1]";
}

std::string proxy_from_environment(bool https, std::string_view host, const Environment& environment) {
    if (is_loopback(host) || is_exempt(lowered(host), either_case(environment, "NO_PROXY"))) return {};
    return either_case(environment, https ? "HTTPS_PROXY" : "HTTP_PROXY");
}

}  // namespace deskbridge
