#include "sync/pace.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

std::optional<long long> number_of(const HttpResponse& response, std::string_view name) {
    const std::string text = response.header(name);
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc()) return {};
    return number;
}

/// Until the limit's window starts anew, when nothing remains of it.
std::optional<milliseconds> until_reset(const HttpResponse& response) {
    const auto remaining = number_of(response, "X-RateLimit-Remaining");
    const auto reset = number_of(response, "X-RateLimit-Reset");
    const auto now = date_of(response.headers);
    if (!remaining || *remaining > 0 || !reset || !now) return {};
    const auto wait = seconds{*reset} - milliseconds{*now};
    if (wait.count() <= 0) return {};
    return std::min<milliseconds>(wait, minutes{15});
}

}  // namespace

milliseconds Pace::wait_at(milliseconds ticks) const {
    const std::lock_guard lock(mutex_);
    return std::max(milliseconds{0}, not_before_ - ticks);
}

void Pace::learn(const HttpResponse& response, milliseconds ticks) {
    const auto asked = retry_after_of(response.headers);
    const auto reset = until_reset(response);
    const std::lock_guard lock(mutex_);
    if (response.status >= 200 && response.status < 300) ++good_answers_;
    if (!asked && !reset) return;
    not_before_ = std::max(
        not_before_, ticks + std::max(asked.value_or(milliseconds{0}), reset.value_or(milliseconds{0})));
}

std::size_t Pace::good_answers() const {
    const std::lock_guard lock(mutex_);
    return good_answers_;
}

PacedHttp::PacedHttp(Http& next, std::shared_ptr<Pace> pace, const Clock& clock)
    : next_(next), pace_(std::move(pace)), clock_(clock) {}

HttpResponse PacedHttp::exchange(const HttpRequest& request) {
    const auto origin = request.url.substr(0, request.url.find('/', request.url.find("//") + 2));
    if (const auto wait = pace_->wait_at(clock_.ticks()); wait.count() > 0)
        throw SyncError(Reach::side, Trouble::limited,
                        fmt::format("{} asked to wait; {:.1f} s are left", origin,
                                    static_cast<double>(wait.count()) / 1000.0))
            .with(Fate::not_sent)
            .with(wait);
    HttpResponse response = next_.exchange(request);
    pace_->learn(response, clock_.ticks());
    return response;
}

}  // namespace deskbridge
