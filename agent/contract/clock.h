// Time and waiting, so that a test steps both by hand.
#pragma once

#include "model/time.h"

#include <chrono>

namespace deskbridge {

/// Thread rule: any thread.
class Clock {
public:
    virtual ~Clock() = default;
    /// The wall clock: for records and messages, never for intervals.
    virtual Time now() const = 0;
    /// Since some fixed moment, never backwards: for intervals.
    virtual std::chrono::milliseconds ticks() const = 0;
    /// Waits; false when a stop was asked for before or meanwhile.
    virtual bool wait(std::chrono::milliseconds length) = 0;
    /// True once a stop was asked for.
    virtual bool stopping() const = 0;
};

}  // namespace deskbridge
