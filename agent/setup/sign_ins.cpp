#include "setup/sign_ins.h"

#include "adapters/registry.h"
#include "auth/client_assertion.h"
#include "auth/credentials.h"
#include "auth/machine_identity.h"
#include "auth/source_keeper.h"
#include "auth/user_keeper.h"
#include "setup/work_sign_in.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

std::filesystem::path key_file_of(const std::filesystem::path& state) {
    return state.string() + ".key";
}

std::string file_stamp(const std::filesystem::path& file) {
    std::error_code ignored;
    const auto written = std::filesystem::last_write_time(file, ignored);
    const auto bytes = std::filesystem::file_size(file, ignored);
    return fmt::format("{} {}", written.time_since_epoch().count(), bytes);
}

DeskParts parts_of(const DeskSettings& desk, const std::map<std::string, Secret>& secrets) {
    DeskParts parts{desk.url, desk.values, {}};
    for (const auto& [name, secret] : secrets) parts.secrets[name] = secret.reveal();
    return parts;
}

OAuthApp desk_app(const DeskSignIn& sign_in, AppProof proof) {
    OAuthApp app;
    app.service = sign_in.service;
    app.authorize_url = sign_in.authorize_url;
    app.token_url = sign_in.token_url;
    app.revoke_url = sign_in.revoke_url;
    app.client_id = sign_in.client_id;
    app.proof = std::move(proof);
    app.redirect = sign_in.redirect_uri;
    app.scopes = sign_in.scopes;
    return app;
}

}  // namespace

/// What a keeper for a program refers to.
struct SignIns::App : Authorization {
    App(OAuthApp app, std::unique_ptr<Http> http, Clock& clock, std::function<std::string()> stamp)
        : app(std::move(app)),
          http(std::move(http)),
          keeper(
              [this, &clock] {
                  return read_token(send(*this->http, client_credentials_call(this->app, clock.now())),
                                    this->app.service, clock.now());
              },
              clock, std::move(stamp), {}) {}
    Secret value() override { return keeper.value(); }
    bool replace(const Secret& refused) override { return keeper.replace(refused); }
    std::optional<SyncError> explain(const HttpResponse&) const override { return {}; }
    std::string stamp() const override { return keeper.stamp(); }

    OAuthApp app;
    std::unique_ptr<Http> http;
    AppKeeper keeper;
};

namespace {

/// A shared keeper with the words of one tenant.
class Explained : public Authorization {
public:
    Explained(std::shared_ptr<Authorization> inner, AuthSettings auth, const Clock& clock)
        : inner_(std::move(inner)), auth_(std::move(auth)), clock_(clock) {}
    Secret value() override { return inner_->value(); }
    bool replace(const Secret& refused) override { return inner_->replace(refused); }
    std::optional<SyncError> explain(const HttpResponse& answer) const override {
        return explain_refusal(auth_, answer, clock_.now());
    }
    std::string stamp() const override { return inner_->stamp(); }

private:
    std::shared_ptr<Authorization> inner_;
    AuthSettings auth_;
    const Clock& clock_;
};

}  // namespace

struct SignIns::Person : Authorization {
    Person(UserKeeper::Parts parts, std::unique_ptr<Http> http, Vault& vault, Clock& clock)
        : http(std::move(http)), keeper(std::move(parts), *this->http, vault, clock) {}
    Secret value() override { return keeper.value(); }
    bool replace(const Secret& refused) override { return keeper.replace(refused); }
    std::optional<SyncError> explain(const HttpResponse& answer) const override {
        return keeper.explain(answer);
    }
    std::string stamp() const override { return keeper.stamp(); }

    std::unique_ptr<Http> http;
    UserKeeper keeper;
};

SignIns::SignIns(const std::filesystem::path& state, Clock& clock, Log& log, Reach reach)
    : store_(state),
      clock_(clock),
      log_(log),
      reach_(std::move(reach)),
      vault_(store_, KeyRing(key_file_of(state)), clock) {}

