// Signs requests, and only those that go where the credentials belong.
#pragma once

#include "auth/authorization.h"
#include "auth/origin.h"
#include "auth/secret.h"
#include "contract/http.h"

#include <memory>
#include <string>
#include <string_view>

namespace deskbridge {

/// One header that proves who we are.
struct Credentials {
    std::string header = "Authorization";
    Secret value;  ///< the whole value, "Basic ..." or "key 2:..."; empty = whoever asks signs by itself
};

/// The value for a personal access token or a password: "Basic " + base64(account:secret). The account may be
/// empty, as with tokens, and holds no colon (a broken invariant); the secret may.
Secret basic_authorization(std::string_view account, const Secret& secret);

/// "Bearer ..." of an access token.
Secret bearer_authorization(const Secret& token);

/// Signs every request, in the place of whatever stands in the header; an empty value leaves what stands
/// there. A request to any other origin than `base_url`'s is not sent: SyncError of reach side, trouble
/// forbidden, fate not_sent. An answer that does not accept the sign-in (401, a sign-in page, a redirect to
/// one) has done nothing: where another value can be had, the request is made once more, and twice at most.
/// What was sent to sign in is taken out of answers that are errors, whose texts are shown to people.
/// `next` outlives it. Thread rule: that of `next`.
class SignedHttp : public Http {
public:
    /// A base address that is none and a value with control characters are broken invariants.
    SignedHttp(Http& next, std::string_view base_url, Credentials credentials);
    SignedHttp(Http& next, std::string_view base_url, std::shared_ptr<Authorization> authorization,
               std::string header = "Authorization");

    HttpResponse exchange(const HttpRequest& request) override;

private:
    HttpResponse signed_exchange(const HttpRequest& request, const Secret& value);

    Http& next_;
    Origin origin_;
    std::string header_;
    std::shared_ptr<Authorization> authorization_;
};

/// 401, 203, a redirect, or a page where JSON was asked for.
bool is_sign_in_refused(const HttpRequest& request, const HttpResponse& answer);

}  // namespace deskbridge
