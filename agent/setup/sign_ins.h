// All sign-ins of a configuration: what keeps them, and the way in at each side of a tenant.
#pragma once

#include "auth/secret_resolver.h"
#include "contract/clock.h"
#include "contract/log.h"
#include "http/http_client.h"
#include "setup/way_in.h"
#include "store/sqlite_sign_in_store.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace deskbridge {

/// Made once for a configuration; clock and log outlive it, and it outlives the ways in. Works on the state
/// file itself even where everything else works on a copy: a refresh token that is renewed on a copy is lost.
/// Thread rule: one thread makes ways in; what they keep may be used by any.
class SignIns {
public:
    /// How an address is reached with the settings of a tenant.
    using Reach = std::function<HttpSettings(const TenantSettings&, const std::string& url,
                                             const std::filesystem::path& ca_file)>;
    SignIns(const std::filesystem::path& state, Clock& clock, Log& log, Reach reach);

    /// Reads the secrets that are needed at once. On failure: SyncError (run, configuration).
    WayIn work(const TenantSettings& settings);
    WayIn desk(const TenantSettings& settings);

    Vault& vault() { return vault_; }
    /// As whom a side answers, for people who ask later.
    void keep_account(const SignInPlace& place, const std::string& account);
    /// Both sides of a tenant answer well now; written down once an hour. Any thread.
    void note_good(const std::string& tenant);
    std::optional<KeptAccount> account(const SignInPlace& place) { return store_.account(place); }
    /// For requests to the sign-in service of that way.
    std::unique_ptr<Http> token_http(const TenantSettings& settings, const std::string& token_url,
                                     const std::filesystem::path& ca_file) const;

    /// Secrets as the tenant's settings name them.
    SecretResolver resolver(const std::string& tenant);
    /// Those of the help desk by setting; of two the one that is there. On failure: SyncError (run,
    /// configuration).
    std::map<std::string, Secret> desk_secrets(const TenantSettings& settings);

private:
    struct App;
    struct Person;
    using MakeSecret = std::function<Secret(const SecretSource&)>;
    std::shared_ptr<SecretChoice> choice_of(const std::string& tenant, const std::string& owner,
                                            std::vector<SecretChoice::Option> options);
    std::vector<SecretChoice::Option> options_of(const std::string& tenant, const SecretSource& secret,
                                                 const MakeSecret& make);
    std::shared_ptr<SecretChoice> proof_choice(const TenantSettings& settings, const std::string& owner,
                                               const SecretSource& secret, const SecretSource& certificate);
    std::map<std::string, Secret> secrets_of_turn(const TenantSettings& settings, std::size_t turn);
    SecretChoice::Option desk_option(const TenantSettings& settings, std::size_t turn);
    void warn_of_secrets(const TenantSettings& settings, const SecretSource& secret, WayIn& way);
    std::string stamp_of(const std::string& tenant, const SecretSource& source);
    std::shared_ptr<Authorization> by_token(const TenantSettings& settings, WayIn& way);
    std::shared_ptr<Authorization> by_app(const TenantSettings& settings, WayIn& way);
    std::shared_ptr<Authorization> by_machine(const TenantSettings& settings);
    std::shared_ptr<Authorization> by_person(
        const TenantSettings& settings, const WayIn& way, const std::filesystem::path& ca_file,
        std::function<std::optional<SyncError>(const HttpResponse&)> explain);
    void add_endings(const TenantSettings& settings, WayIn& way);

    SqliteSignInStore store_;
    Clock& clock_;
    Log& log_;
    Reach reach_;
    Vault vault_;
    // by identity: one keeper for all tenants
    std::map<std::string, std::shared_ptr<App>> apps_;
    std::map<std::string, std::shared_ptr<Authorization>> machines_;
    std::mutex mutex_;
    std::map<std::string, std::chrono::milliseconds> noted_;  ///< by tenant, when it last was
};

}  // namespace deskbridge
