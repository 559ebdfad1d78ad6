#include "both_sides.h"
#include "interruptions.h"
#include "tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <memory>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

const std::string engineer = "maren.holt@meridian.example";
const std::string parent_of = "System.LinkTypes.Hierarchy-Reverse";
const std::string related_to = "System.LinkTypes.Related";

Scene with_item_links() {
    Scene scene;
    scene.two_way = true;
    scene.remapped = [](Mapping& mapping) { mapping.item_links = {true, true}; };
    return scene;
}

int item_of(TwoSides& sides, long long ticket) {
    auto& tenant = sides.tenant();
    const std::vector<std::string> ids{std::to_string(ticket)};
    const auto links = tenant.store.links_of(tenant.record.id, ids);
    return links.empty() ? 0 : static_cast<int>(links.front().work_item);
}

/// How often `item` has such a link to `target`.
long links(const TwoSides& sides, int item, const std::string& kind, int target) {
    const auto seen = sides.work.item(item).value();
    return std::count_if(seen.links.begin(), seen.links.end(),
                         [&](const auto& link) { return link.rel == kind && link.target == target; });
}

std::string rest(TwoSides& sides) {
    std::string text;
    for (const auto& line : sides.complaints_of_more_runs(10, false)) text += line + "\n";
    return text;
}

/// What an engineer does; the status of the answer.
int give_parent(TwoSides& sides, int item, int parent) {
    sandbox::Request request;
    request.method = "PATCH";
    request.path = fmt::format("{}/_apis/wit/workItems/{}", sides.work.root(), item);
    request.query = "api-version=7.1";
    request.headers = {{"Authorization", "Basic OnBhdA=="}, {"Content-Type", "application/json-patch+json"}};
    request.body =
        fmt::format(R"([{{"op":"add","path":"/relations/-","value":{{"rel":"{}","url":"x/workItems/{}"}}}}])",
                    parent_of, parent);
    return sides.work.handle(request).status;
}

/// Three linked tickets at rest, and their items.
struct Family {
    explicit Family(const Scene& scene) : sides(scene) {
        for (int i = 1; i <= 3; ++i) tickets.push_back(add_plain(sides, i));
        sides.backfill();
        sides.run_until_quiet();
        for (const auto ticket : tickets) items.push_back(item_of(sides, ticket));
    }
    TwoSides sides;
    std::vector<long long> tickets;
    std::vector<int> items;
};

}  // namespace

TEST_CASE("the items of parent and child tickets become parent and child, and lose that with them") {
    Family family(with_item_links());
    auto& [sides, tickets, items] = family;
    const auto revision = sides.work.item(items[0])->rev;
    sides.desk.set_parent(tickets[0], tickets[1]);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[1]) +
              links(sides, items[1], "System.LinkTypes.Hierarchy-Forward", items[0]) >=
          1);
    CHECK(links(sides, items[0], parent_of, items[1]) <= 1);
    CHECK(rest(sides) == "");
    sides.desk.set_parent(tickets[0], tickets[2]);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[1]) == 0);
    CHECK(links(sides, items[0], parent_of, items[2]) == 1);
    CHECK(rest(sides) == "");
    sides.desk.set_parent(tickets[0], 0);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[2]) == 0);
    CHECK(sides.work.item(items[0])->rev == revision);
    CHECK(rest(sides) == "");
}

TEST_CASE("the items of tickets that are linked to each other are related once") {
    Family family(with_item_links());
    auto& [sides, tickets, items] = family;
    sides.desk.set_siblings(tickets[0], tickets[1], true);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], related_to, items[1]) == 1);
    CHECK(rest(sides) == "");
    sides.desk.set_siblings(tickets[0], tickets[1], false);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], related_to, items[1]) == 0);
    CHECK(links(sides, items[1], related_to, items[0]) == 0);
    CHECK(rest(sides) == "");
}

