#include "json/json.h"
#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <memory>

using namespace programs;
using deskbridge::json::Document;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A work side that does not want one of the first six tickets.
struct Refusal {
    explicit Refusal(const std::string& batch_mode) : batch(batch_mode), poison(sandbox.tickets()[2]) {
        sandbox.turn(R"({"work.batch": ")" + batch + R"(", "work.poison_title": ")" + poison.ref + R"("})");
    }
    std::string batch;
    SandboxProgram sandbox;
    Bridge bridge{sandbox};
    DeskTicket poison;
};

void check_set_aside(Refusal& refusal, const Outcome& told) {
    INFO(told.out << told.err);
    CHECK(told.code == 1);
    const auto report = Document::parse(told.out, "the report");
    REQUIRE(report["tenants"][0]["parked"].size() == 1);
    CHECK(report["tenants"][0]["parked"][0]["ticket"].integer() == refusal.poison.id);
    const auto count = items_by_ticket(refusal.sandbox.items());
    CHECK(count.size() == 5);
    for (const auto& [url, number] : count) CHECK(number == 1);

    const auto list = refusal.bridge.run({"parked", "list"});
    INFO(list.out);
    CHECK(list.code == 1);
    CHECK(says(list.out, "ticket " + std::to_string(refusal.poison.id) + ": "));
    CHECK(says(list.out, "what to do: "));
    CHECK(says(list.out, "again at 2"));
    CHECK(refusal.bridge.run({"status"}).code == 1);
}

void check_retried(Refusal& refusal) {
    refusal.sandbox.turn(R"({"work.poison_title": ""})");
    const auto retry = refusal.bridge.run({"parked", "retry", std::to_string(refusal.poison.id)});
    CHECK(retry.code == 0);
    CHECK(says(retry.out, "1 ticket will be tried again"));
    const auto again = refusal.bridge.run({"sync"});
    INFO(again.out << again.err);
    CHECK(again.code == 0);
    CHECK(refusal.sandbox.items().size() == 6);
    CHECK(says(refusal.bridge.run({"parked", "list"}).out, "nothing is set aside"));
}

}  // namespace

TEST_CASE("A ticket that the work side refuses is set aside with reason and hint, and all others arrive") {
    std::vector<std::unique_ptr<Refusal>> refusals;
    std::vector<Process> backfills;
    for (const std::string batch : {"independent", "all_or_nothing", "stops_midway", "absent"}) {
        refusals.push_back(std::make_unique<Refusal>(batch));
        backfills.push_back(refusals.back()->bridge.start({"backfill", "--limit", "6", "--json"}));
    }
    for (std::size_t i = 0; i < refusals.size(); ++i) {
        INFO("batch " << refusals[i]->batch);
        check_set_aside(*refusals[i], backfills[i].wait());
        check_retried(*refusals[i]);
    }
}

TEST_CASE("A ticket whose value the mapping does not know is set aside with the values that there are") {
    SandboxProgram sandbox;
    const Bridge bridge(
        sandbox,
        {.mapping = preset_with(
             R"("fields": [ { "work": "Microsoft.VSTS.Common.Priority", "desk": "priority", "values": { "High": 9 }, "otherwise": { "value": 3 } } ])")});
    const auto told = bridge.run({"backfill", "--limit", "20"});
    INFO(told.out << told.err);
    CHECK(told.code == 1);
    const auto list = bridge.run({"parked", "list", "--json"});
    const auto document = Document::parse(list.out, "the list");
    const auto parked = document["parked"].items();
    REQUIRE_FALSE(parked.empty());
    for (const auto& one : parked) {
        CHECK(says(one["reason"].text(), "Microsoft.VSTS.Common.Priority"));
        CHECK(says(one["reason"].text(), "9"));
        CHECK(says(one["hint"].text(), "1, 2, 3, 4"));
        CHECK(one["attempts"].integer() == 1);
    }
    CHECK(sandbox.items().size() + parked.size() == 20);

    bridge.write_mapping(preset_with(""));
    CHECK(bridge.run({"parked", "retry"}).code == 0);
    CHECK(bridge.run({"sync"}).code == 0);
    CHECK(sandbox.items().size() == 20);
    CHECK(bridge.run({"parked", "retry", "1"}).code == 1);
}

TEST_CASE("A ticket that cannot be told of its work item keeps it, and is told later") {
    SandboxProgram sandbox;
    const Bridge bridge(
        sandbox, {.mapping = preset_with(R"("link_back": { "field": "Work item no", "label": "sent" })")});
    const auto told = bridge.run({"backfill", "--limit", "3"});
    INFO(told.out << told.err);
    CHECK(told.code == 1);
    CHECK(sandbox.items().size() == 3);
    CHECK(bridge.run({"status"}).code == 1);
    const auto list = bridge.run({"parked", "list"});
    INFO(list.out);
    CHECK(says(list.out, "Work item no"));
    CHECK(says(list.out, "could not be told"));
}
