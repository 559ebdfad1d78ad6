#include "sync/apply.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a call that failed is made with half as many tickets, down to one") {
    CHECK(batch_limit(200, 0) == 200);
    CHECK(batch_limit(200, 1) == 100);
    CHECK(batch_limit(200, 7) == 1);
    CHECK(batch_limit(200, 8) == 1);
    CHECK(batch_limit(200, 1'000'000) == 1);
    CHECK(batch_limit(1, 0) == 1);
}

TEST_CASE("a call that failed is halved by its own size, not by what a batch could hold") {
    CHECK(batch_limit(200, attempts_after(200, 200, 0)) == 100);
    CHECK(batch_limit(200, attempts_after(200, 6, 0)) == 3);
    CHECK(batch_limit(200, attempts_after(200, 1, 0)) == 1);
    CHECK(attempts_after(200, 1, 30) == 31);
}
