// The stand-in for the sign-in services, a real state file, and one process after another.
#pragma once

#include "auth/user_keeper.h"
#include "sandbox/sign_in/sign_in.h"
#include "support/step_clock.h"
#include "token_wire.h"

#include <map>

namespace deskbridge::bench {

inline const SignInPlace place{"acme", "work"};
constexpr const char* client_id = "5f1c9a8e-0c4b-4f53-a1c1-6a1f6f0a9b11";
constexpr const char* client_secret = "canary-client-secret-7Qx~";
constexpr const char* service_url = "http://127.0.0.1:9999";
constexpr const char* redirect = "http://localhost";

inline sandbox::sign_in::Options options_of(sandbox::sign_in::Kind kind) {
    sandbox::sign_in::App app;
    app.kind = kind;
    app.client_id = client_id;
    app.secrets = {client_secret};
    app.redirects = {redirect};
    app.may_act_alone = true;
    app.acts_as = "integration@meridian.example";
    sandbox::sign_in::Options options;
    options.apps = {app};
    return options;
}

inline OAuthApp app_of(sandbox::sign_in::Kind kind) {
    OAuthApp app;
    app.client_id = client_id;
    app.redirect = redirect;
    app.proof = {AppProof::Kind::secret, [] { return Secret(client_secret); }};
    if (kind == sandbox::sign_in::Kind::entra) {
        const std::string base = std::string(service_url) + "/contoso.example/oauth2/v2.0";
        app.service = "Microsoft Entra ID";
        app.authorize_url = base + "/authorize";
        app.token_url = base + "/token";
        app.device_url = base + "/devicecode";
        app.old_renewal_survives = true;
    } else if (kind == sandbox::sign_in::Kind::legacy) {
        app.service = "Azure DevOps OAuth";
        app.form = OAuthApp::Form::assertion;
        app.authorize_url = std::string(service_url) + "/oauth2/authorize";
        app.token_url = std::string(service_url) + "/oauth2/token";
        app.pkce = false;
    } else {
        app.service = "The help desk";
        app.authorize_url = std::string(service_url) + "/oauth/authorize";
        app.token_url = std::string(service_url) + "/oauth/token";
        app.revoke_url = std::string(service_url) + "/oauth/revoke";
    }
    app.scopes = {"offline_access", "user_impersonation"};
    return app;
}

/// One process after another on one state file and one service.
class Bench {
public:
    explicit Bench(sandbox::sign_in::Kind kind)
        : kind(kind),
          service(options_of(kind), clock.as_function(),
                  [this](auto, const std::string& token, auto&, long long ends) { ends_[token] = ends; }) {
        service.change([](auto& switches) {
            switches.always_renewable = true;
            switches.grants_at_once = true;
        });
        start();
        sign_in();
    }

    /// The process is gone; the next one knows what is on the disk.
    void start() {
        keeper.reset();
        wire = std::make_unique<Wire>(service, steps);
        store = std::make_unique<SteppedStore>(folder.file("state.db"), steps);
        vault = std::make_unique<Vault>(*store, KeyRing(folder.file("state.db.key")), clock);
        keeper = another();
    }
    std::unique_ptr<UserKeeper> another() { return another(clock); }
    std::unique_ptr<UserKeeper> another(Clock& time) {
        return std::make_unique<UserKeeper>(
            UserKeeper::Parts{app_of(kind), place, {}, [this](const std::string& line) { warnings += line; }},
            *wire, *vault, time);
    }

    /// What a person does, without the pages.
    void sign_in() {
        const auto app = app_of(kind);
        const std::string type = kind == sandbox::sign_in::Kind::legacy ? "Assertion" : "code";
        HttpRequest authorize;
        authorize.method = "GET";
        authorize.url = app.authorize_url + "?client_id=" + client_id + "&response_type=" + type +
                        "&state=s&scope=&redirect_uri=" + url_encode(redirect);
        const auto sent = wire->exchange(authorize).header("Location");
        const auto from = sent.find("code=") + 5;
        const Secret code(sent.substr(from, sent.find('&') - from));
        const auto token = read_token(send(*wire, code_call(app, code, redirect, {}, clock.now())),
                                      app.service, clock.now());
        SignIn made;
        made.kept.app = app.fingerprint();
        made.kept.signed_in_at = made.kept.renewed_at = clock.now();
        made.kept.expires_at = clock.now() + token.lifetime;
        made.access = token.access;
        made.renewal = token.renewal;
        vault->keep(place, made);
    }

    std::string value() { return std::string(keeper->value().reveal()); }
    /// Whether the other side takes it now.
    bool is_good(const std::string& header) const {
        const auto found = ends_.find(header.substr(7));
        return found != ends_.end() && found->second > clock.as_function()();
    }
    int most_uses() const {
        int most = 0;
        for (const auto& [token, uses] : service.uses()) most = std::max(most, uses);
        return most;
    }
    int renewals() const {
        const auto counted = service.requests();
        const auto found = counted.find("refresh_token");
        return found == counted.end() ? 0 : found->second;
    }

    StepClock clock;
    Folder folder;
    Steps steps;
    sandbox::sign_in::Kind kind;
    sandbox::sign_in::SignIn service;
    std::unique_ptr<Wire> wire;
    std::unique_ptr<SteppedStore> store;
    std::unique_ptr<Vault> vault;
    std::unique_ptr<UserKeeper> keeper;
    std::string warnings;

private:
    std::map<std::string, long long> ends_;
};

}  // namespace deskbridge::bench
