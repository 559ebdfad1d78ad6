#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Verb = LinkOrder::Verb;
using State = LinkOrder::State;

namespace {

LinkOrder order_for(const std::string& ticket) {
    return {0, Verb::remove, {ticket, 42, "Every ticket", true}, {}};
}

}  // namespace

TEST_CASE("An order comes back from the file as it was written, oldest first") {
    Desk desk;
    const auto first = desk.store.order(desk.tenant, order_for("2"));
    const auto second = desk.store.order(desk.tenant, order_for("1"));
    SqliteLinkStore again(desk.folder.file());
    const auto orders = again.orders(desk.tenant);
    REQUIRE(orders.size() == 2);
    CHECK(orders[0].id == first);
    CHECK(orders[1].id == second);
    CHECK(orders[0].verb == Verb::remove);
    CHECK(orders[0].wish.ticket_id == "2");
    CHECK(orders[0].wish.work_item == 42);
    CHECK(orders[0].wish.mapping == "Every ticket");
    CHECK(orders[0].wish.comment);
    CHECK(orders[0].state == State::waiting);
    CHECK(again.orders(again.tenant("globex").id).empty());
}

TEST_CASE("An order may be taken back until it is begun") {
    Desk desk;
    const auto one = desk.store.order(desk.tenant, order_for("1"));
    const auto other = desk.store.order(desk.tenant, order_for("2"));
    desk.store.begin_order(desk.tenant, other);
    CHECK(desk.store.withdraw_order(desk.tenant, one));
    CHECK_FALSE(desk.store.withdraw_order(desk.tenant, one));
    CHECK_FALSE(desk.store.withdraw_order(desk.tenant, other));
    const auto orders = desk.store.orders(desk.tenant);
    REQUIRE(orders.size() == 1);
    CHECK(orders[0].state == State::begun);
}

TEST_CASE("An answer is taken once, and takes its order with it") {
    Desk desk;
    const auto id = desk.store.order(desk.tenant, order_for("1"));
    CHECK_FALSE(desk.store.take_answer(desk.tenant, id));
    desk.store.answer_order(desk.tenant, id,
                            {"", "", "Every ticket", "https://work.example/42", {"one", "two"}});
    CHECK(desk.store.orders(desk.tenant).empty());
    const auto answer = desk.store.take_answer(desk.tenant, id);
    REQUIRE(answer);
    CHECK(answer->error.empty());
    CHECK(answer->mapping == "Every ticket");
    CHECK(answer->work_item_url == "https://work.example/42");
    CHECK(answer->remarks == std::vector<std::string>{"one", "two"});
    CHECK_FALSE(desk.store.take_answer(desk.tenant, id));
}

TEST_CASE("Answers that nobody comes for do not heap up") {
    Desk desk;
    const auto first = desk.store.order(desk.tenant, order_for("1"));
    desk.store.answer_order(desk.tenant, first, {"no", "", "", "", {}});
    for (int i = 0; i < 100; ++i)
        desk.store.answer_order(desk.tenant, desk.store.order(desk.tenant, order_for("2")), {});
    CHECK_FALSE(desk.store.take_answer(desk.tenant, first));
}
