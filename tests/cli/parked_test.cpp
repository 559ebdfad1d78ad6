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

TEST_CASE(
    "A ticket that could not be told is told at once when it is retried, or no more when it is given up") {
    SandboxProgram sandbox;
    const Bridge bridge(
        sandbox, {.mapping = preset_with(R"("link_back": { "field": "Work item no", "label": "sent" })")});
    REQUIRE(bridge.run({"backfill", "--limit", "2"}).code == 1);
    bridge.write_mapping(preset_with(R"("link_back": { "label": "sent" })"));
    const auto list = Document::parse(bridge.run({"parked", "list", "--json"}).out, "the list");
    REQUIRE(list["parked"].size() == 2);
    CHECK(list["parked"][0]["what"].text() == "telling");
    const std::string first(list["parked"][0]["ticket"].text()), second(list["parked"][1]["ticket"].text());
    CHECK(bridge.run({"parked", "discard", first}).code == 0);
    CHECK(bridge.run({"parked", "discard", first}).code == 1);
    CHECK(bridge.run({"parked", "show", first}).code == 1);
    CHECK(says(bridge.run({"parked", "show", second}).out, "could not be told"));
    CHECK(says(bridge.run({"parked", "retry"}).out, "1 ticket will be tried again"));
    CHECK(bridge.run({"sync"}).code == 0);
    for (const auto& ticket : sandbox.tickets())
        CHECK(ticket.labels.contains("sent") == (std::to_string(ticket.id) == second));
}

TEST_CASE("A linked ticket whose change is refused waits with the reason, and goes when the cause is gone") {
    SandboxProgram sandbox;
    const auto both = [](const std::string& values) {
        return preset_with(R"("fields": [ { "work": "Microsoft.VSTS.Common.Priority", "desk": "priority", )"
                           R"("flow": "both", "values": )" +
                           values + R"( } ])");
    };
    const Bridge bridge(sandbox, {.mapping = both(R"({ "Urgent": 1, "High": 2, "Normal": 3, "Low": 4 })")});
    REQUIRE(bridge.run({"backfill", "--limit", "1"}).code == 0);
    const auto item = sandbox.items().front();
    const auto ticket = item.ticket_url.substr(item.ticket_url.rfind('/') + 1);
    bridge.write_mapping(both(R"({ "Urgent": 1, "High": 2, "Normal": 3 })"));
    CHECK(bridge.run({"mapping", "apply", "--yes"}).code == 0);
    sandbox.edit_item(item.id, "Microsoft.VSTS.Common.Priority", "4");
    CHECK(bridge.run({"sync"}).code == 1);
    const auto list = bridge.run({"parked", "list", "--json"});
    const auto listed = Document::parse(list.out, "the list");
    const auto parked = listed["parked"][0];
    INFO(list.out);
    CHECK(parked["what"].text() == "link");
    CHECK(parked["work_item"].integer() == item.id);
    CHECK(says(std::string(parked["reason"].text()), "Microsoft.VSTS.Common.Priority"));
    CHECK(says(bridge.run({"parked", "show", ticket}).out, "(work item " + std::to_string(item.id) + ")"));
    const auto explained = bridge.run({"explain", ticket});
    INFO(explained.out);
    CHECK(explained.code == 1);
    CHECK(says(explained.out, "set aside: Microsoft.VSTS.Common.Priority"));

    CHECK(bridge.run({"parked", "discard", ticket}).code == 0);
    CHECK(says(bridge.run({"parked", "list"}).out, "nothing is set aside"));
    bridge.write_mapping(both(R"({ "Urgent": 1, "High": 2, "Normal": 3, "Low": 4 })"));
    CHECK(bridge.run({"mapping", "apply"}).code == 1);
    CHECK(says(bridge.run({"mapping", "apply", "--yes"}).out, "priority"));
    CHECK(bridge.run({"sync"}).code == 0);
    CHECK(sandbox.desk_call("GET", "/tickets/" + ticket)["data"]["priority"].integer() == 1);
}

TEST_CASE("A ticket that was given up gets no work item until it is named") {
    Refusal refusal("independent");
    const auto poison = std::to_string(refusal.poison.id);
    REQUIRE(refusal.bridge.run({"backfill", "--limit", "6"}).code == 1);
    CHECK(refusal.bridge.run({"parked", "discard", poison}).code == 0);
    refusal.sandbox.turn(R"({"work.poison_title": ""})");
    CHECK(refusal.bridge.run({"parked", "retry"}).code == 0);
    refusal.sandbox.desk_call("PUT", "/tickets/" + poison, R"({"urgency": 7})");
    CHECK(refusal.bridge.run({"sync"}).code == 0);
    CHECK(refusal.sandbox.items().size() == 5);
    CHECK(refusal.bridge.run({"status"}).code == 0);
    CHECK(says(refusal.bridge.run({"parked", "list", "--all"}).out, "not by itself"));
    CHECK(says(refusal.bridge.run({"parked", "retry", poison}).out, "1 ticket will be tried again"));
    CHECK(refusal.bridge.run({"sync"}).code == 0);
    CHECK(refusal.sandbox.items().size() == 6);
}
