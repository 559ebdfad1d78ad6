#include "sync/schedule.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;

namespace {

CycleReport troubled(Trouble trouble, std::optional<milliseconds> retry_after = {}) {
    CycleReport report;
    report.trouble = SyncError(Reach::side, trouble, "no");
    report.trouble->retry_after = retry_after;
    return report;
}

}  // namespace

TEST_CASE("a tenant rests for its poll interval, and not at all while its inbox is full") {
    CHECK(rest_after({}, 0, seconds{60}) == seconds{60});
    CycleReport busy;
    busy.more = true;
    CHECK(rest_after(busy, 0, seconds{60}) == seconds{0});
    CycleReport unclear;
    unclear.unclear = 1;
    CHECK(rest_after(unclear, 0, seconds{60}) == seconds{5});
    CHECK(rest_after(unclear, 0, seconds{1}) == seconds{1});
}

TEST_CASE("an outage backs off, and what the other side asked for is kept") {
    CHECK(rest_after(troubled(Trouble::unreachable), 1, seconds{60}) == seconds{2});
    CHECK(rest_after(troubled(Trouble::limited, seconds{30}), 1, seconds{60}) == seconds{30});
    CHECK(rest_after(troubled(Trouble::limited, seconds{1}), 5, seconds{60}) == seconds{32});
}

TEST_CASE("a refused sign-in is probed, not hammered") {
    CHECK(rest_after(troubled(Trouble::sign_in), 1, seconds{5}) == minutes{1});
    CHECK(rest_after(troubled(Trouble::sign_in), 4, seconds{5}) == hours{1});
    CHECK(rest_after(troubled(Trouble::configuration), 2, seconds{5}) == minutes{5});
}
