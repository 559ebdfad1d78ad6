// Whom an address belongs to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

/// Scheme, host and port of an http or https address; credentials are for one origin.
struct Origin {
    std::string scheme;  ///< lower case
    std::string host;    ///< lower case; an IPv6 address in brackets
    int port = 0;        ///< 80 or 443 when the address names none

    bool operator==(const Origin&) const = default;
    /// localhost, 127.0.0.0/8 and [::1].
    bool is_loopback() const;
    /// "https://dev.azure.com", "http://127.0.0.1:8081".
    std::string text() const;
};

/// Nothing for another scheme, for an address with a user name, blanks, control characters or backslashes
/// (which clients read differently), and for anything that is no address.
std::optional<Origin> origin_of(std::string_view url);

}  // namespace deskbridge
