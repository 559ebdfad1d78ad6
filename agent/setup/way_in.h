// How a tenant signs in at one of its sides.
#pragma once

#include "auth/app_keeper.h"
#include "auth/oauth_app.h"
#include "auth/secret_choice.h"
#include "auth/vault.h"
#include "config/settings.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// Something that ends on a day that is known.
struct Ending {
    std::string what;  ///< "the client secret of tenant acme"
    Time at{};
};

/// `person`: somebody has to sign in there, in a browser. `identity`: who shares a limit.
struct WayIn {
    SignInPlace place;
    std::string method;  ///< for people: "pat", "entra-user", "api_key"
    std::string url;     ///< of the side
    std::string identity;
    std::optional<OAuthApp> person;
    std::shared_ptr<Authorization> authorization;
    std::shared_ptr<SecretChoice> choice;  ///< of the secret to sign in with; null = there is none
    std::vector<Ending> endings;
    std::vector<std::string> warnings;
};

}  // namespace deskbridge
