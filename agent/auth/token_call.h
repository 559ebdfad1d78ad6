// What is asked of a token service, and what it answers.
#pragma once

#include "auth/oauth_app.h"
#include "contract/clock.h"
#include "contract/http.h"
#include "contract/sync_error.h"

#include <chrono>
#include <optional>
#include <string>

namespace deskbridge {

struct TokenPair {
    Secret access;
    Secret renewal;  ///< empty = none was given
    std::chrono::seconds lifetime{3600};
    std::string scope;
};

/// An address and the fields of a form; values that are empty are left out.
struct TokenCall {
    std::string url;
    std::vector<std::pair<std::string, Secret>> form;
    Secret proof;  ///< what the app proves itself with
};

// The proof of the app is added to each; a certificate signs for `now`. A proof that cannot be read is a
// SyncError of reach run, configuration.
TokenCall client_credentials_call(const OAuthApp& app, Time now);
TokenCall renewal_call(const OAuthApp& app, const Secret& renewal, Time now);
/// `redirect` as it stood in the authorization; `verifier` empty without PKCE.
TokenCall code_call(const OAuthApp& app, const Secret& code, const std::string& redirect,
                    const Secret& verifier, Time now);
TokenCall device_start_call(const OAuthApp& app);
TokenCall device_poll_call(const OAuthApp& app, const Secret& device_code, Time now);
TokenCall revocation_call(const OAuthApp& app, const Secret& renewal, Time now);

/// One exchange; the form is overwritten afterwards. Errors of the network go on.
HttpResponse send(Http& http, const TokenCall& call);

/// The same with what `make` makes; once more where the app's proof was refused and it has another one.
HttpResponse send_proven(Http& http, const OAuthApp& app, const std::function<TokenCall()>& make);

/// The token in a good answer, or the refusal (`refusal.h`) as a SyncError of reach side.
TokenPair read_token(const HttpResponse& answer, const std::string& service, Time now);

}  // namespace deskbridge
