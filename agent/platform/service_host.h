// Runs the agent's body where the service manager of the system wants it to run.
#pragma once

#include <exception>
#include <functional>

namespace deskbridge {

/// Runs `body` once and returns its code; what it throws goes on. On Windows a program that the service
/// manager started runs it as the service's own thread, and answers stop, pause, resume, shutdown and changed
/// parameters meanwhile; the service ends with that code, or the one that `code_of` has for what was thrown.
int host_service(const std::function<int()>& body, int (*code_of)(const std::exception_ptr&));

/// True between a pause and its end, as the service manager asks for them.
bool pause_requested();

/// Before the process ends without returning from `body`.
void notify_ended(int code);
/// After a pause was asked for and no work is done any more.
void notify_paused();

}  // namespace deskbridge
