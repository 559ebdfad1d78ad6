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
    App(OAuthApp app, std::unique_ptr<Http> http, Clock& clock, std::shared_ptr<SecretChoice> choice)
        : app(std::move(app)),
          http(std::move(http)),
          choice(std::move(choice)),
          keeper(
              [this, &clock] {
                  const auto make = [this, &clock] {
                      return client_credentials_call(this->app, clock.now());
                  };
                  return read_token(send_proven(*this->http, this->app, make), this->app.service,
                                    clock.now());
              },
              clock, [this] { return this->choice ? this->choice->stamp() : std::string(); }, {}) {}
    Secret value() override { return keeper.value(); }
    bool replace(const Secret& refused) override { return keeper.replace(refused); }
    std::optional<SyncError> explain(const HttpResponse&) const override { return {}; }
    std::string stamp() const override { return keeper.stamp(); }

    OAuthApp app;
    std::unique_ptr<Http> http;
    std::shared_ptr<SecretChoice> choice;
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

AppProof proof_by(const std::shared_ptr<SecretChoice>& choice, bool certified) {
    if (!choice) return {};
    return {certified ? AppProof::Kind::certificate : AppProof::Kind::secret,
            [choice] { return choice->read(); },
            [choice](const Secret& refused) { return choice->replace(refused); },
            [choice](const Secret& used) { choice->accept(used); }};
}

/// The one that is good now, or the one beside it.
SecretSource of_turn(const SecretSource& source, std::size_t turn) {
    const auto each = source.each();
    return each[std::min(turn, each.size() - 1)];
}

/// The setting of which there are two; "" = none.
std::string doubled(const DeskSettings& desk) {
    for (const auto& [name, source] : desk.secrets)
        if (!source.next.empty()) return name;
    return {};
}

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

void SignIns::keep_account(const SignInPlace& place, const std::string& account) {
    try {
        store_.keep(place, KeptAccount{account, clock_.now()});
    } catch (const SyncError&) {
        // nothing depends on it; whoever needs the state file tells what is wrong with it
    }
}

void SignIns::note_good(const std::string& tenant) {
    constexpr std::chrono::hours pause{1};
    {
        const std::lock_guard lock(mutex_);
        const auto before = noted_.find(tenant);
        if (before != noted_.end() && clock_.ticks() - before->second < pause) return;
        noted_[tenant] = clock_.ticks();
    }
    for (const char* side : {"desk", "work"}) keep_account({tenant, side}, {});
}

SecretResolver SignIns::resolver(const std::string& tenant) {
    return SecretResolver(environment_variable, file_access,
                          [this, tenant](const std::string& name) { return vault_.secret(tenant, name); });
}

