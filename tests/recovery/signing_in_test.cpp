// A tenant whose sign-in was refused rests, and is probed at once when its credential is another one.
#include "sync/schedule.h"
#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;
using namespace std::chrono_literals;

namespace {

/// The work side refuses every credential but one.
struct Refusing {
    Refusing() {
        sides.tenant().credentials = [this] { return credential; };
        sides.traffic.judge = [this](const std::string& side, const HttpRequest&, std::size_t) {
            if (side == "work" && credential != good) {
                ++refused;
                if (on_refusal) on_refusal();
                throw SyncError(Reach::side, Trouble::sign_in, "the sign-in is not accepted");
            }
            return Passage::through;
        };
    }
    /// Runs what is due, if anything is: whether it was, and whether it went well.
    std::string run() {
        report = {};
        if (!schedule.run_one()) return "rests";
        return report.trouble ? "refused" : "good";
    }

    TwoSides sides;
    std::string credential = "wrong", good = "right";
    int refused = 0;
    std::function<void()> on_refusal;
    CycleReport report;
    Schedule schedule{
        {&sides.tenant()}, sides.clock, [this](Tenant&, const CycleReport& one) { report = one; }};
};

}  // namespace

TEST_CASE("a refused sign-in rests, and goes on in the moment in which its credential is put right") {
    Refusing scene;
    CHECK(scene.run() == "refused");
    CHECK(scene.run() == "rests");
    scene.sides.clock.step(30s);
    CHECK(scene.run() == "rests");
    scene.credential = "right";
    CHECK(scene.run() == "good");
    CHECK(scene.run() == "rests");
}

TEST_CASE("another wrong credential is probed once, and then rests for as long as before it would have") {
    Refusing scene;
    CHECK(scene.run() == "refused");
    const int first = scene.refused;
    scene.credential = "wrong too";
    CHECK(scene.run() == "refused");
    const int second = scene.refused;
    CHECK(second == first + 1);
    for (int look = 0; look < 10; ++look) {
        CHECK(scene.run() == "rests");
        scene.sides.clock.step(20s);
    }
    CHECK(scene.refused == second);
    scene.sides.clock.step(5min);
    CHECK(scene.run() == "refused");
}

TEST_CASE("a credential that is replaced while the refused cycle runs is probed right after it") {
    Refusing scene;
    scene.on_refusal = [&] { scene.credential = "right"; };
    CHECK(scene.run() == "refused");
    CHECK(scene.run() == "good");
}

TEST_CASE("while all is well a replaced credential hurries nobody") {
    Refusing scene;
    scene.credential = "right";
    CHECK(scene.run() == "good");
    scene.good = scene.credential = "newer";
    CHECK(scene.run() == "rests");
}
