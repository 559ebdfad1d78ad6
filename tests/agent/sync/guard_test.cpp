#include "sync/guard.h"

#include "sync/breaker.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Time at(int minutes) {
    return Time{std::chrono::minutes{minutes}};
}

}  // namespace

TEST_CASE("a change is counted once for each link, and for ten minutes") {
    Guard guard;
    CHECK(guard.count("state closed", "1", at(0)) == 1);
    CHECK(guard.count("state closed", "1", at(1)) == 1);
    CHECK(guard.count("state closed", "2", at(5)) == 2);
    CHECK(guard.count("state open", "3", at(5)) == 1);
    CHECK(guard.count("state closed", "3", at(11)) == 2);
    CHECK(guard.count("state closed", "4", at(30)) == 1);
}

TEST_CASE("the breaker opens after a hundred writes of one pair in an hour, and closes by itself") {
    Breaker breaker;
    const Breaker::Pair pair{"7", 12}, other{"7", 13};
    for (int write = 0; write < 99; ++write) breaker.count(pair, at(1));
    CHECK_FALSE(breaker.is_open(pair, at(2)));
    breaker.count(pair, at(2));
    CHECK(breaker.is_open(pair, at(2)));
    CHECK_FALSE(breaker.is_open(other, at(2)));
    CHECK(breaker.is_open(pair, at(61)));
    CHECK_FALSE(breaker.is_open(pair, at(62)));
}
