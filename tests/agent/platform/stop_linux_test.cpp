#include "platform/stop.h"
#include "platform/system_clock.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

using namespace deskbridge;

// One test: a stop cannot be taken back within a process.
TEST_CASE("a signal ends every wait at once and for good") {
    watch_for_stop();
    SystemClock clock;
    CHECK_FALSE(clock.stopping());
    CHECK(clock.wait(std::chrono::milliseconds{1}));

    const auto start = std::chrono::steady_clock::now();
    std::thread other([] { std::raise(SIGTERM); });
    CHECK_FALSE(clock.wait(std::chrono::minutes{5}));
    other.join();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::minutes{1});
    CHECK(clock.stopping());
    CHECK(stop_signal() == SIGTERM);
    CHECK_FALSE(wait_unless_stopped(std::chrono::minutes{5}));
    request_stop();
    CHECK(stop_signal() == SIGTERM);
}
