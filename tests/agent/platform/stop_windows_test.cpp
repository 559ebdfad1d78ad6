#include "platform/stop.h"
#include "platform/system_clock.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

using namespace deskbridge;

// One test: a stop cannot be taken back within a process. That Ctrl-C and the service manager ask for it is
// seen from outside (packaging/windows/test).
TEST_CASE("a stop ends every wait at once and for good") {
    watch_for_stop();
    SystemClock clock;
    CHECK_FALSE(clock.stopping());
    CHECK(clock.wait(std::chrono::milliseconds{1}));

    const auto start = std::chrono::steady_clock::now();
    std::thread other([] { request_stop(); });
    CHECK_FALSE(clock.wait(std::chrono::minutes{5}));
    other.join();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::minutes{1});
    CHECK(clock.stopping());
    CHECK(stop_signal() == SIGTERM);
    CHECK_FALSE(wait_unless_stopped(std::chrono::minutes{5}));
}
