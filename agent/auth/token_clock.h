// When a token is renewed.
#pragma once

#include "model/time.h"

#include <algorithm>
#include <chrono>

namespace deskbridge {

/// A token is renewed when a fifth of its life is left, five minutes at most, so that no request meets its
/// end; one that lives seconds is renewed seconds ahead.
inline bool is_fresh(Time renewed_at, Time expires_at, Time now) {
    constexpr std::chrono::milliseconds most = std::chrono::minutes{5};
    const auto ahead = std::min<std::chrono::milliseconds>((expires_at - renewed_at) / 5, most);
    // a clock that was set back would keep a token for ever
    return now < expires_at - ahead && now + most > renewed_at;
}

}  // namespace deskbridge
