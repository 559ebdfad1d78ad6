#include "tickets.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

Scene poisoned() {
    Scene scene;
    scene.desk_page = 200;
    scene.work_switches.poison_title = poison;
    return scene;
}

/// The requests of a backfill in which nothing goes wrong.
std::size_t count_requests(const Scene& scene) {
    TwoSides sides(scene);
    add_mixed(sides);
    sides.backfill();
    return sides.traffic.requests;
}

/// A backfill in which `mishap` befalls request `number` and the `times - 1` after it.
std::string story(const Scene& scene, Passage mishap, std::size_t number, std::size_t times = 1) {
    TwoSides sides(scene);
    add_mixed(sides);
    std::string name;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t at) {
        if (at < number || at >= number + times) return Passage::through;
        if (at == number) name = side + " " + request.method + " " + request.url;
        return mishap;
    };
    const auto report = sides.backfill();
    std::string wrong;
    if (report.trouble) wrong = fmt::format("the backfill gave up: {}\n", report.trouble->what());
    wrong += verdict(sides);
    return wrong.empty() ? ""
                         : fmt::format("{} at request {} ({})\n{}", name_of(mishap), number, name, wrong);
}

void befall_every_request(const Scene& scene, Passage mishap) {
    const auto requests = count_requests(scene);
    REQUIRE(requests > 10);
    for (std::size_t number = 1; number <= requests; ++number) {
        const auto wrong = story(scene, mishap, number);
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

}  // namespace

TEST_CASE("whatever befalls any one request, a backfill finishes by itself and every ticket arrives once") {
    for (const auto mishap : mishaps()) befall_every_request(poisoned(), mishap);
}

TEST_CASE("the same on a tracker without batches and a desk without batches") {
    Scene scene = poisoned();
    scene.work_switches.batch = sandbox::azure_devops::BatchMode::absent;
    scene.desk_batch = sandbox::deskpro::Options::Batch::none;
    for (const auto mishap : {Passage::closed_after, Passage::stalled_late})
        befall_every_request(scene, mishap);
}

TEST_CASE("the same when the tracker does not find addresses, or not yet, or cannot be asked") {
    using sandbox::azure_devops::ArtifactQuery;
    Scene scene = poisoned();
    SECTION("it finds nothing") {
        scene.work_switches.artifact_query = ArtifactQuery::finds_nothing;
    }
    SECTION("it cannot be asked") {
        scene.work_switches.artifact_query = ArtifactQuery::absent;
    }
    SECTION("it lags a minute") {
        scene.work_switches.artifact_query_lag_ms = 60'000;
    }
    for (const auto mishap : {Passage::closed_after, Passage::stalled_late})
        befall_every_request(scene, mishap);
}

TEST_CASE("however many of a large batch have to be told again, each is told once") {
    Scene scene;
    scene.batch = 200;
    scene.desk_page = 200;
    TwoSides sides(scene);
    for (int i = 1; i <= 60; ++i) add_plain(sides, i);
    const auto mishap = GENERATE(Passage::closed_before, Passage::closed_after, Passage::stalled_after);
    sides.traffic.judge = [&](const std::string&, const HttpRequest&, std::size_t number) {
        return number % 7 == 0 ? mishap : Passage::through;
    };
    CHECK_FALSE(sides.backfill().trouble);
    sides.traffic.judge = {};
    CHECK(verdict(sides) == "");
}

TEST_CASE("no request is sent before the time that a limit names, however often one does") {
    const std::size_t every = GENERATE(4, 5, 6, 7, 8, 11);
    CAPTURE(every);
    TwoSides sides(poisoned());
    add_mixed(sides);
    std::size_t limits = 0;
    sides.traffic.judge = [&](const std::string&, const HttpRequest&, std::size_t number) {
        if (number % every != 0) return Passage::through;
        ++limits;
        return Passage::limited;
    };
    const auto start = sides.clock.ticks();
    CHECK_FALSE(sides.backfill().trouble);
    CHECK(limits >= 3);
    CHECK(sides.clock.ticks() - start > std::chrono::seconds{30} * (limits - 1));
    sides.traffic.judge = {};
    CHECK(verdict(sides) == "");
}
