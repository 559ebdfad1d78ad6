#include "scratch.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

namespace {

InboxItem parked_item(const std::string& ticket, Time until, Lane lane = Lane::live) {
    return {.ticket_id = ticket,
            .lane = lane,
            .attempts = 2,
            .parked = true,
            .not_before = until,
            .reason = "The field \"Größe\" isn't there; -- '); DROP TABLE inbox;",
            .hint = "Add it 🙂"};
}

}  // namespace

TEST_CASE("A page of tickets enters the inbox once, with its cursor") {
    Desk desk;
    CHECK_FALSE(desk.store.cursor(desk.tenant, "newest"));
    desk.store.collect(desk.tenant, Lane::live, Ids{"3", "1", "3"}, {"newest", "{\"page\":1}"});
    desk.store.collect(desk.tenant, Lane::live, Ids{"1", "2"}, {"newest", "{\"page\":2}"});
    CHECK(desk.ready_ids() == Ids{"3", "1", "2"});
    CHECK(desk.store.cursor(desk.tenant, "newest") == "{\"page\":2}");
    CHECK_FALSE(desk.store.cursor(desk.tenant, "oldest"));
}

TEST_CASE("Live tickets go before history, and a limit counts both") {
    Desk desk;
    desk.collect({"h1", "h2"}, Lane::history);
    desk.collect({"l1", "l2"});
    CHECK(desk.ready_ids() == Ids{"l1", "l2", "h1", "h2"});
    CHECK(desk.ready_ids(at(0), 3) == Ids{"l1", "l2", "h1"});
    CHECK(desk.ready_ids(at(0), 1) == Ids{"l1"});
    CHECK(desk.store.waiting(desk.tenant, Lane::history) == 2);
}

TEST_CASE("A ticket of history that changes goes live, and not the other way") {
    Desk desk;
    desk.collect({"1", "2"}, Lane::history);
    desk.collect({"2"});
    desk.collect({"2"}, Lane::history);
    CHECK(desk.ready_ids() == Ids{"2", "1"});
    CHECK(desk.store.waiting(desk.tenant, Lane::live) == 1);
}

TEST_CASE("A parked ticket keeps its reason and comes back at its time, not when it is seen again") {
    Desk desk;
    desk.collect({"1", "2"});
    desk.store.postpone(desk.tenant, std::vector{parked_item("1", at(60))});
    desk.collect({"1"});
    CHECK(desk.ready_ids(at(59)) == Ids{"2"});
    const auto ready = desk.store.ready(desk.tenant, at(60), 10);
    REQUIRE(ready.size() == 2);
    CHECK(ready[1].ticket_id == "1");
    CHECK(ready[1].parked);
    CHECK(ready[1].attempts == 2);
    CHECK(ready[1].not_before == at(60));
    CHECK(ready[1].reason == parked_item("1", at(60)).reason);
    CHECK(ready[1].hint == "Add it 🙂");
    CHECK(desk.store.waiting(desk.tenant, Lane::live) == 1);
    CHECK(desk.store.parked(desk.tenant).size() == 1);
}

TEST_CASE("A ticket that was only put off still counts as waiting") {
    Desk desk;
    desk.collect({"1"});
    InboxItem item = desk.store.ready(desk.tenant, at(0), 1).front();
    item.not_before = at(30);
    item.attempts = 1;
    desk.store.postpone(desk.tenant, std::vector{item});
    CHECK(desk.ready_ids(at(29)).empty());
    CHECK(desk.store.waiting(desk.tenant, Lane::live) == 1);
    CHECK(desk.store.parked(desk.tenant).empty());
    CHECK(desk.store.next_ready(desk.tenant) == at(30));
}

TEST_CASE("Retrying makes the named parked tickets ready at once, or all of them") {
    Desk desk;
    desk.collect({"1", "2", "3", "4"});
    desk.store.postpone(desk.tenant, std::vector{parked_item("1", at(60)), parked_item("2", at(60)),
                                                 parked_item("3", at(60))});
    CHECK(desk.store.retry(desk.tenant, Ids{"2", "4", "unknown"}) == 1);
    CHECK(desk.ready_ids() == Ids{"2", "4"});
    CHECK(desk.store.retry(desk.tenant, {}) == 2);
    CHECK(desk.ready_ids() == Ids{"1", "2", "3", "4"});
    CHECK(desk.store.parked(desk.tenant).empty());
    CHECK(desk.store.retry(desk.tenant, {}) == 0);
}

TEST_CASE("Retrying hurries messages that failed and tickets that could not be told, each ticket once") {
    Desk desk;
    desk.store.postpone(desk.tenant, std::vector{parked_item("1", at(60))});
    for (const std::string id : {"1", "2", "3"}) {
        Link link = link_for(id, std::stoll(id));
        link.link_back = LinkBackState::pending;
        link.link_back_not_before = at(60);
        link.link_back_attempts = 2;
        if (id != "3") link.link_back_problem = "it would not listen";
        desk.store.adopt(desk.tenant, std::vector{link});
        Talk talk{.ticket_id = id, .work_item = std::stoll(id), .attempts = 3, .not_before = at(60)};
        if (id != "3") talk.problem = "too long";
        desk.store.record(desk.tenant, std::vector<Recorded>{{.talk = talk}});
    }
    CHECK(desk.store.retry(desk.tenant, Ids{"2", "3"}) == 1);
    CHECK(desk.store.pending_link_backs(desk.tenant, at(0), 10).size() == 1);
    const auto talks = desk.store.pending_talks(desk.tenant, at(0), 10);
    REQUIRE(talks.size() == 1);
    CHECK(talks[0].ticket_id == "2");
    CHECK(talks[0].problem.empty());
    CHECK(talks[0].attempts == 3);
    CHECK(desk.store.retry(desk.tenant, {}) == 1);
    CHECK(desk.store.pending_link_backs(desk.tenant, at(0), 10).size() == 2);
    CHECK(desk.store.retry(desk.tenant, {}) == 0);
    // what is said in ticket 1 goes with its turn in the inbox
    CHECK(desk.store.pending_talks(desk.tenant, at(0), 10).size() == 1);
    CHECK(desk.store.pending_talks(desk.tenant, at(60), 10).size() == 2);
    desk.store.drop(desk.tenant, Ids{"1"});
    CHECK(desk.store.pending_talks(desk.tenant, at(0), 10).size() == 2);
    CHECK(desk.store.pending_talks(desk.tenant, at(60), 10).size() == 3);
}

