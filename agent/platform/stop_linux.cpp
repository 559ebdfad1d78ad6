#include "platform/stop.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <limits>
#include <poll.h>
#include <unistd.h>

namespace deskbridge {

namespace {

/// A pipe that becomes readable for ever once a stop is asked for: all waiters see it, and writing to it is
/// allowed in a signal handler.
struct StopPipe {
    int read_end = -1;
    int write_end = -1;
    StopPipe() {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
            read_end = ends[0];
            write_end = ends[1];
        }
    }
};

StopPipe& stop_pipe() {
    static StopPipe pipe;
    return pipe;
}

std::atomic<int> asked{0};
std::atomic<int> write_end{-1};

void on_signal(int signal) {
    const int saved = errno;
    int none = 0;
    if (asked.compare_exchange_strong(none, signal)) {
        const char byte = 1;
        [[maybe_unused]] const auto written = ::write(write_end.load(), &byte, 1);
    }
    errno = saved;
}

}  // namespace

void watch_for_stop() {
    write_end = stop_pipe().write_end;
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

bool stop_requested() {
    return asked.load() != 0;
}

void request_stop() {
    write_end = stop_pipe().write_end;
    on_signal(SIGTERM);
}

bool wait_unless_stopped(std::chrono::milliseconds length) {
    using namespace std::chrono;
    const auto end = steady_clock::now() + length;
    while (!stop_requested()) {
        const auto left = ceil<milliseconds>(end - steady_clock::now());
        if (left.count() <= 0) return true;
        pollfd waiting{stop_pipe().read_end, POLLIN, 0};
        ::poll(&waiting, 1,
               static_cast<int>(std::min<long long>(left.count(), std::numeric_limits<int>::max())));
    }
    return false;
}

int stop_signal() {
    return asked.load();
}

}  // namespace deskbridge
