// How people sign in at a help desk in a browser, where it has such a way.
#pragma once

#include <string>
#include <vector>

namespace deskbridge {

/// The addresses of an OAuth 2 service (authorization code with PKCE) and the app that is registered there.
/// `client_secret` names the setting that holds the secret; a public client has none. The access token goes
/// as "Bearer".
struct DeskSignIn {
    std::string service;  ///< begins every message
    std::string authorize_url;
    std::string token_url;
    std::string revoke_url;  ///< empty = none
    std::string client_id;
    std::string client_secret;
    std::string redirect_uri;
    std::vector<std::string> scopes;
};

}  // namespace deskbridge
