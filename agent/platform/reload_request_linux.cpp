#include "platform/reload_request.h"

#include <atomic>
#include <csignal>

namespace deskbridge {

namespace {

std::atomic<bool> asked{false};

void on_signal(int) {
    asked.store(true);
}

}  // namespace

void watch_for_reload() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGHUP, &action, nullptr);
}

void request_reload() {
    asked.store(true);
}

bool take_reload_request() {
    return asked.exchange(false);
}

}  // namespace deskbridge
