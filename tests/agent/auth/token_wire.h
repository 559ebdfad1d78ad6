// A network to the stand-in and a state file, with a death at any step.
#pragma once

#include "contract/http.h"
#include "contract/sign_in_store.h"
#include "contract/sync_error.h"
#include "sandbox/exchange/exchange.h"
#include "store/sqlite_sign_in_store.h"
#include "support/fast_place.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
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
        path_ =
            fast_place() / ("deskbridge-auth-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
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
    std::vector<KeptChoice> choices(const std::string& owner) override { return real_.choices(owner); }
    void keep(const std::string& owner, const std::vector<KeptChoice>& choices) override {
        real_.keep(owner, choices);
    }
    std::optional<KeptAccount> account(const SignInPlace& place) override { return real_.account(place); }
    void keep(const SignInPlace& place, const KeptAccount& account) override { real_.keep(place, account); }
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

}  // namespace deskbridge::bench
