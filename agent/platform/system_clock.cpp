#include "platform/system_clock.h"

#include "platform/stop.h"

namespace deskbridge {

using namespace std::chrono;

Time SystemClock::now() const {
    return floor<milliseconds>(system_clock::now());
}

milliseconds SystemClock::ticks() const {
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
}

bool SystemClock::wait(milliseconds length) {
    return wait_unless_stopped(length);
}

bool SystemClock::stopping() const {
    return stop_requested();
}

}  // namespace deskbridge
