// State changes against the stand-in: what the process allows is known, and what it refuses says so.
#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::BatchMode;
using sandbox::azure_devops::Switches;

namespace {

using States = std::vector<std::string>;

const auto every_level = {Level::server2019, Level::server2019_1, Level::server2020, Level::server2020_1,
                          Level::server2022, Level::server2022_1, Level::services};

/// A Bug goes from New to Active only, from Active to Resolved or back, and nowhere from Closed.
sandbox::azure_devops::Options strict(Level level, bool xml = false) {
    auto out = options_for(level, "Widgets");
    out.projects[0].xml_process = xml;
    out.projects[0].transitions["Bug"] = {
        {"New", {"Active"}}, {"Active", {"New", "Resolved"}}, {"Closed", {}}};
    return out;
}

struct Flow : Bench {
    explicit Flow(Level level = Level::services) : Bench(strict(level)) {
        const auto item = ticket(1);
        now_at = made_items(tracker.create({&item, 1}, true)).at(0);
    }
    ChangeOutcome go(const std::string& state, const std::string& reason = {}) {
        WorkItemChange change;
        change.id = now_at.id;
        change.revision = now_at.revision;
        change.fields["System.State"] = state;
        if (!reason.empty()) change.fields["System.Reason"] = reason;
        auto outcome = tracker.change({&change, 1}, true).at(0);
        if (const auto* changed = std::get_if<Changed>(&outcome)) now_at = changed->item;
        return outcome;
    }
    std::string state() const { return text_of(now_at.fields.at("System.State")); }
    WorkItem now_at;
};

}  // namespace

TEST_CASE("a process tells from which state an item may go where, at every level") {
    const auto level = GENERATE(values(every_level));
    const bool xml = GENERATE(false, true);
    Bench bench(strict(level, xml));
    const auto process = bench.tracker.read_process("Widgets", std::vector<std::string>{"Bug"});
    const auto& bug = *process.type("Bug");
    REQUIRE(bug.transitions.size() == 4);
    CHECK(bug.transitions.at("New") == States{"Active"});
    CHECK(bug.transitions.at("Active") == States{"New", "Resolved"});
    CHECK(bug.transitions.at("Resolved") == States{"New", "Active", "Closed"});
    CHECK(bug.transitions.at("Closed").empty());
    CHECK(bug.initial_states == States{"New"});
    // types whose fields nobody asked for tell it too
    CHECK(process.type("Task")->transitions.at("New").size() > 1);
}

TEST_CASE(
    "a state that does not follow is refused in the server's words, with a hint, and the next one goes") {
    const auto level = GENERATE(values(every_level));
    const bool batch = GENERATE(true, false);
    Flow flow(level);
    if (!batch) flow.system.change([](Switches& switches) { switches.batch = BatchMode::absent; });
    const auto outcome = flow.go("Closed");
    REQUIRE(std::holds_alternative<Refused>(outcome));
    const auto& error = std::get<Refused>(outcome).error;
    CHECK(error.reach == Reach::item);
    CHECK(error.trouble == Trouble::data);
    CHECK_THAT(error.what(), Catch::Contains("System.State") && Catch::Contains("'Closed'"));
    CHECK_THAT(error.hint, Catch::Contains("workflow"));
    CHECK(std::holds_alternative<Changed>(flow.go("Active")));
    CHECK(std::holds_alternative<Changed>(flow.go("Resolved")));
    CHECK(std::holds_alternative<Changed>(flow.go("Closed")));
    CHECK(std::holds_alternative<Refused>(flow.go("Active")));
    CHECK(flow.state() == "Closed");
}

TEST_CASE("a reason goes along with its state, and the server chooses one where none is sent") {
    Flow flow;
    REQUIRE(std::holds_alternative<Changed>(flow.go("Active", "Investigate")));
    CHECK(flow.now_at.fields.at("System.Reason") == Value(std::string("Investigate")));
    REQUIRE(std::holds_alternative<Changed>(flow.go("Resolved")));
    CHECK(text_of(flow.now_at.fields.at("System.Reason")) != "Investigate");
    CHECK(flow.now_at.revision == 3);
}

TEST_CASE("a refusal of another field beside the state does not blame the state") {
    Flow flow;
    WorkItemChange change;
    change.id = flow.now_at.id;
    change.revision = flow.now_at.revision;
    change.fields["System.State"] = std::string("Active");
    change.fields["System.AreaPath"] = std::string("Widgets\\Nowhere");
    const auto outcome = flow.tracker.change({&change, 1}, true).at(0);
    REQUIRE(std::holds_alternative<Refused>(outcome));
    CHECK_THAT(std::get<Refused>(outcome).error.hint, !Catch::Contains("workflow"));
}
