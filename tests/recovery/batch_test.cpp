#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;
using sandbox::azure_devops::BatchMode;
using Product = sandbox::azure_devops::Level;

namespace {

/// Tickets 1 to `count`, and the poison one in their midst. Its id.
long long add_with_poison(TwoSides& sides, int count) {
    for (int i = 1; i <= count / 2; ++i) add_plain(sides, i);
    const auto id = add_poison(sides);
    for (int i = count / 2 + 1; i <= count; ++i) add_plain(sides, i);
    return id;
}

}  // namespace

TEST_CASE("tickets arrive once on every level of the product") {
    const auto level =
        GENERATE(Product::server2019, Product::server2019_1, Product::server2020, Product::server2020_1,
                 Product::server2022, Product::server2022_1, Product::services);
    CAPTURE(static_cast<int>(level));
    Scene scene;
    scene.level = level;
    scene.work_switches.poison_title = poison;
    TwoSides sides(scene);
    add_mixed(sides);
    CHECK(sides.backfill().created == 6);
    CHECK(verdict(sides) == "");
}

TEST_CASE("a ticket that spoils whatever it is sent with is set aside, and the others arrive") {
    const auto mode = GENERATE(BatchMode::independent, BatchMode::all_or_nothing, BatchMode::stops_midway,
                               BatchMode::absent);
    const int status = GENERATE(400, 500);
    CAPTURE(static_cast<int>(mode), status);
    Scene scene;
    scene.batch = 200;
    scene.desk_page = 200;
    scene.work_switches.batch = mode;
    scene.work_switches.poison_title = poison;
    scene.work_switches.poison_status = status;
    TwoSides sides(scene);
    const auto poisoned = add_with_poison(sides, 199);

    const auto report = sides.backfill();
    CHECK_FALSE(report.trouble);
    CHECK(report.created + report.adopted == 199);
    CHECK(verdict(sides, true, 1) == "");

    SECTION("and it arrives too when its cause is gone") {
        sides.work.change([](sandbox::azure_devops::Switches& switches) { switches.poison_title.clear(); });
        const auto known = sides.tenant().store.parked(sides.tenant().record.id);
        REQUIRE(known.size() == 1);
        CHECK_FALSE(known[0].reason.empty());
        CHECK(sides.tenant().store.retry(sides.tenant().record.id, {}) == 1);
        sides.expect(poisoned, {});
        CHECK(verdict(sides, true, 1) == "");
    }
}

TEST_CASE("one answer for a whole batch says nothing about its tickets, whatever became of them") {
    const auto mode = GENERATE(BatchMode::all_or_nothing, BatchMode::stops_midway);
    const auto mishap = GENERATE(Passage::through, Passage::closed_after, Passage::half,
                                 Passage::stalled_after, Passage::gateway_after);
    CAPTURE(static_cast<int>(mode), name_of(mishap));
    Scene scene;
    scene.batch = 16;
    scene.work_switches.batch = mode;
    scene.work_switches.poison_title = poison;
    TwoSides sides(scene);
    add_with_poison(sides, 15);
    std::size_t creates = 0;
    sides.traffic.judge = [&](const std::string&, const HttpRequest& request, std::size_t) {
        const bool second = request.url.find("$batch") != std::string::npos && ++creates == 2;
        return second ? mishap : Passage::through;
    };
    CHECK_FALSE(sides.backfill().trouble);
    CHECK(creates > 3);
    CHECK(verdict(sides) == "");
}
