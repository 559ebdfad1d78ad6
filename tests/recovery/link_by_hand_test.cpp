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

TEST_CASE(
    "a link that is ordered from the running agent is made once, wherever the agent dies, and answered") {
    bool ended = false;
    std::size_t step = 1;
    for (; !ended; ++step) {
        World world;
        INFO("step " << step);
        auto& first = world.sides->tenant();
        const auto order = first.store.order(
            first.record.id, {0, LinkOrder::Verb::add, {world.ticket, world.item, "", true}, {}});
        ended = world.insist([](TwoSides& sides) { sides.cycles(1); }, step);
        world.sides->run_until_quiet();
        auto& tenant = world.sides->tenant();
        CHECK(tenant.store.orders(tenant.record.id).empty());
        const auto answer = tenant.store.take_answer(tenant.record.id, order);
        REQUIRE(answer);
        CHECK(answer->error.empty());
        CHECK_FALSE(answer->mapping.empty());
        CHECK(world.marks() == 1);
        CHECK(world.links() == 2);
        CHECK(world.said_on_ticket("Linked to work item " + std::to_string(world.item)) <= 1);
        REQUIRE(step < 200);
    }
    CHECK(step > 8);
}

TEST_CASE("what cannot be linked is answered with the reason, and an order for a side that is away waits") {
    World world;
    auto& tenant = world.sides->tenant();
    const auto ask = [&](const std::string& ticket, LinkOrder::Verb verb) {
        return tenant.store.order(tenant.record.id, {0, verb, {ticket, world.item, "", false}, {}});
    };
    const auto wrong = ask("4711", LinkOrder::Verb::add);
    const auto none = ask(world.ticket, LinkOrder::Verb::remove);
    world.sides->cycles(1);
    CHECK(tenant.store.take_answer(tenant.record.id, wrong)->error.find("no ticket 4711") !=
          std::string::npos);
    CHECK(tenant.store.take_answer(tenant.record.id, none)->error.find("is not linked") != std::string::npos);
    CHECK_FALSE(tenant.store.take_answer(tenant.record.id, none));

    const auto order = ask(world.ticket, LinkOrder::Verb::add);
    world.sides->work.change([](auto& switches) { switches.stopped = true; });
    world.sides->cycles(1);
    CHECK_FALSE(tenant.store.take_answer(tenant.record.id, order));
    world.sides->work.change([](auto& switches) { switches.stopped = false; });
    world.sides->run_until_quiet();
    CHECK(tenant.store.take_answer(tenant.record.id, order)->error.empty());
    CHECK(world.links() == 2);
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
