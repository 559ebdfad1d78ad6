#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

Scene with_poison() {
    Scene scene;
    scene.work_switches.poison_title = poison;
    return scene;
}

}  // namespace

TEST_CASE("without any mishap every ticket arrives once and nothing is left to do") {
    TwoSides sides(with_poison());
    add_mixed(sides);
    const auto report = sides.backfill();
    CHECK_FALSE(report.trouble);
    CHECK(report.created == 6);
    CHECK(report.told == 6);
    CHECK(report.parked.size() == 2);
    CHECK(verdict(sides, true, 10) == "");
}
