#include "both_sides.h"
#include "interruptions.h"
#include "sync/rebuild.h"
#include "tickets.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <memory>
#include <random>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

Scene two_way() {
    Scene scene;
    scene.two_way = true;
    return scene;
}

/// People of both sides have been at work; one run carries it.
Scenario both_ways(const Scene& scene) {
    auto pairs = std::make_shared<std::vector<WatchedPair>>();
    return {"changes of both sides", scene, [pairs](TwoSides& sides) { *pairs = let_people_work(sides); },
            [](TwoSides& sides) { sides.run_until_quiet(); },
            [pairs](TwoSides& sides) { return two_way_verdict(sides, *pairs); }};
}

/// `mishap` befalls one request of the run that carries it.
std::string story_of(Passage mishap, std::size_t number) {
    TwoSides sides(two_way());
    const auto pairs = let_people_work(sides);
    const auto from = sides.traffic.requests + number;
    std::string name;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t at) {
        if (at != from) return Passage::through;
        name = side + " " + request.method + " " + request.url;
        return mishap;
    };
    const auto wrong = two_way_verdict(sides, pairs);
    return wrong.empty() ? ""
                         : fmt::format("{} at request {} ({})\n{}", name_of(mishap), number, name, wrong);
}

std::size_t count_requests() {
    TwoSides sides(two_way());
    let_people_work(sides);
    const auto before = sides.traffic.requests;
    sides.run_until_quiet();
    return sides.traffic.requests - before;
}

}  // namespace

TEST_CASE("what people of both sides do at one time stands on both in the end") {
    TwoSides sides(two_way());
    const auto pairs = let_people_work(sides);
    sides.run_until_quiet();
    CHECK(two_way_verdict(sides, pairs) == "");
}

TEST_CASE("an agent that dies at any step of carrying both ways loses nothing and says nothing twice") {
    for (const auto& wrong : die_at_every_step(both_ways(two_way()))) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

TEST_CASE("a power cut at any step of carrying both ways loses nothing") {
    Scene scene = two_way();
    scene.power_cuts = true;
    for (const auto& wrong : die_at_every_step(both_ways(scene))) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

TEST_CASE("deaths at random steps of carrying both ways, three in a row, change nothing") {
    const auto scenario = both_ways(two_way());
    const auto seed = seed_from_environment();
    CAPTURE(seed);
    std::mt19937_64 dice(seed);
    const auto steps = count_steps(scenario);
    for (int i = 0; i < 60; ++i) {
        const auto wrong = story(scenario, {dice() % steps + 1, dice() % steps + 1, dice() % steps + 1});
        INFO(wrong);
        REQUIRE(wrong.empty());
    }
}

TEST_CASE("whatever befalls any one request of carrying both ways, everything stands on both sides once") {
    const auto requests = count_requests();
    REQUIRE(requests > 30);
    std::size_t failures = 0;
    for (const auto mishap : mishaps())
        for (std::size_t number = 1; number <= requests && failures < 8; ++number) {
            const auto wrong = story_of(mishap, number);
            INFO(wrong);
            CHECK(wrong.empty());
            if (!wrong.empty()) ++failures;
        }
}

TEST_CASE("links that are found again without the state file say and bring nothing a second time") {
    TwoSides sides(two_way());
    const auto pairs = let_people_work(sides);
    sides.run_until_quiet();
    const auto revisions = sides.work.counters().revisions;
    const auto writes = sides.desk.counters().writes;
    sides.lose_state();
    CHECK(rebuild_links(sides.tenant()).found == pairs.size());
    CHECK(two_way_verdict(sides, pairs) == "");
    CHECK(sides.work.counters().revisions == revisions);
    CHECK(sides.desk.counters().writes == writes);
    sides.desk.write(pairs[0].ticket, {.html = "<p>After that</p>", .by = "ines@nordhafen.example"});
    sides.work.comment(pairs[0].item, "maren.holt@meridian.example", "<div>Then this</div>");
    auto more = pairs;
    more[0].said.insert(more[0].said.end(), {"After that", "Then this"});
    more[0].public_ones.emplace_back("After that");
    more[0].status = sides.desk.ticket(pairs[0].ticket)->status;
    CHECK(two_way_verdict(sides, more) == "");
}