std::unique_ptr<Http> SignIns::token_http(const TenantSettings& settings, const std::string& token_url,
                                          const std::filesystem::path& ca_file) const {
    return std::make_unique<HttpClient>(reach_(settings, token_url, ca_file));
}

SecretResolver SignIns::resolver(const std::string& tenant) {
    return SecretResolver(environment_variable, file_access,
                          [this, tenant](const std::string& name) { return vault_.secret(tenant, name); });
}

std::string SignIns::stamp_of(const std::string& tenant, const SecretSource& source) {
    try {
        if (source.kind == SecretSource::Kind::file) return file_stamp(source.name);
        if (source.kind != SecretSource::Kind::sealed) return {};
        std::string stamp;
        for (const auto& owner : {tenant, std::string()})
            if (const auto kept = store_.secret(owner, source.name))
                stamp += fmt::format("{} ", kept->kept_at.time_since_epoch().count());
        return stamp;
    } catch (const SyncError&) {
        return {};  // whoever uses it is told
    }
}

AppProof SignIns::proof_of(const TenantSettings& settings, const SecretSource& secret,
                           const SecretSource& certificate) {
    const auto tenant = settings.name;
    if (certificate.kind != SecretSource::Kind::none)
        return {AppProof::Kind::certificate,
                [this, tenant, certificate] { return resolver(tenant).resolve_text(certificate); }};
    if (secret.kind != SecretSource::Kind::none)
        return {AppProof::Kind::secret, [this, tenant, secret] { return resolver(tenant).resolve(secret); }};
    return {};
}

WayIn SignIns::work(const TenantSettings& settings) {
    const auto& auth = settings.work.auth;
    WayIn way;
    way.place = {settings.name, "work"};
    way.method = auth.method;
    way.url = settings.work.url;
    way.identity = auth.account + auth.token.text() + auth.method + auth.tenant_id + auth.client_id;
    if (auth.method == "pat") {
        way.authorization = by_token(settings, way);
    } else if (auth.method == "managed-identity") {
        way.authorization = std::make_shared<Explained>(by_machine(settings), auth, clock_);
    } else {
        auto app = work_app(auth, proof_of(settings, auth.client_secret, auth.certificate));
        if (app.proof.read) app.proof.read();  // a secret that is not there is told at once
        if (auth.method == "entra-app") {
            way.authorization = std::make_shared<Explained>(by_app(settings, std::move(app)), auth, clock_);
        } else {
            way.identity += " of " + settings.name;
            way.person = std::move(app);
            way.authorization =
                by_person(settings, way, settings.work.ca_file, [this, auth](const HttpResponse& answer) {
                    return explain_refusal(auth, answer, clock_.now());
                });
        }
    }
    add_endings(settings, way);
    return way;
}

std::shared_ptr<Authorization> SignIns::by_token(const TenantSettings& settings, WayIn& way) {
    const auto auth = settings.work.auth;
    const auto tenant = settings.name;
    auto first = resolver(tenant);
    first.resolve(auth.token);
    way.warnings = first.take_warnings();
    return std::make_shared<SourceKeeper>(
        [this, auth, tenant] {
            return basic_authorization(auth.account, resolver(tenant).resolve(auth.token));
        },
        [this, auth, tenant] { return stamp_of(tenant, auth.token); });
}

/// Tenants that sign in to one directory by one app share its token.
std::shared_ptr<Authorization> SignIns::by_app(const TenantSettings& settings, OAuthApp app) {
    const auto& auth = settings.work.auth;
    const bool certified = auth.certificate.kind != SecretSource::Kind::none;
    const auto& proof = certified ? auth.certificate : auth.client_secret;
    // a sealed secret of that name may be another one for each tenant
    const bool own = proof.kind == SecretSource::Kind::sealed;
    auto& shared = apps_[fmt::format("{} {} {} {}", app.fingerprint(), proof.text(),
                                     settings.options.proxy.value_or("-"), own ? settings.name : "")];
    if (shared) return shared;
    auto http = token_http(settings, app.token_url, settings.work.ca_file);
    shared = std::make_shared<App>(std::move(app), std::move(http), clock_,
                                   [this, proof, tenant = settings.name] { return stamp_of(tenant, proof); });
    return shared;
}

