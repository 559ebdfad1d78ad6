// The one place that knows that the program was asked to stop.
#pragma once

#include <chrono>

namespace deskbridge {

/// From here on SIGINT and SIGTERM ask for a stop instead of ending the process; a second one within the same
/// run changes nothing, SIGPIPE is ignored. Call once, from main, before any thread.
void watch_for_stop();

/// True once a stop was asked for. Any thread.
bool stop_requested();

/// Asks for a stop as a signal would.
void request_stop();

/// Waits; false as soon as a stop was asked for. Any thread.
bool wait_unless_stopped(std::chrono::milliseconds length);

/// The signal that asked, or 0.
int stop_signal();

}  // namespace deskbridge
