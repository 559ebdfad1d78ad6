#include "mapping/fingerprint.h"
#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string engineer = "maren.holt@meridian.example";

Scene two_way() {
    Scene scene;
    scene.two_way = true;
    scene.batch = 50;
    scene.desk_page = 50;
    return scene;
}

std::size_t count_in_state(const TwoSides& sides, const std::string& state) {
    const auto items = sides.work.items();
    return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [&](const auto& item) {
        return item.fields.at("System.State") == state;
    }));
}

/// Lets all that is parked come back, as often as it may.
void run_for_hours(TwoSides& sides) {
    for (int i = 0; i < 40; ++i) {
        sides.clock.step(std::chrono::minutes{10});
        sides.cycles(2);
    }
}

}  // namespace

TEST_CASE("somebody who closes very many tickets does not close their work items before a person agrees") {
    TwoSides sides(two_way());
    std::vector<long long> tickets;
    for (int i = 0; i < 12; ++i) tickets.push_back(add_plain(sides, i));
    sides.backfill();
    sides.run_until_quiet();
    sides.tenant().options.mass_change = 4;
    for (const auto ticket : tickets) sides.desk.edit(ticket, {.status = "resolved"});
    sides.cycles(10);
    CHECK(count_in_state(sides, "Closed") == 4);
    auto& tenant = sides.tenant();
    const auto parked = tenant.store.parked(tenant.record.id);
    REQUIRE(parked.size() == 8);
    CHECK(parked[0].reason.find("same change") != std::string::npos);
    CHECK(parked[0].hint.find("parked release") != std::string::npos);
    tenant.store.release(tenant.record.id, sides.clock.now() + std::chrono::hours{1});
    tenant.store.retry(tenant.record.id, {});
    sides.run_until_quiet();
    CHECK(count_in_state(sides, "Closed") == 12);
}

TEST_CASE("different changes of many tickets, or few alike, are nobody's concern") {
    TwoSides sides(two_way());
    std::vector<long long> tickets;
    for (int i = 0; i < 12; ++i) tickets.push_back(add_plain(sides, i));
    sides.backfill();
    sides.run_until_quiet();
    sides.tenant().options.mass_change = 4;
    for (std::size_t i = 0; i < tickets.size(); ++i)
        sides.desk.edit(tickets[i], {.subject = "Subject " + std::to_string(i)});
    for (std::size_t i = 0; i < 4; ++i) sides.desk.edit(tickets[i], {.status = "resolved"});
    sides.run_until_quiet();
    CHECK(count_in_state(sides, "Closed") == 4);
    CHECK(sides.work.items()[7].fields.at("System.Title").find("Subject") == 0);
}

TEST_CASE("a changed mapping writes nothing to links that are there until somebody has seen it") {
    TwoSides sides(two_way());
    const auto ticket = add_plain(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    const auto before = sides.work.items().at(0).rev;
    auto& tenant = sides.tenant();
    Mapping changed = tenant.mappings[0]->mapping();
    changed.fields[0].source.transforms = {{"upper", {}}};
    changed.fields[0].flow = Flow::to_work;
    tenant.mappings[0] = std::make_unique<Translator>(changed);
    sides.desk.edit(ticket, {.priority = "Urgent"});
    sides.desk.write(ticket, {.html = "<p>Any news?</p>", .by = "ines@nordhafen.example"});
    sides.run_until_quiet();
    CHECK(sides.work.items().at(0).rev == before + 1);  // what is said goes on
    CHECK(sides.work.items().at(0).fields.at("Microsoft.VSTS.Common.Priority") != "1");
    std::string warned;
    for (const auto& line : sides.log)
        if (line.level == Level::warning) warned += line.message;
    CHECK(warned.find("mapping apply") != std::string::npos);

    sides.work.edit(sides.work.items().at(0).id, engineer, {{"System.State", "Closed"}});
    sides.run_until_quiet();
    CHECK(sides.desk.ticket(ticket)->status == "awaiting_agent");
    tenant.store.apply_mapping(tenant.record.id, changed.name, fingerprint(changed));
    tenant.store.look_at_all(tenant.record.id, sides.clock.now());
    sides.run_until_quiet();
    CHECK(sides.work.items().at(0).fields.at("Microsoft.VSTS.Common.Priority") == "1");
    CHECK(sides.work.items().at(0).fields.at("System.Title") == "THE GAUGE STOPS AT 1 BAR");
    CHECK(sides.desk.ticket(ticket)->status == "resolved");
}

TEST_CASE("a state that cannot be reached directly is walked to, and the ticket sees only where it ends") {
    Scene scene = two_way();
    scene.strict_states = true;
    TwoSides sides(scene);
    const auto ticket = add_plain(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    const auto item = sides.work.items().at(0);
    CHECK(item.fields.at("System.State") == "Active");
    sides.desk.edit(ticket, {.status = "resolved"});
    sides.run_until_quiet();
    CHECK(sides.work.items().at(0).fields.at("System.State") == "Closed");
    CHECK(sides.work.items().at(0).rev == item.rev + 2);
    CHECK(sides.desk.ticket(ticket)->status == "resolved");
    sides.desk.edit(ticket, {.status = "awaiting_agent"});
    sides.run_until_quiet();
    CHECK(sides.work.items().at(0).fields.at("System.State") == "Active");
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}

TEST_CASE("a link rests while its ticket is not selected, where the mapping says so, and then goes on") {
    TwoSides sides(two_way());
    const auto ticket = add_plain(sides, 1);
    sides.backfill();
    auto& tenant = sides.tenant();
    Mapping changed = tenant.mappings[0]->mapping();
    changed.on_deselect = OnDeselect::unlink;
    tenant.mappings[0] = std::make_unique<Translator>(changed);
    sides.desk.edit(ticket, {.department = "Billing"});
    sides.run_until_quiet();
    CHECK(tenant.store.links(tenant.record.id, 0, 10).at(0).state == LinkState::deselected);
    const auto item = sides.work.items().at(0);
    sides.desk.edit(ticket, {.subject = "Something else"});
    sides.work.edit(item.id, "maren.holt@meridian.example", {{"Microsoft.VSTS.Common.Priority", "1"}});
    run_for_hours(sides);
    CHECK(sides.work.items().at(0).fields.at("System.Title") == item.fields.at("System.Title"));
    CHECK(sides.desk.ticket(ticket)->priority != "Urgent");

    sides.desk.edit(ticket, {.department = "Engineering"});
    run_for_hours(sides);
    CHECK(sides.work.items().size() == 1);
    CHECK(sides.work.items().at(0).fields.at("System.Title") == "Something else");
    CHECK(sides.desk.ticket(ticket)->priority == "Urgent");
    CHECK(tenant.store.links(tenant.record.id, 0, 10).at(0).state == LinkState::active);
    CHECK(sides.complaints_of_more_runs(10, false).empty());
}
