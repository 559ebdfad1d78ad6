// The services at which people and programs sign in: Entra ID v2, the legacy Azure DevOps OAuth, a managed
// identity's address, and the OAuth of a Deskpro.
#pragma once

#include "sandbox/exchange/exchange.h"
#include "sandbox/sign_in/grants.h"
#include "sandbox/sign_in/options.h"

#include <mutex>

namespace sandbox::sign_in {

/// | address | service |
/// |---|---|
/// | `/{directory}/oauth2/v2.0/{authorize,token,devicecode}`, `/deviceauth` | Entra ID v2 |
/// | `/oauth2/{authorize,token}` | legacy Azure DevOps OAuth |
/// | `/metadata/identity/oauth2/token`, `/msi/token` | managed identity: of a machine, of an app service |
/// | `/oauth/{authorize,token,revoke}` | Deskpro |
/// Thread rule: any thread.
class SignIn : public System {
public:
    SignIn(Options options, Clock clock, Issued issued = {});

    Reply handle(const Request& request) override;

    void change(const std::function<void(Switches&)>& edit);
    /// A secret is added to an app, or taken from it.
    void add_secret(const std::string& client_id, const std::string& secret);
    void remove_secret(const std::string& client_id, const std::string& secret);
    void end_all();  ///< an administrator revokes every sign-in

    /// How often each refresh token was used, and how many requests each kind of grant made.
    std::map<std::string, int> uses() const;
    std::map<std::string, int> requests() const;

private:
    friend class Exchange;

    mutable std::mutex mutex_;
    Options options_;
    Clock clock_;
    Issued issued_;
    Grants grants_;
    std::map<std::string, int> requests_;
};

}  // namespace sandbox::sign_in
