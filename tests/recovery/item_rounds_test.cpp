#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string engineer = "maren.holt@meridian.example";

/// A linked pair of which the feed does not tell any more.
struct Silent {
    Silent() : sides(scene()) {
        ticket = add_plain(sides, 1);
        sides.backfill();
        sides.run_until_quiet();
        item = sides.work.items().at(0).id;
        sides.work.change([&](auto& switches) { switches.feed_late_ids = {item}; });
    }
    static Scene scene() {
        Scene scene;
        scene.two_way = true;
        return scene;
    }
    void pass_an_hour() {
        sides.clock.step(std::chrono::minutes{61});
        sides.cycles(3);
    }
    TwoSides sides;
    long long ticket = 0;
    int item = 0;
};

}  // namespace

TEST_CASE("a change that the feed never tells is seen within an hour") {
    Silent silent;
    silent.sides.work.edit(silent.item, engineer, {{"System.Title", "Not in the feed"}});
    silent.sides.cycles(3);
    CHECK(silent.sides.desk.ticket(silent.ticket)->subject != "Not in the feed");
    silent.pass_an_hour();
    CHECK(silent.sides.desk.ticket(silent.ticket)->subject == "Not in the feed");
    silent.pass_an_hour();
    CHECK(silent.sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("an item that was deleted or restored without a word of the feed is seen within an hour") {
    Silent silent;
    const auto told = [&](const std::string& words) {
        const auto view = silent.sides.desk.ticket(silent.ticket).value();
        return std::count_if(view.messages.begin(), view.messages.end(), [&](const auto& message) {
            return message.html.find(words) != std::string::npos;
        });
    };
    silent.sides.work.remove(silent.item, engineer);
    silent.pass_an_hour();
    CHECK(told("was deleted") == 1);
    silent.pass_an_hour();
    CHECK(told("was deleted") == 1);
    silent.sides.work.restore(silent.item, engineer);
    silent.pass_an_hour();
    CHECK(told("Work item " + std::to_string(silent.item) + " is back") == 1);
    silent.pass_an_hour();
    CHECK(silent.sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("the hourly look costs a call for 200 items, and nothing in between") {
    Silent silent;
    const auto asked = [&] { return silent.sides.work.counters().requests["workItemsBatch"]; };
    silent.pass_an_hour();
    const auto before = asked();
    silent.sides.cycles(5);
    CHECK(asked() == before);
    silent.pass_an_hour();
    CHECK(asked() == before + 1);
}

TEST_CASE("where the revision feed is refused the pair is kept in step by queries, and that is said once") {
    Silent silent;
    auto& sides = silent.sides;
    sides.work.change([](auto& switches) { switches.feed_refusal = 403; });
    sides.work.edit(silent.item, engineer, {{"System.Title", "Found by a query"}});
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(silent.ticket)->subject == "Found by a query");
    CHECK(sides.complaints_of_more_runs(10, false).empty());
    CHECK(std::count_if(sides.log.begin(), sides.log.end(), [](const auto& line) {
              return line.message.find("found by queries") != std::string::npos;
          }) == 1);
}
