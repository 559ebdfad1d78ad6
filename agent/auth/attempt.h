// One try of a person to sign in with a browser.
#pragma once

#include "auth/oauth_app.h"
#include "auth/token_call.h"

#include <string>
#include <string_view>

namespace deskbridge {

/// Authorization code with PKCE (S256) and a state that is good once, for ten minutes.
class Attempt {
public:
    /// `redirect`: where the browser comes back, with its port.
    Attempt(OAuthApp app, std::string redirect, Time begun);

    /// Where the person goes.
    std::string address() const;

    /// True for an address or a request target that belongs to this attempt, whatever it says.
    bool is_answer(std::string_view address) const;

    /// What to send for the code in the address that the browser came back to. On failure: SyncError (side,
    /// sign_in) with what the service said; (run, configuration) for an address that is of no use: another
    /// state, no code, too late, a second time.
    TokenCall redeem(std::string_view address, Time now);
    /// The same after a redeem, for an app that was not accepted: its code is good still.
    TokenCall redeem_again(Time now) const { return code_call(app_, code_, redirect_, verifier_, now); }

private:
    OAuthApp app_;
    std::string redirect_;
    Time begun_;
    Secret state_;
    Secret verifier_;
    Secret code_;
    bool used_ = false;
};

/// What a device shows, and how its code is asked about.
struct DeviceCode {
    Secret device_code;
    std::string user_code;
    std::string verification_url;
    std::chrono::seconds interval{5};
    std::chrono::seconds lifetime{900};
};

/// On failure: as `read_token`.
DeviceCode read_device_code(const HttpResponse& answer, const std::string& service, Time now);

/// The token, or nothing while the person is still at it; `interval` grows when the service wants fewer
/// questions.
std::optional<TokenPair> read_device_answer(const HttpResponse& answer, const std::string& service, Time now,
                                            DeviceCode& code);

}  // namespace deskbridge
