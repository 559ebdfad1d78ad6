#include "sync/link_by_hand.h"

#include "tickets.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>

using namespace deskbridge;
using namespace deskbridge::workbench;

namespace {

/// A ticket with its work item, and one that an engineer made.
struct World {
    World() {
        Scene scene;
        scene.two_way = true;
        sides = std::make_unique<TwoSides>(scene);
        ticket = std::to_string(add_plain(*sides, 1));
        sides->backfill();
        sides->run_until_quiet();
        item = sides->work.add_item("Widgets", "Bug", "maren.holt@meridian.example",
                                    {{"System.Title", "Pump controller hangs"}});
        sides->clock.step(std::chrono::minutes{2});
    }

    std::size_t marks() const {
        const auto links = sides->work.item(item)->links;
        return static_cast<std::size_t>(std::count_if(links.begin(), links.end(), [](const auto& link) {
            return link.comment.rfind("deskbridge:1+ ", 0) == 0;
        }));
    }
    std::size_t said_on_ticket(const std::string& sentence) const {
        const auto view = sides->desk.ticket(std::stoll(ticket));
        return static_cast<std::size_t>(std::count_if(
            view->messages.begin(), view->messages.end(),
            [&](const auto& message) { return message.html.find(sentence) != std::string::npos; }));
    }
    std::size_t links() {
        return sides->tenant()
            .store.links_of(sides->tenant().record.id, std::vector<std::string>{ticket})
            .size();
    }

    /// To the end, or to the death at `step`: then a new process does it again, as people do.
    bool insist(const std::function<void(TwoSides&)>& work, std::size_t step) {
        sides->steps.begin(step);
        try {
            work(*sides);
            sides->steps.begin();
            return true;
        } catch (const Interrupted&) {
            sides->steps.begin();
            sides->restart();
            sides->clock.step(std::chrono::minutes{2});
            repeat(work);
            return false;
        }
    }
    void repeat(const std::function<void(TwoSides&)>& work) {
        try {
            work(*sides);
        } catch (const SyncError& error) {
            INFO(error.what());
            CHECK(error.reach == Reach::item);  // it was done before
        }
    }

    std::unique_ptr<TwoSides> sides;
    std::string ticket;
    int item = 0;
};

}  // namespace

TEST_CASE("a link by hand that is cut off at any step is made once when it is asked for again") {
    bool ended = false;
    std::size_t step = 1;
    for (; !ended; ++step) {
        World world;
        INFO("step " << step);
        ended = world.insist(
            [&](TwoSides& sides) {
                add_link(sides.tenant(), {world.ticket, world.item, "", true});
            },
            step);
        CHECK(world.marks() == 1);
        CHECK(world.links() == 2);
        CHECK(world.said_on_ticket("Linked to work item " + std::to_string(world.item)) <= 1);
        REQUIRE(step < 200);
    }
    CHECK(step > 8);
}

TEST_CASE("a link that is taken away and cut off at any step is gone when it is asked for again") {
    bool ended = false;
    std::size_t step = 1;
    for (; !ended; ++step) {
        World world;
        add_link(world.sides->tenant(), {world.ticket, world.item, "", false});
        REQUIRE(world.marks() == 1);
        INFO("step " << step);
        ended = world.insist(
            [&](TwoSides& sides) {
                remove_link(sides.tenant(), {world.ticket, world.item, "", false});
            },
            step);
        CHECK(world.marks() == 0);
        CHECK(world.links() == 1);
        REQUIRE(step < 200);
    }
    CHECK(step > 4);
}
