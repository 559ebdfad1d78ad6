#include "both_sides.h"
#include "interruptions.h"
#include "sync/rebuild.h"
#include "tickets.h"

#include <algorithm>
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

long messages_with(const TwoSides& sides, long long ticket, const std::string& words) {
    const auto view = sides.desk.ticket(ticket).value();
    return std::count_if(view.messages.begin(), view.messages.end(),
                         [&](const auto& message) { return message.html.find(words) != std::string::npos; });
}

long comments_with(const TwoSides& sides, int item, const std::string& words) {
    const auto seen = sides.work.item(item).value();
    return std::count_if(seen.comments.begin(), seen.comments.end(),
                         [&](const auto& comment) { return comment.text.find(words) != std::string::npos; });
}

/// One ticket is deleted, one work item is, and one that was comes back.
void let_things_go(TwoSides& sides, std::vector<WatchedPair>& pairs) {
    const std::string engineer = "maren.holt@meridian.example";
    sides.desk.change_options(
        [](auto& options) { options.hidden_read = sandbox::deskpro::Options::HiddenRead::hidden; });
    pairs = link_pairs(sides);
    sides.work.remove(pairs[2].item, engineer);
    sides.run_until_quiet();
    sides.clock.step(std::chrono::minutes{10});
    sides.desk.remove(pairs[0].ticket);
    sides.work.remove(pairs[1].item, engineer);
    sides.work.restore(pairs[2].item, engineer);
    sides.desk.write(pairs[2].ticket, {.html = "<p>Meanwhile</p>", .by = "ines@nordhafen.example"});
}

std::string told_once(TwoSides& sides, const std::vector<WatchedPair>& pairs) {
    std::string wrong = two_way_verdict(sides, {});
    const auto expect = [&](long count, long wanted, const std::string& what) {
        if (count != wanted) wrong += fmt::format("{}: {} times\n", what, count);
    };
    expect(comments_with(sides, pairs[0].item, "was deleted"), 1, "the item is told of its ticket");
    expect(messages_with(sides, pairs[1].ticket, "was deleted"), 1, "the ticket is told of its item");
    expect(messages_with(sides, pairs[2].ticket, "was deleted"), 1, "the restored item's ticket was told");
    expect(messages_with(sides, pairs[2].ticket, fmt::format("{} is back", pairs[2].item)), 1,
           "the ticket is told that its item is back");
    expect(comments_with(sides, pairs[2].item, "is back"), 0, "the item is told of itself");
    expect(comments_with(sides, pairs[2].item, "was deleted"), 0, "the item is told that it was deleted");
    expect(comments_with(sides, pairs[2].item, "Meanwhile"), 1, "what was said meanwhile");
    return wrong;
}

Scenario things_go() {
    auto pairs = std::make_shared<std::vector<WatchedPair>>();
    return {"deleted and restored", two_way(), [pairs](TwoSides& sides) { let_things_go(sides, *pairs); },
            [](TwoSides& sides) { sides.run_until_quiet(); },
            [pairs](TwoSides& sides) { return told_once(sides, *pairs); }};
}

/// A ticket is resolved, and its item may only go to its state by way of another one.
Scenario walk_of_states() {
    Scene scene = two_way();
    scene.strict_states = true;
    const auto prepare = [](TwoSides& sides) {
        const auto ticket = add_plain(sides, 1);
        sides.backfill();
        sides.run_until_quiet();
        sides.desk.edit(ticket, {.status = "resolved"});
    };
    const auto judge = [](TwoSides& sides) {
        std::string wrong = two_way_verdict(sides, {});
        const auto state = sides.work.items().at(0).fields.at("System.State");
        const auto status = sides.desk.tickets().at(0).status;
        if (state != "Closed") wrong += fmt::format("the item is {}\n", state);
        if (status != "resolved") wrong += fmt::format("the ticket is {}\n", status);
        return wrong;
    };
    return {"a walk of states", scene, prepare, [](TwoSides& sides) { sides.run_until_quiet(); }, judge};
}

/// `mishap` befalls one request of the work.
std::string story_of(const Scenario& scenario, Passage mishap, std::size_t number) {
    TwoSides sides(scenario.scene);
    scenario.prepare(sides);
    const auto from = sides.traffic.requests + number;
    std::string name;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t at) {
        if (at != from) return Passage::through;
        name = side + " " + request.method + " " + request.url;
        return mishap;
    };
    const auto wrong = scenario.judge(sides);
    return wrong.empty() ? ""
                         : fmt::format("{}: {} at request {} ({})\n{}", scenario.name, name_of(mishap),
                                       number, name, wrong);
}

std::size_t count_requests(const Scenario& scenario) {
    TwoSides sides(scenario.scene);
    scenario.prepare(sides);
    const auto before = sides.traffic.requests;
    scenario.work(sides);
    return sides.traffic.requests - before;
}

/// Every mishap at every request; those that went wrong.
std::vector<std::string> befall_every_request(const Scenario& scenario) {
    constexpr std::size_t complaints_at_most = 8;
    const auto requests = count_requests(scenario);
    std::vector<std::string> all;
    if (requests < 10) all.push_back(fmt::format("only {} requests", requests));
    for (const auto mishap : mishaps())
        for (std::size_t number = 1; number <= requests && all.size() < complaints_at_most; ++number)
            if (auto wrong = story_of(scenario, mishap, number); !wrong.empty())
                all.push_back(std::move(wrong));
    return all;
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

TEST_CASE("what is deleted or restored is told once on the other side, whatever step the agent dies at") {
    CHECK(story(things_go(), {}) == "");
    for (const auto& wrong : die_at_every_step(things_go())) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

TEST_CASE("a walk of states goes on where it was cut off, and the ticket sees only where it ends") {
    for (const auto& wrong : die_at_every_step(walk_of_states())) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
    for (const auto& wrong : befall_every_request(walk_of_states())) {
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
    for (const auto& scenario : {both_ways(two_way()), things_go()})
        for (const auto& wrong : befall_every_request(scenario)) {
            INFO(wrong);
            CHECK(wrong.empty());
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
