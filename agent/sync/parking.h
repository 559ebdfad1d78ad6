// How long what failed waits before it is tried again.
#pragma once

#include <chrono>

namespace deskbridge {

/// One ticket: 1 minute, then five times as long each time, up to 6 hours.
std::chrono::milliseconds parking_time(int attempts);

/// Tries for what the tracker answers with an internal error, before its ticket is parked.
constexpr int tries_for_inner_errors = 3;

/// One side that does not answer: 2 seconds, doubled each time, up to 5 minutes.
std::chrono::milliseconds side_back_off(int failures);

/// A sign-in that was definitely refused: 1, 5, 15, 60 minutes, then hourly, so that no account is locked
/// out.
std::chrono::milliseconds sign_in_probe(int failures);

}  // namespace deskbridge
