// Time that moves when told.
#pragma once

#include "contract/clock.h"

#include <functional>

namespace deskbridge {

/// Waiting steps the clock by the wait, so that a test of hours takes none. `on_wait` sees each wait.
class StepClock : public Clock {
public:
    Time now() const override { return start_ + elapsed_ + jumped_; }
    std::chrono::milliseconds ticks() const override { return elapsed_ + std::chrono::seconds{1'000}; }
    bool wait(std::chrono::milliseconds length) override {
        step(length);
        if (on_wait) on_wait(length);
        return !stopped_;
    }
    bool stopping() const override { return stopped_; }

    void step(std::chrono::milliseconds length) { elapsed_ += length; }
    void stop(bool value = true) { stopped_ = value; }
    /// The machine's clock is set, by so much; nothing waits longer for it but what goes by the time of day.
    void jump(std::chrono::milliseconds by) { jumped_ += by; }
    /// What a stand-in takes as its clock: milliseconds since 1970. Others' clocks do not jump with ours.
    std::function<long long()> as_function() const {
        return [this] { return (start_ + elapsed_).time_since_epoch().count(); };
    }

    std::function<void(std::chrono::milliseconds)> on_wait;

private:
    Time start_{std::chrono::milliseconds{1'795'260'600'000}};  // 2026-11-21T11:30:00Z
    std::chrono::milliseconds elapsed_{}, jumped_{};
    bool stopped_ = false;
};

}  // namespace deskbridge
