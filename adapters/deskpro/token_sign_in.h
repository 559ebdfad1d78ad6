// Signing in with an agent's e-mail address and password.
#pragma once

#include "contract/http.h"

#include <string>

namespace deskbridge::deskpro {

/// Signs requests with a token that it gets by login (POST /api_tokens) before the first. How long a token
/// lives is not known: one that is refused is replaced, and the request made again, since a 401 has done
/// nothing. A new token that is refused as well is not replaced at once, so that a closed door is not
/// hammered at. Errors: SyncError of reach side, sign_in, when the login is refused; it asks for a long
/// pause.
class TokenSignIn : public Http {
public:
    /// `next` outlives it. `url` without /api/v2.
    TokenSignIn(Http& next, std::string url, std::string email, std::string password);

    HttpResponse exchange(const HttpRequest& request) override;

private:
    void log_in();
    HttpResponse signed_exchange(const HttpRequest& request);

    Http& next_;
    std::string url_;
    std::string email_;
    std::string password_;
    std::string token_;
    int refused_in_a_row_ = 0;
};

}  // namespace deskbridge::deskpro
