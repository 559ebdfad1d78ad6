#include "platform/stop.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <limits>
#include <windows.h>

namespace deskbridge {

namespace {

/// Signalled for ever once a stop is asked for: all waiters see it.
HANDLE stop_event() {
    static const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    return event;
}

std::atomic<int> asked{0};

void ask(int signal) {
    int none = 0;
    asked.compare_exchange_strong(none, signal);
    SetEvent(stop_event());
}

BOOL WINAPI on_console(DWORD what) {
    ask(what == CTRL_C_EVENT || what == CTRL_BREAK_EVENT ? SIGINT : SIGTERM);
    // after a close, a log-off or a shut-down the process ends when this returns: main is to end it
    if (what != CTRL_C_EVENT && what != CTRL_BREAK_EVENT) Sleep(INFINITE);
    return TRUE;
}

}  // namespace

void watch_for_stop() {
    stop_event();
    SetConsoleCtrlHandler(on_console, TRUE);
}

bool stop_requested() {
    return asked.load() != 0;
}

void request_stop() {
    ask(SIGTERM);
}

bool wait_unless_stopped(std::chrono::milliseconds length) {
    using namespace std::chrono;
    const auto end = steady_clock::now() + length;
    while (!stop_requested()) {
        const auto left = ceil<milliseconds>(end - steady_clock::now());
        if (left.count() <= 0) return true;
        WaitForSingleObject(stop_event(), static_cast<DWORD>(std::min<long long>(
                                              left.count(), std::numeric_limits<int>::max())));
    }
    return false;
}

int stop_signal() {
    return asked.load();
}

}  // namespace deskbridge
