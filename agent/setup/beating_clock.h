// A clock that notices who still looks at it: a worker that is stuck does not.
#pragma once

#include "contract/clock.h"

#include <atomic>

namespace deskbridge {

/// When a worker was last seen, by Clock::ticks.
using Beat = std::atomic<std::chrono::milliseconds::rep>;

/// Forwards to the other clock, which outlives it. Thread rule: any thread.
class BeatingClock : public Clock {
public:
    explicit BeatingClock(Clock& clock) : clock_(clock) {}

    /// From here on this thread's looks at the clock are written down in `beat`, which outlives the thread's
    /// last one; null ends it.
    static void watch_this_thread(Beat* beat) { mine() = beat; }

    Time now() const override {
        seen();
        return clock_.now();
    }
    std::chrono::milliseconds ticks() const override { return seen(); }
    bool wait(std::chrono::milliseconds length) override {
        const bool went_on = clock_.wait(length);
        seen();
        return went_on;
    }
    bool stopping() const override {
        seen();
        return clock_.stopping();
    }

private:
    static Beat*& mine() {
        static thread_local Beat* beat = nullptr;
        return beat;
    }
    std::chrono::milliseconds seen() const {
        const auto ticks = clock_.ticks();
        if (auto* beat = mine()) beat->store(ticks.count());
        return ticks;
    }

    Clock& clock_;
};

}  // namespace deskbridge