TEST_CASE("A ticket that people gave up comes back only when it is named") {
    Desk desk;
    desk.collect({"1", "2"});
    desk.store.postpone(desk.tenant, std::vector{parked_item("1", at(60)), parked_item("2", at(60))});
    CHECK(desk.store.discard(desk.tenant, Ids{"1", "unknown"}) == 1);
    desk.collect({"1"});
    CHECK(desk.store.ready(desk.tenant, at(1'000'000'000), 10).size() == 1);
    CHECK(desk.store.parked(desk.tenant).size() == 2);
    CHECK(desk.store.retry(desk.tenant, {}) == 1);
    CHECK(desk.ready_ids() == Ids{"2"});
    CHECK(desk.store.retry(desk.tenant, Ids{"1"}) == 1);
    CHECK(desk.ready_ids() == Ids{"1", "2"});
}

TEST_CASE("Of a linked ticket that is given up only the wait ends, and what failed is left out") {
    Desk desk;
    Link link = link_for("1", 11);
    link.link_back = LinkBackState::pending;
    link.link_back_problem = "it would not listen";
    desk.store.adopt(desk.tenant, std::vector{link, link_for("2", 12)});
    desk.store.record(desk.tenant,
                      std::vector<Recorded>{{.talk = Talk{.ticket_id = "1", .work_item = 11, .problem = "x"}},
                                            {.talk = Talk{.ticket_id = "2", .work_item = 12}}});
    desk.store.postpone(desk.tenant, std::vector{parked_item("1", at(60))});
    CHECK(desk.store.discard(desk.tenant, Ids{"1", "2"}) == 1);
    CHECK(desk.store.parked(desk.tenant).empty());
    CHECK(desk.store.count_links(desk.tenant) == 2);
    const auto untold = desk.store.pending_link_backs(desk.tenant, at(60), 10);
    CHECK(std::none_of(untold.begin(), untold.end(), [](const Link& each) { return each.ticket_id == "1"; }));
    const auto talks = desk.store.pending_talks(desk.tenant, at(60), 10);
    REQUIRE(talks.size() == 1);
    CHECK(talks[0].ticket_id == "2");
    desk.collect({"1"});
    CHECK(desk.ready_ids() == Ids{"1"});
}

TEST_CASE("Dropped tickets are gone, and only those") {
    Desk desk;
    desk.collect({"1", "2", "3"});
    desk.store.drop(desk.tenant, Ids{"2", "unknown"});
    CHECK(desk.ready_ids() == Ids{"1", "3"});
}

TEST_CASE("Tenants do not see each other's tickets") {
    Desk desk;
    const auto other = desk.store.tenant("globex").id;
    desk.collect({"1", "2"});
    desk.store.collect(other, Lane::live, Ids{"1"}, {"newest", "9"});
    desk.store.drop(other, Ids{"1", "2"});
    CHECK(desk.ready_ids() == Ids{"1", "2"});
    CHECK(desk.store.ready(other, at(0), 10).empty());
    CHECK(desk.store.cursor(desk.tenant, "newest") == "1");
    CHECK(desk.store.retry(other, {}) == 0);
}

TEST_CASE("Ids are text: longer than any number, with quotes, with blanks, with zero bytes") {
    Desk desk;
    const Ids odd = {
        "18446744073709551617", "007", "7", "o'Neil; \"--", " a ", "Ünïcødé 票", std::string("a\0b", 3),
        std::string("a\0c", 3), ""};
    desk.collect(odd);
    CHECK(desk.ready_ids() == odd);
    desk.store.drop(desk.tenant, std::vector{odd[0], odd[6]});
    CHECK(desk.ready_ids() == Ids{odd[1], odd[2], odd[3], odd[4], odd[5], odd[7], odd[8]});
}

TEST_CASE("The next time of a tenant is the earliest of its tickets, its links and its open intents") {
    Desk desk;
    CHECK_FALSE(desk.store.next_ready(desk.tenant));
    desk.collect({"1", "2"});
    desk.store.postpone(desk.tenant,
                        std::vector{parked_item("1", at(60)), parked_item("2", at(50), Lane::live)});
    CHECK(desk.store.next_ready(desk.tenant) == at(50));

    Link link = link_for("3", 3);
    link.link_back_not_before = at(40);
    desk.store.adopt(desk.tenant, std::vector{link});
    CHECK(desk.store.next_ready(desk.tenant) == at(40));

    Intent intent = intent_for("2");
    intent.written_at = at(20);
    intent.id = desk.store.intend(desk.tenant, std::vector{intent}).front();
    CHECK(desk.store.next_ready(desk.tenant) == at(20));
    intent.looked_at = at(45);
    desk.store.note(desk.tenant, std::vector{intent});
    CHECK(desk.store.next_ready(desk.tenant) == at(40));
}
