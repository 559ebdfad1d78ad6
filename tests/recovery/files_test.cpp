#include "tickets.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

bool asks_for_a_file(const std::string& side, const HttpRequest& request) {
    return side == "desk" && !request.save_to.empty();
}

const sandbox::azure_devops::ItemSeen& only_item(TwoSides& sides,
                                                 std::vector<sandbox::azure_devops::ItemSeen>& items) {
    items = sides.work.items();
    REQUIRE(items.size() == 1);
    return items.front();
}

}  // namespace

TEST_CASE("a file that its desk never gives ends as a note, and its ticket arrives") {
    TwoSides sides;
    sides.traffic.judge = [](const std::string& side, const HttpRequest& request, std::size_t) {
        return asks_for_a_file(side, request) ? Passage::failed_before : Passage::through;
    };
    add_talkative(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    std::vector<sandbox::azure_devops::ItemSeen> items;
    const auto& item = only_item(sides, items);
    CHECK(item.links.size() == 1);
    REQUIRE_FALSE(item.comments.empty());
    CHECK(item.comments.front().text.find("stays on the ticket") != std::string::npos);
    CHECK(item.comments.size() == 4);
}

TEST_CASE("a file that its desk gives after a while is no note") {
    TwoSides sides;
    std::size_t refused = 0;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        const bool refuse = asks_for_a_file(side, request) && ++refused <= 3;
        return refuse ? Passage::failed_before : Passage::through;
    };
    add_talkative(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    CHECK(verdict(sides) == "");
}

TEST_CASE("one upload serves every ticket that has the same content") {
    TwoSides sides;
    add_talkative(sides, 1);
    add_talkative(sides, 2);
    add_talkative(sides, 3);
    std::size_t uploads = 0;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        if (side == "work" && !request.body_file.empty()) ++uploads;
        return Passage::through;
    };
    sides.backfill();
    CHECK(uploads == 4);  // two pictures, and two contents of three files
    CHECK(verdict(sides) == "");
}

TEST_CASE("somebody who edits the item between two messages neither stops nor doubles them") {
    TwoSides sides;
    add_talkative(sides, 1);
    int edits = 0;
    sides.traffic.judge = [&](const std::string& side, const HttpRequest& request, std::size_t) {
        const bool says = side == "work" && request.body.find("System.History") != std::string::npos &&
                          request.body.find("\"/rev\"") != std::string::npos;
        if (says && edits < 2) {
            ++edits;
            sides.work.edit(1, "maren.holt@meridian.example",
                            {{"System.Title", "changed by a person " + std::to_string(edits)}});
        }
        return Passage::through;
    };
    sides.backfill();
    sides.run_until_quiet();
    std::vector<sandbox::azure_devops::ItemSeen> items;
    const auto& item = only_item(sides, items);
    CHECK(edits == 2);
    CHECK(item.comments.size() == 3);
    CHECK(item.rev == 1 + 3 + edits);
    CHECK(item.fields.at("System.Title") == "changed by a person 2");
    const auto& tenant = sides.tenant();
    const std::vector<std::string> ids{tenant.store.links(tenant.record.id, 0, 1).at(0).ticket_id};
    CHECK(tenant.store.links_of(tenant.record.id, ids).at(0).revision == item.rev);
}
