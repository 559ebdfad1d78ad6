#include "tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <random>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

/// A piece of work that may be cut off anywhere.
struct Scenario {
    std::string name;
    Scene scene;
    std::function<void(TwoSides&)> prepare;  ///< before the steps are counted
    std::function<void(TwoSides&)> work;
    bool history = true;  ///< the work is a backfill
};

Scene poisoned() {
    Scene scene;
    scene.work_switches.poison_title = poison;
    return scene;
}

Scenario backfill_scenario() {
    return {"backfill of nine tickets in batches of three", poisoned(), add_mixed,
            [](TwoSides& sides) { sides.backfill(); }};
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
            [](TwoSides& sides) { sides.run_until_quiet(); }, false};
}

Scenario small_scenario() {
    Scene scene;
    scene.batch = 1;
    return {"backfill of two tickets, one by one", scene,
            [](TwoSides& sides) {
                add_plain(sides, 1);
                add_plain(sides, 2);
            },
            [](TwoSides& sides) { sides.backfill(); }};
}

Scenario talk_scenario() {
    Scene scene;
    return {"backfill of two tickets with messages and files", scene,
            [](TwoSides& sides) {
                add_talkative(sides, 1);
                add_plain(sides, 2);
                add_talkative(sides, 3);
            },
            [](TwoSides& sides) { sides.backfill(); }};
}

/// Works until the end or to the death at `step`, which is told.
std::optional<Interrupted> work_until(TwoSides& sides, const Scenario& scenario, std::size_t step) {
    sides.steps.begin(step);
    try {
        scenario.work(sides);
    } catch (const Interrupted& death) {
        sides.restart();
        sides.steps.begin();
        return death;
    }
    sides.steps.begin();
    return {};
}

/// How many steps the work has when nobody interrupts it, deaths in `before` apart.
std::size_t count_steps(const Scenario& scenario, std::size_t before = 0) {
    TwoSides sides(scenario.scene);
    scenario.prepare(sides);
    if (before != 0) work_until(sides, scenario, before);
    sides.steps.begin();
    scenario.work(sides);
    return sides.steps.count();
}

/// Dies at each of `deaths` in turn, counted from the start before it, goes on to the end, and judges.
std::string story(const Scenario& scenario, const std::vector<std::size_t>& deaths) {
    TwoSides sides(scenario.scene);
    scenario.prepare(sides);
    std::string place;
    for (const auto step : deaths)
        if (const auto death = work_until(sides, scenario, step))
            place += fmt::format("step {} ({}); ", death->step, death->name);
    scenario.work(sides);
    const auto wrong = verdict(sides, scenario.history);
    return wrong.empty() ? "" : fmt::format("{}: interrupted at {}\n{}", scenario.name, place, wrong);
}

void die_at_every_step(const Scenario& scenario) {
    const auto steps = count_steps(scenario);
    REQUIRE(steps > 20);
    std::size_t failures = 0;
    for (std::size_t step = 1; step <= steps && failures < 5; ++step) {
        const auto wrong = story(scenario, {step});
        INFO(wrong);
        CHECK(wrong.empty());
        if (!wrong.empty()) ++failures;
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
    die_at_every_step(backfill_scenario());
}

TEST_CASE("an agent that dies at any step over new tickets makes each work item once") {
    die_at_every_step(live_scenario());
}

TEST_CASE("a power cut at any step of a backfill loses nothing") {
    Scenario scenario = backfill_scenario();
    scenario.name += ", power cut";
    scenario.scene.power_cuts = true;
    die_at_every_step(scenario);
}

TEST_CASE("messages and files that are cut off at any step arrive once and in order") {
    die_at_every_step(talk_scenario());
}

TEST_CASE("a power cut at any step of carrying messages and files loses nothing") {
    Scenario scenario = talk_scenario();
    scenario.scene.power_cuts = true;
    die_at_every_step(scenario);
}

TEST_CASE("a tracker without batches, and one of 2019, are told messages all the same") {
    for (const auto level :
         {sandbox::azure_devops::Level::server2019, sandbox::azure_devops::Level::server2020}) {
        Scenario scenario = talk_scenario();
        scenario.scene.level = level;
        scenario.scene.work_switches.batch = sandbox::azure_devops::BatchMode::absent;
        die_at_every_step(scenario);
    }
}

TEST_CASE("a backfill on a desk that takes one call at a time may die at any step") {
    Scenario scenario = backfill_scenario();
    scenario.name += ", no batches of the desk";
    scenario.scene.desk_batch = sandbox::deskpro::Options::Batch::none;
    die_at_every_step(scenario);
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
