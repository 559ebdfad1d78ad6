// The machine sleeps, in the middle of whatever it was doing: hours later, connections are dead and clocks
// are elsewhere. On some systems the clock that measures waits stood still meanwhile, on others it went on.
#include "tickets.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace deskbridge;
using namespace deskbridge::workbench;
using namespace std::chrono_literals;

namespace {

enum class Waits { stood_still, went_on };

Scene scene() {
    Scene scene;
    scene.desk_page = 200;
    scene.work_switches.poison_title = poison;
    return scene;
}

void sleep(StepClock& clock, Waits waits, std::chrono::milliseconds length) {
    waits == Waits::went_on ? clock.step(length) : clock.jump(length);
}

/// A backfill and a few cycles, with a night at request `number`, which was on its way. "" = all is well.
std::string story(std::size_t number, Passage passage, Waits waits, std::size_t* requests = nullptr) {
    TwoSides sides(scene());
    add_mixed(sides);
    sides.traffic.judge = [&](const std::string&, const HttpRequest&, std::size_t at) {
        if (at != number) return Passage::through;
        sleep(sides.clock, waits, 9h);
        return passage;
    };
    sides.backfill();
    sides.cycles(2);
    if (requests != nullptr) *requests = sides.traffic.requests;
    const auto wrong = verdict(sides);
    return wrong.empty() ? "" : fmt::format("{} at request {}: {}", name_of(passage), number, wrong);
}

}  // namespace

TEST_CASE("a night at any request leaves every ticket with one work item, and the agent awake") {
    std::size_t requests = 0;
    REQUIRE(story(0, Passage::through, Waits::went_on, &requests).empty());
    REQUIRE(requests > 10);
    // where waits stood still, no time-out comes: the connection is found dead
    for (const auto& [waits, passage] : {std::pair{Waits::went_on, Passage::closed_after},
                                         {Waits::went_on, Passage::stalled_late},
                                         {Waits::stood_still, Passage::closed_before},
                                         {Waits::stood_still, Passage::closed_after}})
        for (std::size_t number = 1; number <= requests; ++number) {
            const auto wrong = story(number, passage, waits);
            INFO(wrong);
            CHECK(wrong.empty());
        }
}

TEST_CASE("what came while the machine slept is carried by the first cycles after") {
    const auto waits = GENERATE(Waits::went_on, Waits::stood_still);
    TwoSides sides(scene());
    sides.cycles(2);
    for (int night = 0; night < 5; ++night) {
        add_plain(sides, 2 * night + 1);
        sleep(sides.clock, waits, 9h);
        add_plain(sides, 2 * night + 2);
        sides.cycles(3);
        CHECK(sides.left_over().empty());
        CHECK(sides.work.items().size() == static_cast<std::size_t>(2 * night + 2));
    }
    CHECK(verdict(sides, false).empty());
}
