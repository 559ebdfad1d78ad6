// A person signs in: by the browser of this machine, by a browser elsewhere, or by a code on another device.
#pragma once

#include "auth/token_call.h"
#include "contract/clock.h"
#include "contract/http.h"

#include <functional>
#include <string>

namespace deskbridge {

/// How the program talks with the person meanwhile.
struct Interview {
    std::function<void(const std::string& line)> say;
    std::function<std::string(const std::string& prompt)> ask;
    std::function<bool(const std::string& url)> open_browser;
};

// On failure: SyncError of reach side or run that says why; stopped on request: trouble interrupted. `http`
// reaches the token service.

/// Prints the address, opens it, and waits on 127.0.0.1 for the browser, ten minutes at most. The browser is
/// shown how it ended once `prove` has said so: it gets the token, keeps and tries it, and returns whose it
/// is.
void sign_in_by_browser(const OAuthApp& app, Http& http, Clock& clock, const Interview& person,
                        const std::function<std::string(const TokenPair&)>& prove);

/// Prints the address, and takes the one that the browser ends at.
TokenPair sign_in_by_paste(const OAuthApp& app, Http& http, Clock& clock, const Interview& person);

TokenPair sign_in_by_device(const OAuthApp& app, Http& http, Clock& clock, const Interview& person);

/// Whether the redirect is an address of this machine that can be listened at.
bool is_local_redirect(const std::string& redirect);

}  // namespace deskbridge
