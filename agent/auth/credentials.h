// Signs requests, and only those that go where the credentials belong.
#pragma once

#include "auth/origin.h"
#include "auth/secret.h"
#include "contract/http.h"

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

/// Adds the credentials to every request, in the place of whatever stands there; empty ones leave what stands
/// there. A request to any other
/// origin than `base_url`'s is not sent: SyncError of reach side, trouble forbidden, fate not_sent.
/// `next` outlives it. Thread rule: that of `next`.
class SignedHttp : public Http {
public:
    /// A base address that is none and a value with control characters are broken invariants.
    SignedHttp(Http& next, std::string_view base_url, Credentials credentials);

    HttpResponse exchange(const HttpRequest& request) override;

private:
    Http& next_;
    Origin origin_;
    Credentials credentials_;
};

}  // namespace deskbridge
