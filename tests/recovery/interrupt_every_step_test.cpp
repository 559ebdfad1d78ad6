#include "interruptions.h"
#include "tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

Scene poisoned() {
    Scene scene;
    scene.work_switches.poison_title = poison;
    return scene;
}

std::string all_arrived(TwoSides& sides) {
    return verdict(sides);
}

Scenario backfill_scenario() {
    return {"backfill of nine tickets in batches of three", poisoned(), add_mixed,
            [](TwoSides& sides) { sides.backfill(); }, all_arrived};
}

/// The agent has been running for a while on a desk that had a ticket before, which is history; then tickets
/// come in, and customers write to one that has its work item, and that nothing but the link tells so.
Scenario live_scenario() {
    Scene scene = poisoned();
    scene.notes_only = true;
    return {"nine new tickets", scene,
            [](TwoSides& sides) {
                const auto old = add_plain(sides, 100);
                sides.expect(old, {Expected::End::nothing, {}});
                sides.clock.step(std::chrono::minutes{10});
                sides.cycles(2);
                const auto linked = add_plain(sides, 101);
                sides.run_until_quiet();
                sides.clock.step(std::chrono::minutes{10});
                add_mixed(sides);
                sides.desk.write(linked, {"<p>It happened again.</p>", false, "", {}});
            },
            [](TwoSides& sides) { sides.run_until_quiet(); },
            [](TwoSides& sides) { return verdict(sides, false); }};
}

Scenario small_scenario() {
    Scene scene;
    scene.batch = 1;
    return {"backfill of two tickets, one by one", scene,
            [](TwoSides& sides) {
                add_plain(sides, 1);
                add_plain(sides, 2);
            },
            [](TwoSides& sides) { sides.backfill(); }, all_arrived};
}

Scenario talk_scenario() {
    Scene scene;
    return {"backfill of two tickets with messages and files", scene,
            [](TwoSides& sides) {
                add_talkative(sides, 1);
                add_plain(sides, 2);
                add_talkative(sides, 3);
            },
            [](TwoSides& sides) { sides.backfill(); }, all_arrived};
}

void stand_every_death(const Scenario& scenario) {
    for (const auto& wrong : die_at_every_step(scenario)) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

/// Every first death; as many second ones, or all there are.
void die_twice(std::size_t seconds_each) {
    const auto scenario = small_scenario();
    const auto seed = seed_from_environment();
    CAPTURE(seed);
    std::mt19937_64 dice(seed);
    const auto steps = count_steps(scenario);
    for (std::size_t first = 1; first <= steps; ++first) {
        const auto later = count_steps(scenario, first);
        const bool all = seconds_each >= later;
        for (std::size_t i = 1; i <= std::min(seconds_each, later); ++i) {
            const auto wrong = story(scenario, {first, all ? i : dice() % later + 1});
            INFO(wrong);
            REQUIRE(wrong.empty());
        }
    }
}

}  // namespace

TEST_CASE("a backfill that dies at any step is finished by the next one") {
    stand_every_death(backfill_scenario());
}

TEST_CASE("an agent that dies at any step over new tickets makes each work item once") {
    stand_every_death(live_scenario());
}

TEST_CASE("a power cut at any step of a backfill loses nothing") {
    Scenario scenario = backfill_scenario();
    scenario.name += ", power cut";
    scenario.scene.power_cuts = true;
    stand_every_death(scenario);
}

TEST_CASE("messages and files that are cut off at any step arrive once and in order") {
    stand_every_death(talk_scenario());
}

TEST_CASE("a power cut at any step of carrying messages and files loses nothing") {
    Scenario scenario = talk_scenario();
    scenario.scene.power_cuts = true;
    stand_every_death(scenario);
}

TEST_CASE("a tracker without batches, and one of 2019, are told messages all the same") {
    for (const auto level :
         {sandbox::azure_devops::Level::server2019, sandbox::azure_devops::Level::server2020}) {
        Scenario scenario = talk_scenario();
        scenario.scene.level = level;
        scenario.scene.work_switches.batch = sandbox::azure_devops::BatchMode::absent;
        stand_every_death(scenario);
    }
}

TEST_CASE("a backfill on a desk that takes one call at a time may die at any step") {
    Scenario scenario = backfill_scenario();
    scenario.name += ", no batches of the desk";
    scenario.scene.desk_batch = sandbox::deskpro::Options::Batch::none;
    stand_every_death(scenario);
}

TEST_CASE("a death at any step and another during the recovery change nothing") {
    die_twice(2);
}

TEST_CASE("a death at any step and another at any step of the recovery change nothing", "[.long]") {
    die_twice(1'000'000);
}

TEST_CASE("three deaths at random steps of a larger backfill change nothing") {
    const auto scenario = backfill_scenario();
    const auto seed = seed_from_environment();
    CAPTURE(seed);
    std::mt19937_64 dice(seed);
    const auto steps = count_steps(scenario);
    for (int i = 0; i < 60; ++i) {
        const std::vector<std::size_t> deaths = {dice() % steps + 1, dice() % steps + 1, dice() % steps + 1};
        const auto wrong = story(scenario, deaths);
        INFO(wrong);
        REQUIRE(wrong.empty());
    }
}
