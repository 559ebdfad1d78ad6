#include "auth/user_keeper.h"

#include "auth/credentials.h"
#include "auth/refusal.h"
#include "auth/token_clock.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

/// After this a request that was sent can have no late effect any more (design: 90 s).
constexpr milliseconds late_effect = seconds{90};
/// A token younger than this that is refused was not refused for its age.
constexpr milliseconds young = seconds{60};
constexpr milliseconds refusal_rests = minutes{1};
constexpr milliseconds failure_rests = seconds{5};
/// For another process that renews the same sign-in.
constexpr milliseconds one_look = milliseconds{100};
constexpr int looks_at_most = 700;

SyncError nobody_signed_in(const SignInPlace& place, const std::string& why) {
    return SyncError(Reach::side, Trouble::sign_in, why,
                     fmt::format("A person signs in: deskbridge auth login --tenant {}{}", place.tenant,
                                 place.side == "desk" ? " --side desk" : ""));
}

/// The hints say "--tenant T".
std::string for_tenant(std::string hint, const std::string& tenant) {
    constexpr std::string_view unnamed = "--tenant T";
    const auto at = hint.find(unnamed);
    if (at != std::string::npos) hint.replace(at, unnamed.size(), "--tenant " + tenant);
    return hint;
}

}  // namespace

UserKeeper::UserKeeper(Parts parts, Http& http, Vault& vault, Clock& clock)
    : parts_(std::move(parts)), http_(http), vault_(vault), clock_(clock) {}

Secret UserKeeper::value() {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    if (!header_.empty() && is_fresh(renewed_at_, expires_at_, now)) return header_;
    const bool alive = !header_.empty() && now < expires_at_;
    if (alive && clock_.ticks() < again_at_) return header_;
    try {
        renew(false);
    } catch (const SyncError& error) {
        // what we have is good for a while, and the service may come back or a person may sign in
        if (error.reach == Reach::run || header_.empty() || clock_.now() >= expires_at_) throw;
        const bool definite = error.trouble == Trouble::sign_in && error.fate == Fate::refused;
        again_at_ = clock_.ticks() + error.retry_after.value_or(definite ? refusal_rests : failure_rests);
        parts_.warn(fmt::format("the sign-in could not be renewed ahead of time: {}", error.what()));
    }
    return header_;
}

bool UserKeeper::replace(const Secret& refused) {
    const std::lock_guard lock(mutex_);
    if (header_.reveal() != refused.reveal()) return !header_.empty();
    renew(true);
    return header_.reveal() != refused.reveal();
}

std::optional<SyncError> UserKeeper::explain(const HttpResponse& answer) const {
    return parts_.explain ? parts_.explain(answer) : std::nullopt;
}

std::string UserKeeper::stamp() const {
    try {
        const auto kept = vault_.standing(parts_.place);
        if (!kept) return "none";
        return fmt::format("{} {}", kept->app, kept->signed_in_at.time_since_epoch().count());
    } catch (const SyncError&) {
        return "unreadable";  // whoever uses it is told
    }
}

SignIn UserKeeper::kept() {
    auto found = vault_.sign_in(parts_.place);
    if (!found)
        throw nobody_signed_in(parts_.place, fmt::format("{}: nobody has signed in yet", parts_.app.service));
    if (found->kept.app != parts_.app.fingerprint())
        throw nobody_signed_in(
            parts_.place,
            fmt::format("{}: the sign-in was made for another app, directory or scope", parts_.app.service));
    if (!found->kept.refusal.empty())
        throw SyncError(Reach::side, Trouble::sign_in, found->kept.refusal, found->kept.hint);
    return std::move(*found);
}

/// Takes over what is kept; whether it is good for now and not what we have already.
bool UserKeeper::adopt(const SignIn& sign_in) {
    const bool other = access_.reveal() != sign_in.access.reveal();
    access_ = sign_in.access;
    header_ = bearer_authorization(sign_in.access);
    renewed_at_ = sign_in.kept.renewed_at;
    expires_at_ = sign_in.kept.expires_at;
    return other && is_fresh(renewed_at_, expires_at_, clock_.now());
}

bool UserKeeper::is_alive(const SignIn& sign_in) const {
    return clock_.now() < sign_in.kept.expires_at;
}

/// `forced`: the server refused what we have although it should be good.
void UserKeeper::renew(bool forced) {
    const SignIn before = kept();
    if (adopt(before)) return;
    if (forced && clock_.now() - renewed_at_ < young && is_alive(before)) return;
    const auto held = hold(before, forced);
    if (!held) return;  // somebody else is at it, and what we have is still good
    const SignIn now = kept();
    if (adopt(now)) return;
    renew_held(now);
}

