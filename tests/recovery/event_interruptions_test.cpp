#include "both_sides.h"
#include "event_scene.h"
#include "interruptions.h"
#include "sync/link_by_hand.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <memory>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

/// One of each kind of event, on pairs of their own.
struct Happenings {
    std::pair<long long, int> deleted, spam, lost, moved, follows, leader, heir, taken, survivor;
};

void let_things_happen(TwoSides& sides, Happenings& all) {
    all.deleted = linked(sides, 1);
    all.spam = linked(sides, 2);
    all.lost = linked(sides, 3);
    all.moved = linked(sides, 4);
    all.leader = linked(sides, 5);
    all.heir = linked(sides, 6);
    all.taken = linked(sides, 7);
    all.survivor = linked(sides, 8);
    add_link(sides.tenant(), {std::to_string(all.heir.first), all.leader.second, "", false});
    sides.run_until_quiet();
    sides.clock.step(std::chrono::minutes{10});
    sides.desk.remove(all.deleted.first);
    sides.desk.spam(all.spam.first);
    sides.work.remove(all.lost.second, engineer);
    move_to_gadgets(sides, all.moved.second);
    sides.desk.spam(all.leader.first);
    sides.desk.merge(all.taken.first, all.survivor.first);
}

/// What is not as it should be, as lines.
class Complaints {
public:
    void expect(long seen, long wanted, const std::string& what) {
        if (seen != wanted) text_ += fmt::format("{}: {}, not {}\n", what, seen, wanted);
    }
    void expect(bool holds, const std::string& what) {
        if (!holds) text_ += what + "\n";
    }
    std::string text_;
};

std::string happenings_verdict(TwoSides& sides, const Happenings& all) {
    Complaints wrong;
    wrong.text_ = two_way_verdict(sides, {});
    wrong.expect(sides.work.item(all.deleted.second)->deleted, "the item did not go to the bin");
    wrong.expect(on_item(sides, all.deleted.second, "goes to the recycle bin"), 1, "word about the bin");
    wrong.expect(on_item(sides, all.spam.second, "no longer linked"), 1, "word about spam");
    wrong.expect(link_of(sides, all.spam.first, all.spam.second).state == LinkState::ended, "spam is linked");
    wrong.expect(on_ticket(sides, all.lost.first, "Another one is made"), 1, "word about another item");
    wrong.expect(static_cast<long>(sides.work.items().size()), 9, "items");
    const auto made = sides.work.items().back().id;
    wrong.expect(link_of(sides, all.lost.first, made).automatic, "the other item is not linked");
    wrong.expect(sides.desk.ticket(all.lost.first)->fields.at("Work item") == std::to_string(made),
                 "the ticket does not name the other item");
    wrong.expect(on_ticket(sides, all.moved.first, "was moved to project Gadgets"), 1, "word about the move");
    wrong.expect(on_ticket(sides, all.heir.first, "from now on"), 1, "word to the heir");
    wrong.expect(on_item(sides, all.leader.second, "from now on"), 1, "word about the heir");
    wrong.expect(on_item(sides, all.taken.second, "was merged into"), 1, "word about the merge");
    wrong.expect(link_of(sides, all.taken.first, all.taken.second).state == LinkState::ended,
                 "the merged ticket is linked");
    return wrong.text_;
}

Scenario happenings() {
    auto all = std::make_shared<Happenings>();
    return {"events", with_events([](EventRules& rules) {
                rules.ticket_deleted = OnEvent::recycle;
                rules.ticket_spam = OnEvent::unlink;
                rules.item_deleted = OnEvent::recreate;
                rules.item_moved = OnEvent::note;
            }),
            [all](TwoSides& sides) { let_things_happen(sides, *all); },
            [](TwoSides& sides) { sides.run_until_quiet(); },
            [all](TwoSides& sides) { return happenings_verdict(sides, *all); }};
}

}  // namespace

TEST_CASE("whatever step the agent dies at, every event has what should follow, once") {
    CHECK(story(happenings(), {}) == "");
    for (const auto& wrong : die_at_every_step(happenings())) {
        INFO(wrong);
        CHECK(wrong.empty());
    }
}
