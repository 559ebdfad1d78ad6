// Holds requests back until the other side wants them again.
#pragma once

#include "contract/clock.h"
#include "contract/http.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace deskbridge {

/// One for each origin and identity: whoever shares a limit shares the pace. Thread rule: any thread.
class Pace {
public:
    /// How long until the next request may be sent; zero = now. By `Clock::ticks`.
    std::chrono::milliseconds wait_at(std::chrono::milliseconds ticks) const;

    /// Learns from an answer of any status: Retry-After (also on 200), and X-RateLimit-Reset once
    /// X-RateLimit-Remaining is 0 (learn.microsoft.com, integrate/concepts/rate-limits, read 2026).
    void learn(const HttpResponse& response, std::chrono::milliseconds ticks);

    /// How many good answers (2xx) there were: a sign of life.
    std::size_t good_answers() const;

private:
    mutable std::mutex mutex_;
    std::size_t good_answers_ = 0;
    std::chrono::milliseconds not_before_{};
};

/// An Http that asks its Pace first. A request before its time is not sent: SyncError (side, limited,
/// not_sent) with the wait. Nobody sleeps here.
class PacedHttp : public Http {
public:
    /// `next` and `clock` must outlive this.
    PacedHttp(Http& next, std::shared_ptr<Pace> pace, const Clock& clock);
    HttpResponse exchange(const HttpRequest& request) override;

private:
    Http& next_;
    std::shared_ptr<Pace> pace_;
    const Clock& clock_;
};

}  // namespace deskbridge
