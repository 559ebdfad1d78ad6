// What the program tells the service manager that started it: systemd over its socket, Windows over the
// status of the service. Where nobody listens, nothing happens; nothing is ever reported as failed, because
// nobody could act on it. Thread rule: any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace deskbridge {

/// The start is over: the program works, or waits for something that it goes on without help after.
void notify_ready(const std::string& status);

/// One line for people, shown by `systemctl status`.
void notify_status(const std::string& status);

/// A new configuration is being read; notify_ready ends it.
void notify_reloading();

/// The end has begun. May be said again while work is put away: on Windows each is a sign of progress.
void notify_stopping();

/// The program is not stuck.
void notify_alive();

/// How often notify_alive is expected at least; nothing when nobody watches.
std::optional<std::chrono::microseconds> watchdog_interval();

}  // namespace deskbridge
