// The one place that knows that a new configuration is to be read.
#pragma once

namespace deskbridge {

/// From here on SIGHUP (on Windows the service's "parameters changed") asks for a reload instead of ending
/// the process. Call once, from `run`, before any thread.
void watch_for_reload();

/// Asks as a signal would. Any thread.
void request_reload();

/// True once for each time, or several times in between, that was asked for. Any thread.
bool take_reload_request();

}  // namespace deskbridge
