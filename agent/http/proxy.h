// Which proxy, if any, an address is reached through.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

/// Looks up an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// The proxy for `host` by HTTPS_PROXY / HTTP_PROXY and NO_PROXY (either case), as other programs read them:
/// NO_PROXY is a list of host names, ".suffixes" and "*". Empty = straight.
std::string proxy_from_environment(bool https, std::string_view host, const Environment& environment);

/// True for localhost, 127.0.0.0/8 and ::1.
bool is_loopback(std::string_view host);

}  // namespace deskbridge
