// The stand-in for the sign-in services, a real state file, and a death at any step.
#pragma once

#include "auth/user_keeper.h"
#include "sandbox/sign_in/sign_in.h"
#include "store/sqlite_sign_in_store.h"
#include "support/step_clock.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <unistd.h>

namespace deskbridge::bench {

/// The end of a process, at the step that was chosen. No exception that anybody catches.
struct Death {};

struct Steps {
    int die_at = 0;  ///< 0 = never
    int done = 0;
    void take() {
        if (++done == die_at) throw Death();
    }
};

class Folder {
public:
    Folder() {
        static std::atomic<int> number = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("deskbridge-auth-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path file(const std::string& name) const { return path_ / name; }
    /// Every byte of every file.
    std::string everything() const {
        std::string all;
        for (const auto& entry : std::filesystem::directory_iterator(path_)) {
            std::ifstream stream(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(stream), {});
        }
        return all;
    }

private:
    std::filesystem::path path_;
};

/// What becomes of the next request.
enum class Mishap { none, not_sent, closed_before, closed_after, timed_out_after, half_after, page };

/// To the stand-in in this process. Two steps: before it goes out, and when it was done but not answered.
class Wire : public Http {
public:
    Wire(sandbox::System& system, Steps& steps) : system_(system), steps_(steps) {}

    HttpResponse exchange(const HttpRequest& request) override {
        const auto mishap = std::exchange(next, Mishap::none);
        ++requests;
        if (on_request) on_request();
        steps_.take();
        if (mishap == Mishap::not_sent) throw error(Fate::not_sent);
        if (mishap == Mishap::closed_before) throw error(Fate::closed);
        if (mishap == Mishap::page) return {200, {{"Content-Type", "text/html"}}, "<html>portal</html>"};
        auto answer = pass(request);
        steps_.take();
        if (mishap == Mishap::closed_after) throw error(Fate::closed);
        if (mishap == Mishap::timed_out_after) throw error(Fate::timed_out);
        if (mishap == Mishap::half_after) answer.body.resize(answer.body.size() / 2);
        return answer;
    }

    Mishap next = Mishap::none;
    int requests = 0;
    std::string last_body;
    std::function<void()> on_request;

private:
    static SyncError error(Fate fate) {
        return SyncError(Reach::side, Trouble::unreachable, "the connection ended").with(fate);
    }
    HttpResponse pass(const HttpRequest& request) {
        sandbox::Request in;
        in.method = request.method;
        const auto path = request.url.find('/', request.url.find("//") + 2);
        const auto query = request.url.find('?');
        in.path = request.url.substr(path, query == std::string::npos ? query : query - path);
        if (query != std::string::npos) in.query = request.url.substr(query + 1);
        for (const auto& [name, value] : request.headers) in.headers.emplace(name, value);
        in.headers.emplace("Host", request.url.substr(7, path - 7));
        in.body = request.body;
        last_body = request.body;
        const auto reply = system_.handle(in);
        HttpResponse out{reply.status, {}, reply.body};
        for (const auto& [name, value] : reply.headers) out.headers.emplace(name, value);
        return out;
    }
    sandbox::System& system_;
    Steps& steps_;
};

/// The real one, with a step before and after each write.
class SteppedStore : public SignInStore {
public:
    SteppedStore(std::filesystem::path file, Steps& steps) : real_(std::move(file)), steps_(steps) {}
    std::optional<KeptSignIn> sign_in(const SignInPlace& place) override { return real_.sign_in(place); }
    bool keep(const SignInPlace& place, const KeptSignIn& sign_in) override {
        steps_.take();
        const bool kept = real_.keep(place, sign_in);
        steps_.take();
        return kept;
    }
    bool forget(const SignInPlace& place) override { return real_.forget(place); }
    std::optional<KeptSecret> secret(const std::string& tenant, const std::string& name) override {
        return real_.secret(tenant, name);
    }
    bool keep(const KeptSecret& secret) override {
        steps_.take();
        return real_.keep(secret);
    }
    bool forget_secret(const std::string& tenant, const std::string& name) override {
        return real_.forget_secret(tenant, name);
    }
    std::vector<KeptSecret> secrets() override { return real_.secrets(); }
    std::size_t reseal(const std::string& key, const std::vector<std::string>& others,
                       const Resealer& resealer) override {
        steps_.take();
        const auto count = real_.reseal(key, others, resealer);
        steps_.take();
        return count;
    }
    std::unique_ptr<Hold> hold(const SignInPlace& place) override {
        count(1);
        auto held = real_.hold(place);
        if (held) return std::make_unique<Held>(*this, std::move(held));
        count(-1);
        return {};
    }
    /// For a clock whose waits end when nobody holds anything.
    void wait_until_free() {
        std::unique_lock lock(mutex_);
        freed_.wait(lock, [&] { return holders_ == 0; });
    }

private:
    struct Held : Hold {
        Held(SteppedStore& store, std::unique_ptr<Hold> real) : store(store), real(std::move(real)) {}
        ~Held() override {
            real.reset();
            store.count(-1);
        }
        SteppedStore& store;
        std::unique_ptr<Hold> real;
    };
    void count(int change) {
        const std::lock_guard lock(mutex_);
        holders_ += change;
        freed_.notify_all();
    }

    SqliteSignInStore real_;
    Steps& steps_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int holders_ = 0;  ///< and those who are about to try
};

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
