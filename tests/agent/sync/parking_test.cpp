#include "sync/parking.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;

TEST_CASE("a ticket waits five times as long after each failure, up to six hours") {
    CHECK(parking_time(1) == minutes{1});
    CHECK(parking_time(2) == minutes{5});
    CHECK(parking_time(3) == minutes{25});
    CHECK(parking_time(4) == minutes{125});
    CHECK(parking_time(5) == hours{6});
    CHECK(parking_time(1'000'000) == hours{6});
    CHECK(parking_time(0) == minutes{1});
}

TEST_CASE("a side is tried again after seconds, then minutes, never less often than every five") {
    CHECK(side_back_off(1) == seconds{2});
    CHECK(side_back_off(2) == seconds{4});
    CHECK(side_back_off(8) == seconds{256});
    CHECK(side_back_off(9) == minutes{5});
    CHECK(side_back_off(1'000'000) == minutes{5});
}

TEST_CASE("a refused sign-in is probed seldom enough not to lock an account out") {
    CHECK(sign_in_probe(1) == minutes{1});
    CHECK(sign_in_probe(2) == minutes{5});
    CHECK(sign_in_probe(3) == minutes{15});
    CHECK(sign_in_probe(4) == minutes{60});
    CHECK(sign_in_probe(400) == minutes{60});
}
