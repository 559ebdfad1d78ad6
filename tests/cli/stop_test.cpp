#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <memory>
#include <vector>

using namespace programs;

namespace {

/// A backfill that is asked to stop while a request of it stays unanswered.
struct Stop {
    std::int64_t request = 0;
    SandboxProgram sandbox;
    Bridge bridge{sandbox};
    std::unique_ptr<Process> backfill;
    int rule = 0;
};

std::int64_t requests_of_a_backfill() {
    SandboxProgram sandbox;
    const int all = sandbox.count("", "", "");
    REQUIRE(Bridge(sandbox).run({"backfill"}).code == 0);
    return sandbox.standing(all).met;
}

}  // namespace

TEST_CASE("A stop during any step ends in time, and the next run makes whole what it left") {
    const auto requests = requests_of_a_backfill();
    REQUIRE(requests > 8);
    std::vector<std::unique_ptr<Stop>> stops;
    for (std::int64_t part = 0; part < 8; ++part) {
        auto stop = std::make_unique<Stop>();
        stop->request = 1 + part * (requests - 1) / 7;
        stop->rule =
            stop->sandbox.add_rule(fmt::format(R"({{"nth": {}, "times": 1, "act": "stall", "moment": "{}"}})",
                                               stop->request, part % 2 == 0 ? "after" : "before"));
        stop->backfill = std::make_unique<Process>(stop->bridge.start({"backfill"}));
        stops.push_back(std::move(stop));
    }
    for (auto& stop : stops) {
        INFO("request " << stop->request << "\n" << stop->backfill->err());
        REQUIRE(stop->backfill->wait_until([&] { return stop->sandbox.standing(stop->rule).struck == 1; }));
        stop->backfill->signal(SIGTERM);
    }
    for (auto& stop : stops) {
        INFO("request " << stop->request);
        CHECK(stop->backfill->wait(std::chrono::seconds{12}).code == 130);
        stop->sandbox.clear_rules();
        stop->backfill = std::make_unique<Process>(stop->bridge.start({"backfill"}));
    }
    for (auto& stop : stops) {
        const auto told = stop->backfill->wait();
        INFO("request " << stop->request << "\n" << told.out << told.err);
        CHECK(told.code == 0);
        const auto items = items_by_ticket(stop->sandbox.items());
        CHECK(items.size() == stop->sandbox.tickets().size());
        for (const auto& [ticket, count] : items) CHECK(count == 1);
    }
}