/// Waits for whoever renews it, unless what we have will do.
std::unique_ptr<Hold> UserKeeper::hold(const SignIn& before, bool forced) {
    for (int look = 0; look < looks_at_most; ++look) {
        if (auto held = vault_.hold(parts_.place)) return held;
        if (!forced && is_alive(before)) return {};
        if (!clock_.wait(one_look)) break;
    }
    throw SyncError(
        Reach::side, Trouble::unreachable,
        fmt::format("{}: another process has been renewing this sign-in for a long time", parts_.app.service),
        "Look for a deskbridge command that hangs.")
        .with(Fate::not_sent);
}

/// On the disk stands that this refresh token went out, and no answer.
void UserKeeper::check_lost_answer(const SignIn& sign_in) const {
    if (sign_in.kept.sent_at == Time{} || parts_.app.old_renewal_survives) return;
    const auto left = late_effect - (clock_.now() - sign_in.kept.sent_at);
    if (left <= milliseconds{0} || left > late_effect) return;
    throw SyncError(Reach::side, Trouble::unreachable,
                    fmt::format("{}: the answer to the last renewal was lost; it is asked again in {} s",
                                parts_.app.service, ceil<seconds>(left).count()))
        .with(Fate::not_sent)
        .with(left);
}

void UserKeeper::renew_held(SignIn sign_in) {
    if (sign_in.renewal.empty())
        throw nobody_signed_in(parts_.place, fmt::format("{}: the sign-in has ended, and the service gave "
                                                         "nothing to renew it with",
                                                         parts_.app.service));
    check_lost_answer(sign_in);
    const bool doubtful = sign_in.kept.sent_at != Time{};
    const auto asked_at = clock_.now();
    const auto answer = send_renewal(sign_in);
    std::optional<TokenPair> token;
    if (answer.status >= 200 && answer.status <= 299) {
        token = read_token(answer, parts_.app.service, clock_.now());
        keep_renewed(sign_in, std::move(*token), asked_at);
        return;
    }
    end_or_wait(sign_in, answer, doubtful);
}

HttpResponse UserKeeper::send_renewal(SignIn& sign_in) {
    std::optional<TokenCall> first = renewal_call(parts_.app, sign_in.renewal, clock_.now());
    sign_in.kept.sent_at = clock_.now();
    vault_.keep(parts_.place, sign_in);
    const auto make = [&] {
        // an app that is not accepted has not used the refresh token up
        auto call = first ? std::move(*first) : renewal_call(parts_.app, sign_in.renewal, clock_.now());
        first.reset();
        return call;
    };
    try {
        return send_proven(http_, parts_.app, make);
    } catch (const SyncError& error) {
        if (error.fate == Fate::not_sent) keep_unsent(sign_in);
        throw;
    }
}

/// The refresh token is as good as before.
void UserKeeper::keep_unsent(SignIn& sign_in) {
    sign_in.kept.sent_at = Time{};
    vault_.keep(parts_.place, sign_in);
}

void UserKeeper::keep_renewed(SignIn& sign_in, TokenPair token, Time asked_at) {
    sign_in.access = std::move(token.access);
    // a service that gives no new one means the old one to go on
    if (!token.renewal.empty()) sign_in.renewal = std::move(token.renewal);
    if (!token.scope.empty()) sign_in.kept.scope = token.scope;
    sign_in.kept.renewed_at = asked_at;
    sign_in.kept.expires_at = asked_at + token.lifetime;
    sign_in.kept.sent_at = Time{};
    vault_.keep(parts_.place, sign_in);
    adopt(sign_in);
}

void UserKeeper::end_or_wait(SignIn& sign_in, const HttpResponse& answer, bool doubtful) {
    const auto refusal = read_refusal(answer);
    auto error = refusal_of(answer, parts_.app.service, clock_.now());
    // a page of something in between says nothing about the service
    if (refusal.error.empty()) throw error;
    sign_in.kept.sent_at = Time{};
    error.hint = for_tenant(error.hint, parts_.place.tenant);
    if (ends_sign_in(refusal)) {
        sign_in.kept.refusal = error.what();
        if (doubtful)
            sign_in.kept.refusal +=
                "; the answer to the renewal before was lost, and the service may take a "
                "second use of the same token for misuse";
        sign_in.kept.hint = error.hint;
        error = SyncError(Reach::side, Trouble::sign_in, sign_in.kept.refusal, sign_in.kept.hint);
    }
    vault_.keep(parts_.place, sign_in);
    throw error;
}

}  // namespace deskbridge
