#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <random>

using namespace programs;

namespace {

/// A sandbox and a bridge to it that go through something.
struct Play {
    SandboxProgram sandbox;
    Bridge bridge{sandbox};
    std::string about;
    std::string rule;
    int loss = 0;
};
using Plays = std::vector<std::unique_ptr<Play>>;

/// Every ticket has one work item, is told of it, and has one note about it.
void check_whole(SandboxProgram& sandbox) {
    const auto items = sandbox.items();
    const auto tickets = sandbox.tickets(true);
    CHECK(items.size() == tickets.size());
    for (const auto& [url, count] : items_by_ticket(items)) {
        INFO(url);
        CHECK(count == 1);
    }
    for (const auto& ticket : tickets) {
        INFO("ticket " << ticket.id);
        int notes = 0;
        for (const auto& message : ticket.messages)
            notes += message.find("deskbridge:1") != std::string::npos ? 1 : 0;
        CHECK(notes == 1);
        CHECK(ticket.labels.contains("azure-devops"));
    }
}

/// Runs a backfill into the play's rule, which stalls a request, and kills it there.
void kill_in_backfill(Play& play) {
    const int rule = play.sandbox.add_rule(play.rule);
    auto backfill = play.bridge.start({"backfill"});
    const bool struck = backfill.wait_until([&] { return play.sandbox.standing(rule).struck == 1; });
    INFO(backfill.out() << backfill.err());
    REQUIRE(struck);
    backfill.signal(SIGKILL);
    CHECK(backfill.wait().code == 128 + SIGKILL);
    play.sandbox.clear_rules();
}

/// What a backfill left is whole, and nothing is left to do.
void check_done(Play& play, const Outcome& told) {
    INFO(play.about << "\n" << told.out << told.err);
    CHECK(told.code == 0);
    check_whole(play.sandbox);
    const auto before = play.sandbox.both_sides();
    CHECK(play.bridge.run({"backfill"}).code == 0);
    CHECK(play.bridge.run({"sync"}).code == 0);
    CHECK(play.sandbox.both_sides() == before);
}

void finish(Play& play) {
    check_done(play, play.bridge.run({"backfill"}));
}

/// All at once, because they mostly wait.
void finish_all(Plays& plays) {
    std::vector<Process> backfills;
    for (auto& play : plays) backfills.push_back(play->bridge.start({"backfill"}));
    for (std::size_t i = 0; i < plays.size(); ++i) check_done(*plays[i], backfills[i].wait());
}

std::int64_t requests_of_a_backfill(bool batches) {
    SandboxProgram sandbox;
    if (!batches) sandbox.turn(R"({"work.batch": "absent"})");
    const int all = sandbox.count("", "", "");
    REQUIRE(Bridge(sandbox).run({"backfill"}).code == 0);
    return sandbox.standing(all).met;
}

}  // namespace

TEST_CASE("Killed at any request of a backfill, nothing is made twice or left out") {
    constexpr unsigned seed = 20'261'121;
    std::mt19937 dice(seed);
    std::cout << "seed " << seed << "\n";
    const std::int64_t requests[] = {requests_of_a_backfill(false), requests_of_a_backfill(true)};
    Plays plays;
    for (int round = 0; round < 10; ++round) {
        const bool batches = round % 2 == 1;
        const bool after = dice() % 2 == 1;
        const auto nth =
            1 + static_cast<std::int64_t>(dice() % static_cast<unsigned>(requests[batches ? 1 : 0]));
        auto play = std::make_unique<Play>();
        play->about = fmt::format("{} batches, killed {} the effect of request {}",
                                  batches ? "with" : "without", after ? "after" : "before", nth);
        INFO(play->about);
        play->sandbox.turn(batches ? "{}" : R"({"work.batch": "absent"})");
        play->rule = fmt::format(R"({{"nth": {}, "times": 1, "act": "stall", "moment": "{}"}})", nth,
                                 after ? "after" : "before");
        kill_in_backfill(*play);
        plays.push_back(std::move(play));
    }
    finish_all(plays);
}

TEST_CASE("Killed again and again on the way, a backfill still makes one work item for each ticket") {
    Play play;
    play.sandbox.turn(R"({"work.batch": "absent"})");
    std::mt19937 dice(7);
    for (int kill = 0; kill < 4; ++kill) {
        INFO("kill " << kill);
        play.rule = fmt::format(
            R"({{"system": "work", "path_contains": "/workitems/$", "nth": {}, "times": 1, "act": "stall", "moment": "{}"}})",
            1 + dice() % 6, kill % 2 == 0 ? "after" : "before");
        kill_in_backfill(play);
    }
    finish(play);
}

TEST_CASE("Answers that are lost after the work was done are found again by their marks") {
    struct Loss {
        std::string rule;
        std::string switches;
    };
    const std::string create =
        R"("system": "work", "method": "POST", "path_contains": "$batch", "moment": "after", "times": 1)";
    const std::string tell = R"("system": "desk", "body_contains": "is_note", "moment": "after", "times": 1)";
    const std::vector<Loss> losses{
        {"{" + create + R"(, "act": "drop"})", "{}"},
        {"{" + create + R"(, "act": "half"})", "{}"},
        {"{" + create + R"(, "act": "status", "status": 502, "body": "<html>bad gateway</html>"})", "{}"},
        {"{" + create + R"(, "act": "not_json"})", "{}"},
        {"{" + create + R"(, "act": "drop"})", R"({"work.artifact_query": "finds_nothing"})"},
        {R"({"system": "work", "path_contains": "/workitems/$", "moment": "after", "nth": 3, "times": 2, "act": "drop"})",
         R"({"work.batch": "absent", "work.artifact_query": "absent"})"},
        {"{" + tell + R"(, "act": "drop"})", "{}"},
        {"{" + tell + R"(, "act": "half"})", "{}"}};
    Plays plays;
    for (const auto& loss : losses) {
        plays.push_back(std::make_unique<Play>());
        plays.back()->about = loss.rule + " " + loss.switches;
        plays.back()->sandbox.turn(loss.switches);
        plays.back()->loss = plays.back()->sandbox.add_rule(loss.rule);
    }
    finish_all(plays);
    for (const auto& play : plays) {
        INFO(play->about);
        CHECK(play->sandbox.standing(play->loss).struck > 0);
    }
}

TEST_CASE("A ticket that gets its work item before the kill keeps its first mark") {
    Play play;
    play.rule =
        R"({"system": "work", "path_contains": "$batch", "act": "stall", "moment": "after", "times": 1})";
    kill_in_backfill(play);
    const auto made = play.sandbox.items();
    REQUIRE(made.size() == play.sandbox.tickets().size());
    finish(play);
    const auto kept = play.sandbox.items();
    REQUIRE(kept.size() == made.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        CHECK(kept[i].mark == made[i].mark);
        CHECK(kept[i].id == made[i].id);
        CHECK(kept[i].title == made[i].title);
    }
}
