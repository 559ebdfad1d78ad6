// The name by which a file that was kept for a message goes until the message is said.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::deskpro {

/// `address` is where the desk serves the file; a picture inside a message's HTML is shown from there.
struct BlobToken {
    std::string address;
    std::string blob_id;
    std::string blob_auth;

    /// An address with the other two behind it, so that a picture named by it is one to everybody.
    std::string text() const;
    static std::optional<BlobToken> parse(std::string_view text);
};

/// The HTML with tokens cut back to the addresses in them.
std::string without_tokens(std::string_view html);

}  // namespace deskbridge::deskpro