TEST_CASE("without item_links in the mapping nothing is linked") {
    Scene scene;
    scene.two_way = true;
    Family family(scene);
    auto& [sides, tickets, items] = family;
    sides.desk.set_parent(tickets[0], tickets[1]);
    sides.desk.set_siblings(tickets[0], tickets[2], true);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[1]) == 0);
    CHECK(links(sides, items[0], related_to, items[2]) == 0);
}

TEST_CASE("tickets that get their items later are linked then") {
    TwoSides sides(with_item_links());
    const auto child = add_plain(sides, 1);
    sides.backfill();
    sides.run_until_quiet();
    sides.clock.step(std::chrono::minutes{10});
    const auto parent = add_plain(sides, 2);
    sides.desk.set_parent(child, parent);
    sides.run_until_quiet();
    CHECK(links(sides, item_of(sides, child), parent_of, item_of(sides, parent)) == 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("a parent that an engineer gave stays, and that there is no room for another one is said once") {
    Family family(with_item_links());
    auto& [sides, tickets, items] = family;
    REQUIRE(give_parent(sides, items[0], items[2]) == 200);
    sides.desk.set_parent(tickets[0], tickets[1]);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[2]) == 1);
    CHECK(links(sides, items[0], parent_of, items[1]) == 0);
    const auto told = std::count_if(sides.log.begin(), sides.log.end(), [&](const auto& line) {
        return line.message.find(fmt::format("work item {} cannot get {} as parent", items[0], items[1])) !=
               std::string::npos;
    });
    CHECK(told == 1);
    sides.desk.set_parent(tickets[0], 0);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[2]) == 1);
    CHECK(rest(sides) == "");
}

TEST_CASE("a link that an engineer made first stays when the desk takes its own away") {
    Family family(with_item_links());
    auto& [sides, tickets, items] = family;
    REQUIRE(give_parent(sides, items[0], items[1]) == 200);
    sides.desk.set_parent(tickets[0], tickets[1]);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[1]) == 1);
    sides.desk.set_parent(tickets[0], 0);
    sides.run_until_quiet();
    CHECK(links(sides, items[0], parent_of, items[1]) == 1);
    CHECK(rest(sides) == "");
}

namespace {

Scenario relatives() {
    struct Kept {
        std::vector<long long> tickets;
        std::vector<int> items;
    };
    auto kept = std::make_shared<Kept>();
    return {"links between items", with_item_links(),
            [kept](TwoSides& sides) {
                *kept = {};
                for (int i = 1; i <= 3; ++i) kept->tickets.push_back(add_plain(sides, i));
                sides.backfill();
                sides.desk.set_siblings(kept->tickets[1], kept->tickets[2], true);
                sides.run_until_quiet();
                for (const auto ticket : kept->tickets) kept->items.push_back(item_of(sides, ticket));
                sides.clock.step(std::chrono::minutes{10});
                sides.desk.set_siblings(kept->tickets[1], kept->tickets[2], false);
                sides.desk.set_siblings(kept->tickets[0], kept->tickets[2], true);
                sides.desk.set_parent(kept->tickets[0], kept->tickets[1]);
            },
            [](TwoSides& sides) { sides.run_until_quiet(); },
            [kept](TwoSides& sides) {
                std::string wrong = two_way_verdict(sides, {});
                const auto& items = kept->items;
                const auto expect = [&](int item, const std::string& kind, int target, long wanted) {
                    if (const auto seen = links(sides, item, kind, target); seen != wanted)
                        wrong +=
                            fmt::format("{} of {} to {}: {}, not {}\n", kind, item, target, seen, wanted);
                };
                expect(items[0], parent_of, items[1], 1);
                expect(items[0], related_to, items[2], 1);
                expect(items[1], related_to, items[2], 0);
                return wrong;
            }};
}

}  // namespace

TEST_CASE("whatever step the agent dies at, the items of relatives are linked once, and no others") {
    CHECK(story(relatives(), {}) == "");
    for (const auto& wrong : die_at_every_step(relatives())) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
}