std::string SignIns::stamp_of(const std::string& tenant, const SecretSource& source) {
    try {
        if (source.kind == SecretSource::Kind::file) return file_stamp(source.name);
        if (source.kind == SecretSource::Kind::credential)
            return file_stamp(
                std::filesystem::path(environment_variable("CREDENTIALS_DIRECTORY").value_or("")) /
                source.name);
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

std::shared_ptr<SecretChoice> SignIns::choice_of(const std::string& tenant, const std::string& owner,
                                                 std::vector<SecretChoice::Option> options) {
    return std::make_shared<SecretChoice>(
        std::move(options),
        SecretChoice::Book{[this, owner] { return store_.choices(owner); },
                           [this, owner](const auto& all) { store_.keep(owner, all); }},
        clock_, [this, tenant](const std::string& sentence) {
            log_.write({Level::warning, tenant, sentence, {}});
        });
}

/// One option for each secret that is named, as `make` makes a header or a proof of it.
std::vector<SecretChoice::Option> SignIns::options_of(const std::string& tenant, const SecretSource& secret,
                                                      const MakeSecret& make) {
    std::vector<SecretChoice::Option> options;
    for (const auto& one : secret.each()) {
        const bool nameless = one.kind == SecretSource::Kind::plain && !options.empty();
        options.push_back({nameless ? "second " + one.text() : one.text(), [make, one] { return make(one); },
                           [this, tenant, one] { return stamp_of(tenant, one); }});
    }
    return options;
}

/// Null: the app has nothing to prove itself with.
std::shared_ptr<SecretChoice> SignIns::proof_choice(const TenantSettings& settings, const std::string& owner,
                                                    const SecretSource& secret,
                                                    const SecretSource& certificate) {
    const auto tenant = settings.name;
    const bool certified = certificate.kind != SecretSource::Kind::none;
    const auto& source = certified ? certificate : secret;
    if (source.kind == SecretSource::Kind::none) return nullptr;
    auto choice = choice_of(
        tenant, owner, options_of(tenant, source, [this, tenant, certified](const SecretSource& one) {
            return certified ? resolver(tenant).resolve_text(one) : resolver(tenant).resolve(one);
        }));
    choice->read();  // one that is not there is told at once
    return choice;
}

/// What is odd about secrets: files that others may read, one of two that is not there.
void SignIns::warn_of_secrets(const TenantSettings& settings, const SecretSource& secret, WayIn& way) {
    auto from = resolver(settings.name);
    for (const auto& one : secret.each()) {
        try {
            if (one.kind != SecretSource::Kind::none) from.resolve_text(one);
        } catch (const SyncError& missing) {
            if (!secret.next.empty()) way.warnings.push_back(missing.what());
        }
    }
    for (auto& warning : from.take_warnings()) way.warnings.push_back(std::move(warning));
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
    } else if (auth.method == "entra-app") {
        way.authorization = std::make_shared<Explained>(by_app(settings, way), auth, clock_);
    } else {
        const bool certified = auth.certificate.kind != SecretSource::Kind::none;
        way.choice =
            proof_choice(settings, settings.name + " work app", auth.client_secret, auth.certificate);
        way.identity += " of " + settings.name;
        way.person = work_app(auth, proof_by(way.choice, certified));
        way.authorization = by_person(
            settings, way, settings.work.ca_file,
            [this, auth](const HttpResponse& answer) { return explain_refusal(auth, answer, clock_.now()); });
    }
    for (const auto* secret : {&auth.token, &auth.client_secret, &auth.certificate})
        warn_of_secrets(settings, *secret, way);
    add_endings(settings, way);
    return way;
}

std::shared_ptr<Authorization> SignIns::by_token(const TenantSettings& settings, WayIn& way) {
    const auto auth = settings.work.auth;
    const auto tenant = settings.name;
    way.choice = choice_of(tenant, tenant + " work",
                           options_of(tenant, auth.token, [this, auth, tenant](const SecretSource& one) {
                               return basic_authorization(auth.account, resolver(tenant).resolve(one));
                           }));
    return std::make_shared<SourceKeeper>(way.choice);
}

/// Tenants that sign in to one directory by one app share its token.
std::shared_ptr<Authorization> SignIns::by_app(const TenantSettings& settings, WayIn& way) {
    const auto& auth = settings.work.auth;
    const bool certified = auth.certificate.kind != SecretSource::Kind::none;
    OAuthApp app = work_app(auth, {});
    std::string key = fmt::format("{} {}", app.fingerprint(), settings.options.proxy.value_or("-"));
    for (const auto& one : (certified ? auth.certificate : auth.client_secret).each()) {
        key += " " + one.text();
        // a sealed secret of that name may be another one for each tenant
        if (one.kind == SecretSource::Kind::sealed) key += " of " + settings.name;
    }
    auto& shared = apps_[key];
    if (!shared) {
        auto choice =
            proof_choice(settings, "app " + app.fingerprint(), auth.client_secret, auth.certificate);
        app.proof = proof_by(choice, certified);
        auto http = token_http(settings, app.token_url, settings.work.ca_file);
        shared = std::make_shared<App>(std::move(app), std::move(http), clock_, std::move(choice));
    }
    way.choice = shared->choice;
    return shared;
}

std::shared_ptr<Authorization> SignIns::by_machine(const TenantSettings& settings) {
    const auto& auth = settings.work.auth;
    auto& shared = machines_[auth.client_id + " " + auth.authority];
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

std::map<std::string, Secret> SignIns::secrets_of_turn(const TenantSettings& settings, std::size_t turn) {
    auto from = resolver(settings.name);
    std::map<std::string, Secret> secrets;
    for (const auto& [name, source] : settings.desk.secrets)
        secrets[name] = from.resolve(of_turn(source, turn));
    return secrets;
}

std::map<std::string, Secret> SignIns::desk_secrets(const TenantSettings& settings) {
    try {
        return secrets_of_turn(settings, 0);
    } catch (const SyncError&) {
        if (doubled(settings.desk).empty()) throw;
    }
    return secrets_of_turn(settings, 1);  // of two, one may be away
}

/// The header that the help desk's kind makes of the settings' secrets.
SecretChoice::Option SignIns::desk_option(const TenantSettings& settings, std::size_t turn) {
    std::string text;
    for (const auto& [name, source] : settings.desk.secrets)
        text += (text.empty() ? "" : " and ") + of_turn(source, turn).text();
    const auto read = [this, settings, turn] {
        const auto all = secrets_of_turn(settings, turn);
        Secret header(desk_kind(settings.desk.kind).authorization(parts_of(settings.desk, all).secrets));
        if (const auto name = doubled(settings.desk); header.empty() && !name.empty())
            throw SyncError(deskbridge::Reach::run, Trouble::configuration,
                            fmt::format("of '{}' there can be only one", name),
                            "Keys and tokens may stand side by side; here write the one that is good now.");
        return header;
    };
    const auto stamp = [this, settings, turn] {
        std::string all;
        for (const auto& [name, source] : settings.desk.secrets)
            all += stamp_of(settings.name, of_turn(source, turn)) + ";";
        return all;
    };
    return {text, read, stamp};
}

WayIn SignIns::desk(const TenantSettings& settings) {
    const DeskSettings& desk = settings.desk;
    const DeskKind& kind = desk_kind(desk.kind);
    WayIn way;
    way.place = {settings.name, "desk"};
    way.url = desk.url;
    for (const auto& [name, source] : desk.secrets) {
        way.identity += source.text();
        way.method += way.method.empty() ? name : " " + name;
        warn_of_secrets(settings, source, way);
    }
    const auto secrets = desk_secrets(settings);
    if (const auto sign_in = kind.sign_in ? kind.sign_in(parts_of(desk, secrets)) : std::nullopt) {
        const auto secret = desk.secrets.find(sign_in->client_secret);
        if (secret != desk.secrets.end())
            way.choice = proof_choice(settings, settings.name + " desk app", secret->second, {});
        way.method = "oauth";
        way.identity += sign_in->client_id + " of " + settings.name;
        way.person = desk_app(*sign_in, proof_by(way.choice, false));
        way.authorization = by_person(settings, way, desk.ca_file, {});
    } else {
        std::vector<SecretChoice::Option> options{desk_option(settings, 0)};
        if (!doubled(desk).empty()) options.push_back(desk_option(settings, 1));
        way.choice = choice_of(settings.name, settings.name + " desk", std::move(options));
        way.authorization = std::make_shared<SourceKeeper>(way.choice);
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
    const auto all = auth.certificate.each();
    for (const auto& one : all) {
        const auto what = fmt::format("the certificate of tenant {}{}", settings.name,
                                      all.size() == 1 ? "" : fmt::format(" in {}", one.text()));
        try {
            const Secret pem = resolver(settings.name).resolve_text(one);
            way.endings.push_back({what, certificate_end(pem)});
        } catch (const SyncError&) {
            if (all.size() == 1) throw;  // of two, one may be away
        }
    }
}

}  // namespace deskbridge
