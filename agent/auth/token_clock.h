// When a token is renewed.
#pragma once

#include "model/time.h"

#include <algorithm>
#include <chrono>

namespace deskbridge {

/// A token is renewed when a fifth of its life is left, five minutes at most, so that no request meets its
/// end; one that lives seconds is renewed seconds ahead.
inline bool is_fresh(Time renewed_at, Time expires_at, Time now) {
    using namespace std::chrono;
    const auto ahead = std::min<milliseconds>((expires_at - renewed_at) / 5, minutes{5});
    // a clock that was set back would keep a token for ever
    return now < expires_at - ahead && now + minutes{5} > renewed_at;
}

}  // namespace deskbridge
