// Real time.
#pragma once

#include "contract/clock.h"

namespace deskbridge {

/// Waits end early when the program is asked to stop (platform/stop.h).
class SystemClock : public Clock {
public:
    Time now() const override;
    std::chrono::milliseconds ticks() const override;
    bool wait(std::chrono::milliseconds length) override;
    bool stopping() const override;
};

}  // namespace deskbridge
