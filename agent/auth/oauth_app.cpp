#include "auth/oauth_app.h"

#include <fmt/format.h>
#include <sodium.h>

namespace deskbridge {

std::string OAuthApp::scope_text() const {
    return fmt::format("{}", fmt::join(scopes, " "));
}

std::string OAuthApp::fingerprint() const {
    const std::string all = fmt::format("{}\n{}\n{}", token_url, client_id, scope_text());
    std::string digest(16, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                       reinterpret_cast<const unsigned char*>(all.data()), all.size(), nullptr, 0);
    std::string out;
    for (const char c : digest) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

}  // namespace deskbridge
