#include "setup/health.h"

#include "setup/beating_clock.h"
#include "setup/health_port.h"
#include "support/step_clock.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace deskbridge;
using namespace std::chrono;

namespace {

CycleReport trouble(Trouble kind) {
    CycleReport report;
    report.trouble = SyncError(Reach::side, kind, "the desk says no");
    return report;
}

/// Time of day that jumps while time goes on as ever.
class JumpingClock : public StepClock {
public:
    Time now() const override { return StepClock::now() + jump; }
    milliseconds jump{};
};

HealthSource source_of(const Health& health, std::string wrong = {}) {
    return {[wrong] { return wrong; }, [&health] { return health.tenants(); },
            [](const std::string&) { return milliseconds{minutes{5}}; }};
}

}  // namespace

TEST_CASE("a tenant is ready after a good cycle, and no longer when the next ones stay away") {
    StepClock clock;
    Health health(clock);
    health.watch({"acme"});
    CHECK_FALSE(health.tenants().front().ready(minutes{5}));
    CHECK(ready_page(source_of(health)).status == 503);
    health.note("acme", {}, 0);
    CHECK(ready_page(source_of(health)).status == 200);
    clock.step(minutes{5});
    CHECK(health.tenants().front().ready(minutes{5}));
    clock.step(seconds{1});
    CHECK_FALSE(health.tenants().front().ready(minutes{5}));
    CHECK(*health.tenants().front().good_age == minutes{5} + seconds{1});
}

TEST_CASE("a clock that is set makes nobody ready or unready") {
    for (const auto jump : {hours{-24 * 365}, hours{24 * 365}}) {
        JumpingClock clock;
        Health health(clock);
        health.watch({"acme"});
        health.note("acme", {}, 1);
        clock.jump = jump;
        clock.step(minutes{1});
        CHECK(health.tenants().front().ready(minutes{5}));
        CHECK(health.tenants().front().backlog_age == minutes{1});
        clock.step(minutes{5});
        CHECK_FALSE(health.tenants().front().ready(minutes{5}));
    }
}

TEST_CASE("a refused sign-in is remembered until a cycle is good, an outage changes nothing about it") {
    StepClock clock;
    Health health(clock);
    health.watch({"acme"});
    health.note("acme", trouble(Trouble::unreachable), 0);
    CHECK(health.tenants().front().signed_in);
    CHECK(health.tenants().front().trouble == "the desk says no");
    for (const auto refusal : {Trouble::sign_in, Trouble::forbidden}) {
        health.note("acme", trouble(refusal), 0);
        CHECK_FALSE(health.tenants().front().signed_in);
        health.note("acme", trouble(Trouble::unreachable), 0);
        CHECK_FALSE(health.tenants().front().signed_in);
        health.note("acme", {}, 0);
        CHECK(health.tenants().front().signed_in);
        CHECK(health.tenants().front().trouble.empty());
    }
}

TEST_CASE("the backlog's age counts from when it was last empty") {
    StepClock clock;
    Health health(clock);
    health.watch({"acme"});
    health.note("acme", {}, 7);
    clock.step(minutes{3});
    health.note("acme", {}, 2);
    CHECK(health.tenants().front().backlog_age == minutes{3});
    CHECK(health.tenants().front().waiting == 2);
    health.note("acme", {}, 0);
    CHECK(health.tenants().front().backlog_age == minutes{0});
    clock.step(minutes{3});
    CHECK(health.tenants().front().backlog_age == minutes{0});
}

TEST_CASE("after a reload tenants of the same name go on, new ones begin, others are gone") {
    StepClock clock;
    Health health(clock);
    health.watch({"acme", "old"});
    health.note("acme", {}, 0);
    health.watch({"new", "acme"});
    health.note("old", {}, 3);
    const auto tenants = health.tenants();
    REQUIRE(tenants.size() == 2);
    CHECK(tenants[0].name == "new");
    CHECK_FALSE(tenants[0].last_good);
    CHECK(tenants[1].last_good);
}

TEST_CASE(
    "health is 503 with the reason when something is wrong, and one tenant that is not ready is enough") {
    StepClock clock;
    Health health(clock);
    health.watch({"acme", "plant"});
    health.note("acme", {}, 0);
    CHECK(health_page(source_of(health)).status == 200);
    const auto page = health_page(source_of(health, "no space is left"));
    CHECK(page.status == 503);
    CHECK(page.body.find("no space is left") != std::string::npos);
    CHECK(ready_page(source_of(health)).status == 503);
    health.note("plant", {}, 0);
    CHECK(ready_page(source_of(health)).status == 200);
}

TEST_CASE("a look at the clock is a sign of life of the thread that is watched, and of no other") {
    StepClock clock;
    clock.step(seconds{5});
    BeatingClock beating(clock);
    Beat beat{0};
    std::thread([&] { beating.ticks(); }).join();
    CHECK(beat == 0);
    std::thread([&] {
        BeatingClock::watch_this_thread(&beat);
        beating.now();
    }).join();
    CHECK(beat == clock.ticks().count());
    clock.step(seconds{5});
    std::thread([&] {
        BeatingClock::watch_this_thread(&beat);
        beating.wait(seconds{1});
    }).join();
    CHECK(beat == clock.ticks().count());
}
