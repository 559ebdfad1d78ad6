#include "sandbox/program/switches.h"

#include "sandbox/azure_devops/azure_devops.h"
#include "sandbox/deskpro/deskpro.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <stdexcept>

using namespace sandbox;

namespace {

Switch named(const std::vector<Switch>& switches, const std::string& name) {
    const auto found =
        std::find_if(switches.begin(), switches.end(), [&](const Switch& one) { return one.name == name; });
    REQUIRE(found != switches.end());
    return *found;
}

}  // namespace

TEST_CASE("the switches of the desk read and turn what they are named after") {
    Deskpro desk;
    const auto switches = switches_of(desk);
    const auto maintenance = named(switches, "desk.maintenance");
    CHECK(maintenance.read() == "false");
    maintenance.write("true");
    CHECK(desk.options().maintenance);
    CHECK(maintenance.read() == "true");

    named(switches, "desk.count_cap").write("50");
    CHECK(desk.options().count_cap == 50);

    const auto batch = named(switches, "desk.batch");
    CHECK(batch.read() == "\"both\"");
    batch.write("\"none\"");
    CHECK(desk.options().batch == deskpro::Options::Batch::none);

    const auto lacking = named(switches, "desk.lacking_keys");
    CHECK(lacking.read() == "[]");
    lacking.write(R"(["urgency","star"])");
    CHECK(desk.options().lacking_keys == std::set<std::string>{"star", "urgency"});
    CHECK(lacking.read() == R"(["star","urgency"])");
}

TEST_CASE("a value that does not fit is refused by name, and nothing is turned") {
    Deskpro desk;
    const auto switches = switches_of(desk);
    CHECK_THROWS_WITH(named(switches, "desk.maintenance").write("1"),
                      "\"desk.maintenance\" wants true or false.");
    CHECK_THROWS_WITH(named(switches, "desk.count_cap").write("\"x\""),
                      "\"desk.count_cap\" wants a whole number of 0 or more.");
    CHECK_THROWS_WITH(named(switches, "desk.batch").write("\"some\""),
                      "\"desk.batch\" can be one of: both, plain, requests, none.");
    CHECK_THROWS_WITH(named(switches, "desk.lacking_keys").write("{}"),
                      "\"desk.lacking_keys\" wants a list.");
    CHECK_FALSE(desk.options().maintenance);
    CHECK(desk.options().count_cap == 200);
}

TEST_CASE("every switch of the desk takes back what it shows") {
    Deskpro desk;
    for (const auto& one : switches_of(desk)) {
        const auto before = one.read();
        CHECK_NOTHROW(one.write(before));
        CHECK(one.read() == before);
        CHECK_FALSE(one.help.empty());
    }
}

TEST_CASE("the switches of the work side read and turn what they are named after") {
    azure_devops::AzureDevOps work({}, wall_clock());
    const auto switches = switches_of(work);
    for (const auto& one : switches) {
        const auto before = one.read();
        CHECK_NOTHROW(one.write(before));
        CHECK(one.read() == before);
    }
    named(switches, "work.batch").write("\"absent\"");
    named(switches, "work.unreadable_ids").write("[7]");
    named(switches, "work.artifact_query").write("\"finds_nothing\"");
    named(switches, "work.poison_title").write("\"poison\"");
    azure_devops::Switches now;
    work.change([&now](const azure_devops::Switches& all) { now = all; });
    CHECK(now.batch == azure_devops::BatchMode::absent);
    CHECK(now.unreadable_ids == std::set<int>{7});
    CHECK(now.artifact_query == azure_devops::ArtifactQuery::finds_nothing);
    CHECK(now.poison_title == "poison");
}