std::shared_ptr<Authorization> SignIns::by_machine(const TenantSettings& settings) {
    const auto& auth = settings.work.auth;
    auto& shared = apps_["machine " + auth.client_id + auth.authority];
    if (shared) return shared;
    HttpSettings straight = reach_(settings, settings.work.url, {});
    straight.proxy.clear();
    const std::shared_ptr<Http> http = std::make_shared<HttpClient>(std::move(straight));
    const MachineIdentity identity{azure_devops_resource, auth.client_id, auth.authority};
    shared = std::make_shared<AppKeeper>(
        [http, identity, this] { return machine_token(identity, *http, clock_.now()); }, clock_,
        [] { return std::string(); }, [](const HttpResponse&) { return std::nullopt; });
    return shared;
}

std::shared_ptr<Authorization> SignIns::by_person(
    const TenantSettings& settings, const WayIn& way, const std::filesystem::path& ca_file,
    std::function<std::optional<SyncError>(const HttpResponse&)> explain) {
    const auto warn = [this, tenant = settings.name](const std::string& sentence) {
        log_.write({Level::warning, tenant, sentence, {}});
    };
    return std::make_shared<Person>(UserKeeper::Parts{*way.person, way.place, std::move(explain), warn},
                                    token_http(settings, way.person->token_url, ca_file), vault_, clock_);
}

WayIn SignIns::desk(const TenantSettings& settings) {
    const DeskSettings& desk = settings.desk;
    const DeskKind& kind = desk_kind(desk.kind);
    WayIn way;
    way.place = {settings.name, "desk"};
    way.url = desk.url;
    const auto read_all = [this, settings](std::vector<std::string>* warnings) {
        auto from = resolver(settings.name);
        std::map<std::string, Secret> secrets;
        for (const auto& [name, source] : settings.desk.secrets) secrets[name] = from.resolve(source);
        if (warnings != nullptr) *warnings = from.take_warnings();
        return secrets;
    };
    const auto secrets = read_all(&way.warnings);
    for (const auto& [name, source] : desk.secrets) {
        way.identity += source.text();
        way.method += way.method.empty() ? name : " " + name;
    }
    const auto sign_in = kind.sign_in ? kind.sign_in(parts_of(desk, secrets)) : std::nullopt;
    if (sign_in) {
        const auto secret = desk.secrets.find(sign_in->client_secret);
        way.method = "oauth";
        way.identity += sign_in->client_id + " of " + settings.name;
        way.person = desk_app(
            *sign_in, secret == desk.secrets.end() ? AppProof{} : proof_of(settings, secret->second, {}));
        way.authorization = by_person(settings, way, desk.ca_file, {});
    } else {
        way.authorization = std::make_shared<SourceKeeper>(
            [read_all, settings, &kind] {
                const auto all = read_all(nullptr);
                return Secret(kind.authorization(parts_of(settings.desk, all).secrets));
            },
            [this, settings] {
                std::string stamp;
                for (const auto& [name, source] : settings.desk.secrets)
                    stamp += stamp_of(settings.name, source) + ";";
                return stamp;
            });
    }
    if (desk.expires)
        way.endings.push_back(
            {fmt::format("the {} of tenant {}'s help desk", way.method, settings.name), *desk.expires});
    return way;
}

void SignIns::add_endings(const TenantSettings& settings, WayIn& way) {
    const auto& auth = settings.work.auth;
    if (auth.expires)
        way.endings.push_back(
            {fmt::format("the {} of tenant {}",
                         auth.method == "pat" ? "personal access token" : "app's secret", settings.name),
             *auth.expires});
    if (auth.certificate.kind == SecretSource::Kind::none) return;
    const Secret pem = resolver(settings.name).resolve_text(auth.certificate);
    way.endings.push_back({fmt::format("the certificate of tenant {}", settings.name), certificate_end(pem)});
}

}  // namespace deskbridge
