#include "auth/app_keeper.h"

#include "auth/credentials.h"
#include "auth/token_clock.h"

namespace deskbridge {

namespace {

using namespace std::chrono;

constexpr milliseconds refusal_rests = minutes{1};
constexpr milliseconds failure_rests = seconds{5};
/// A token younger than this that is refused was not refused for its age.
constexpr milliseconds young = seconds{60};

}  // namespace

AppKeeper::AppKeeper(Fetch fetch, const Clock& clock, std::function<std::string()> stamp,
                     std::function<std::optional<SyncError>(const HttpResponse&)> explain)
    : fetch_(std::move(fetch)), clock_(clock), stamp_(std::move(stamp)), explain_(std::move(explain)) {}

Secret AppKeeper::value() {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    if (!header_.empty() && is_fresh(renewed_at_, expires_at_, now)) return header_;
    try {
        renew();
    } catch (const SyncError&) {
        // it was renewed ahead of time: what is there is good for a while, and the service may come back
        if (header_.empty() || clock_.now() >= expires_at_) throw;
    }
    return header_;
}

bool AppKeeper::replace(const Secret& refused) {
    const std::lock_guard lock(mutex_);
    if (header_.reveal() != refused.reveal()) return !header_.empty();
    const auto now = clock_.now();
    if (now - renewed_at_ < young && now < expires_at_) return false;
    renew();
    return header_.reveal() != refused.reveal();
}

void AppKeeper::renew() {
    const auto stamp = stamp_();
    if (failure_ && clock_.ticks() < again_at_ && stamp == failed_stamp_) throw *failure_;
    failure_.reset();
    try {
        const auto asked_at = clock_.now();
        const TokenPair token = fetch_();
        header_ = bearer_authorization(token.access);
        renewed_at_ = asked_at;
        expires_at_ = asked_at + token.lifetime;
    } catch (const SyncError& error) {
        const bool definite = error.fate == Fate::refused && error.trouble == Trouble::sign_in;
        failure_ = error;
        again_at_ = clock_.ticks() + error.retry_after.value_or(definite ? refusal_rests : failure_rests);
        failed_stamp_ = stamp;
        throw;
    }
}

}  // namespace deskbridge
