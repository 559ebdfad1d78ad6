#include "auth/origin.h"
#include "config/reading.h"

#include <charconv>
#include <fmt/format.h>

namespace deskbridge::config {

using json::FileNode;

namespace {

std::optional<int> two_digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.size() != 2 || error != std::errc() || end != text.data() + 2 || value < 0) return {};
    return value;
}

/// "+01:00", "-0330", "+02".
std::optional<std::chrono::minutes> offset_in(std::string_view text) {
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return {};
    const auto hours = two_digits(text.substr(1, 2));
    std::string_view rest = text.substr(3);
    if (rest.starts_with(':')) rest.remove_prefix(1);
    const auto minutes = text.size() == 3 ? 0 : two_digits(rest);
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return {};
    return std::chrono::minutes((*hours * 60 + *minutes) * (text[0] == '-' ? -1 : 1));
}

std::chrono::minutes read_timezone(Reading& reading, const FileNode& node) {
    const std::string text = node.text();
    if (text == "UTC" || text == "Z") return std::chrono::minutes{0};
    if (const auto offset = offset_in(text)) return *offset;
    reading.wrong(node,
                  "must be 'UTC' or an offset such as '+01:00'; names of time zones are not understood");
    return {};
}

/// A proxy is spoken to in plain HTTP, so a password in its address is a plain secret of the file.
std::string read_proxy(Reading& reading, const FileNode& node) {
    if (node.is_null()) return {};
    const std::string text = node.text();
    const std::string_view rest = std::string_view(text).substr(text.starts_with("http://") ? 7 : 0);
    const auto at = rest.rfind('@');
    std::string_view host = at == rest.npos ? rest : rest.substr(at + 1);
    if (host.ends_with('/')) host.remove_suffix(1);
    if (text.starts_with("https://")) {
        reading.wrong(node, "a proxy is spoken to by 'http://', also for https addresses");
    } else if (host.find_first_of("/?#") != host.npos || !origin_of("http://" + std::string(host))) {
        reading.wrong(
            node, "is no address of a proxy; write it like 'http://proxy.example:3128', or null for none");
    } else if (at != rest.npos && reading.others_may_read) {
        reading.wrong(node,
                      "holds a password, which is allowed only when no other account can read the file; "
                      "chmod 600 the file");
    }
    return text;
}

template <class Duration>
void read_seconds(const FileNode& node, Duration& into) {
    if (const auto value = node.integer()) into = std::chrono::seconds(*value);
}

}  // namespace

TenantOptionSettings read_options(Reading& reading, const FileNode& node, TenantOptionSettings options) {
    read_seconds(node["poll_seconds"], options.poll);
    read_seconds(node["resend_after_seconds"], options.resend_after);
    // the schema bounds it; out of bounds is refused, but must not overflow here
    if (const auto pages = node["sweep_pages"].integer(); pages && *pages >= 0 && *pages <= 1000)
        options.sweep_pages = static_cast<int>(*pages);
    if (const auto most = node["mass_change"].integer(); most && *most >= 0 && *most <= 1'000'000)
        options.mass_change = static_cast<std::size_t>(*most);
    if (const auto zone = node["timezone"]; zone.is_text()) options.timezone = read_timezone(reading, zone);
    if (const auto proxy = node["proxy"]; proxy.is_text() || proxy.is_null())
        options.proxy = read_proxy(reading, proxy);
    if (const auto people = node["people"]; people.is_text() || people.is_null())
        options.people = read_people(reading, people);
    if (options.resend_after < std::chrono::seconds{90} && !node["resend_after_seconds"].missing())
        reading.odd(
            node["resend_after_seconds"],
            "Azure DevOps may still be busy with a request after less than 90 seconds: a work item could "
            "be made twice");
    return options;
}

ListenAddress read_listen_address(Reading& reading, const FileNode& node) {
    const std::string text = node.text();
    const auto colon = text.rfind(':');
    const bool any_port = text.ends_with(":0");
    const auto origin = origin_of("http://" + (any_port ? text.substr(0, colon) + ":1" : text));
    const bool named = colon != std::string::npos && text.find(']', colon) == std::string::npos;
    if (!origin || !named || text.find_first_of("/?#@") != std::string::npos) {
        reading.wrong(node, "must be an address and a port, as in '127.0.0.1:8790'");
        return {};
    }
    if (!origin->is_loopback()) {
        reading.wrong(node, fmt::format("would be open to other machines; use '127.0.0.1:{}'", origin->port));
        return {};
    }
    return {origin->host, any_port ? 0 : origin->port};
}

}  // namespace deskbridge::config
