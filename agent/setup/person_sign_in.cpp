#include "setup/person_sign_in.h"

#include "auth/attempt.h"
#include "auth/origin.h"
#include "auth/refusal.h"
#include "http/callback_listener.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

constexpr minutes patience{10};

SyncError stopped() {
    return SyncError(Reach::run, Trouble::interrupted, "stopped on request");
}

SyncError nobody_came() {
    return SyncError(
        Reach::run, Trouble::sign_in, "nobody signed in within ten minutes",
        "Begin again: deskbridge auth login; where the browser cannot reach this machine, with --paste "
        "or --device-code.");
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string page(const std::string& title, const std::string& text) {
    return fmt::format(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>deskbridge</title></head>"
        "<body style=\"font-family:sans-serif;margin:4em "
        "auto;max-width:36em\"><h1>{}</h1><p>{}</p></body></html>",
        escaped(title), escaped(text));
}

int port_in(const std::string& redirect) {
    const auto origin = origin_of(redirect);
    const bool named = origin && redirect.find(':', redirect.find("://") + 3) != std::string::npos;
    return named ? origin->port : 0;
}

/// The registered address with the port that is listened at.
std::string with_port(const std::string& redirect, int port) {
    const auto host = redirect.find("://") + 3;
    const auto end = std::min(redirect.find_first_of(":/", host), redirect.size());
    const auto path = std::min(redirect.find('/', host), redirect.size());
    return fmt::format("{}:{}{}", redirect.substr(0, end), port, redirect.substr(path));
}

TokenPair redeemed(Attempt& attempt, const std::string& address, const OAuthApp& app, Http& http,
                   const Clock& clock) {
    std::optional<TokenCall> first = attempt.redeem(address, clock.now());
    const auto answer = send_proven(http, app, [&] {
        auto call = first ? std::move(*first) : attempt.redeem_again(clock.now());
        first.reset();
        return call;
    });
    return read_token(answer, app.service, clock.now());
}

}  // namespace

bool is_local_redirect(const std::string& redirect) {
    const auto origin = origin_of(redirect);
    return origin && origin->scheme == "http" && origin->is_loopback();
}

void sign_in_by_browser(const OAuthApp& app, Http& http, Clock& clock, const Interview& person,
                        const std::function<std::string(const TokenPair&)>& prove) {
    CallbackListener listener(port_in(app.redirect));
    Attempt attempt(app, with_port(app.redirect, listener.port()), clock.now());
    const auto address = attempt.address();
    person.say("Sign in at this address:\n\n  " + address + "\n");
    if (person.open_browser(address)) person.say("It opens in your browser.");
    const auto until = clock.ticks() + patience;
    const auto target = listener.wait([&](const std::string& one) { return attempt.is_answer(one); },
                                      [&] { return !clock.stopping() && clock.ticks() < until; });
    if (clock.stopping()) throw stopped();
    if (!target) throw nobody_came();
    try {
        const auto account = prove(redeemed(attempt, *target, app, http, clock));
        listener.answer(page("You are signed in",
                             fmt::format("deskbridge now works as {}. You can close this window.", account)));
    } catch (const SyncError& error) {
        listener.answer(page("The sign-in did not work", fmt::format("{}. {}", error.what(), error.hint)));
        throw;
    }
}

TokenPair sign_in_by_paste(const OAuthApp& app, Http& http, Clock& clock, const Interview& person) {
    Attempt attempt(app, app.redirect, clock.now());
    person.say("Open this address in any browser and sign in:\n\n  " + attempt.address() + "\n");
    person.say("At the end the browser shows an address that begins with " + app.redirect +
               " (the page itself may fail to load). Copy it whole.");
    return redeemed(attempt, person.ask("The address: "), app, http, clock);
}

TokenPair sign_in_by_device(const OAuthApp& app, Http& http, Clock& clock, const Interview& person) {
    if (app.device_url.empty())
        throw SyncError(Reach::run, Trouble::configuration, app.service + " has no sign-in by device code",
                        "Leave --device-code out, or use --paste.");
    auto code = read_device_code(send(http, device_start_call(app)), app.service, clock.now());
    person.say(
        fmt::format("Open {} on any device and enter the code {}", code.verification_url, code.user_code));
    const auto until = clock.ticks() + code.lifetime;
    while (clock.ticks() < until) {
        if (!clock.wait(code.interval)) throw stopped();
        const auto answer =
            send_proven(http, app, [&] { return device_poll_call(app, code.device_code, clock.now()); });
        if (auto token = read_device_answer(answer, app.service, clock.now(), code)) return std::move(*token);
    }
    throw SyncError(Reach::run, Trouble::sign_in, "the code was not entered in time",
                    "Begin again: deskbridge auth login --device-code.");
}

}  // namespace deskbridge
