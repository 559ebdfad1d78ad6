#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

TEST_CASE("An intent comes back from the file as it was written") {
    Desk desk;
    Intent intent = intent_for("18446744073709551617");
    intent.base = "odd ' \" \n \x01 text";
    intent.fate = Fate::closed;
    intent.looks = 3;
    intent.looked_at = Time{std::chrono::milliseconds{1772612345678}};
    intent.id = desk.store.intend(desk.tenant, std::vector{intent}).front();

    SqliteLinkStore again(desk.folder.file());
    const auto kept = again.intents(desk.tenant);
    REQUIRE(kept.size() == 1);
    CHECK(same(kept.front(), intent));
    CHECK(again.intents(again.tenant("globex").id).empty());
}

TEST_CASE("Only the process that wrote an intent knows by the clock that nobody sets when that was") {
    Desk desk;
    Intent intent = intent_for("1");
    intent.written_ticks = std::chrono::milliseconds{12'345};
    const auto id = desk.store.intend(desk.tenant, std::vector{intent}).front();
    CHECK(desk.store.intents(desk.tenant).at(0).written_ticks == intent.written_ticks);
    SqliteLinkStore another(desk.folder.file());
    CHECK_FALSE(another.intents(desk.tenant).at(0).written_ticks.has_value());
    desk.store.record(desk.tenant, std::vector<Recorded>{{.intent = id}});
    CHECK(desk.store.intents(desk.tenant).empty());
}

TEST_CASE("The ids of a batch of intents come in its order and are never used twice") {
    Desk desk;
    const auto first = desk.store.intend(desk.tenant, std::vector{intent_for("1"), intent_for("2")});
    REQUIRE(first.size() == 2);
    CHECK(first[0] < first[1]);
    desk.store.record(desk.tenant, std::vector<Recorded>{{first[0], {}, {}}, {first[1], {}, {}}});
    CHECK(desk.store.intend(desk.tenant, std::vector{intent_for("3")}).front() > first[1]);
}

TEST_CASE("A ticket with an open create intent is not ready, one that is to be sent again is") {
    Desk desk;
    desk.collect({"1", "2", "3"});
    auto intents = std::vector{intent_for("1"), intent_for("2"), intent_for("3", Intent::Kind::link_back)};
    const auto ids = desk.store.intend(desk.tenant, intents);
    for (std::size_t i = 0; i < ids.size(); ++i) intents[i].id = ids[i];
    CHECK(desk.ready_ids() == Ids{"3"});

    intents[1].state = Intent::State::resend;
    intents[1].fate = Fate::not_sent;
    intents[1].looks = 2;
    intents[1].looked_at = at(7);
    desk.store.note(desk.tenant, std::span(intents).subspan(1, 1));
    CHECK(desk.ready_ids() == Ids{"2", "3"});
    CHECK(same(desk.store.intents(desk.tenant)[1], intents[1]));
}

TEST_CASE("A new intent closes the one of its ticket and kind that was to be sent again") {
    Desk desk;
    auto intents = std::vector{intent_for("1"), intent_for("1", Intent::Kind::link_back), intent_for("2")};
    const auto ids = desk.store.intend(desk.tenant, intents);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        intents[i].id = ids[i];
        intents[i].state = Intent::State::resend;
    }
    desk.store.note(desk.tenant, intents);
    const auto next = desk.store.intend(desk.tenant, std::vector{intent_for("1")}).front();
    const auto kept = desk.store.intents(desk.tenant);
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].id == ids[1]);
    CHECK(kept[1].id == ids[2]);
    CHECK(kept[2].id == next);
}

TEST_CASE("Two open creates of one ticket cannot be written, and nothing of their batch is") {
    Desk desk;
    desk.store.intend(desk.tenant, std::vector{intent_for("1")});
    const auto error = error_of([&] {
        desk.store.intend(desk.tenant, std::vector{intent_for("2"), intent_for("1")});
    });
    CHECK(error.reach == Reach::run);
    CHECK(error.trouble == Trouble::store);
    CHECK(says(error, "broken invariant"));
    CHECK(desk.store.intents(desk.tenant).size() == 1);
    CHECK(desk.store.intend(desk.tenant, std::vector{intent_for("2")}).size() == 1);
}

TEST_CASE("Recording a made item keeps its link, closes its intent and empties the inbox of its ticket") {
    Desk desk;
    desk.collect({"1", "2"});
    const auto ids = desk.store.intend(desk.tenant, std::vector{intent_for("1"), intent_for("2")});
    const Link link = link_for("1", 11);
    desk.store.record(desk.tenant, std::vector<Recorded>{{ids[0], link, {}}});
    REQUIRE(desk.store.links_of(desk.tenant, Ids{"1"}).size() == 1);
    CHECK(same(desk.store.links_of(desk.tenant, Ids{"1"}).front(), link));
    REQUIRE(desk.store.intents(desk.tenant).size() == 1);
    CHECK(desk.store.intents(desk.tenant).front().id == ids[1]);
    CHECK(desk.store.waiting(desk.tenant, Lane::live) == 1);
}

TEST_CASE("Recording a refused item parks its ticket") {
    Desk desk;
    desk.collect({"1"});
    const auto id = desk.store.intend(desk.tenant, std::vector{intent_for("1")}).front();
    InboxItem row = {.ticket_id = "1", .attempts = 1, .parked = true, .not_before = at(60), .reason = "no"};
    desk.store.record(desk.tenant, std::vector<Recorded>{{id, {}, row}});
    CHECK(desk.store.intents(desk.tenant).empty());
    REQUIRE(desk.store.parked(desk.tenant).size() == 1);
    CHECK(desk.store.parked(desk.tenant).front().reason == "no");
    CHECK(desk.ready_ids(at(60)) == Ids{"1"});
}

TEST_CASE("Recording that a ticket was told leaves its inbox row alone") {
    Desk desk;
    Link link = link_for("1", 11);
    desk.store.adopt(desk.tenant, std::vector{link});
    desk.collect({"1"});
    const auto id =
        desk.store.intend(desk.tenant, std::vector{intent_for("1", Intent::Kind::link_back)}).front();
    link.link_back = LinkBackState::done;
    desk.store.record(desk.tenant, std::vector<Recorded>{{id, link, {}}});
    CHECK(desk.ready_ids() == Ids{"1"});
    CHECK(same(desk.store.links(desk.tenant, 0, 10).front(), link));
}

TEST_CASE("Recording that a ticket was told changes nothing else of its link") {
    Desk desk;
    const Link link = link_for("1", 11);
    desk.store.adopt(desk.tenant, std::vector{link});
    const std::vector tell{intent_for("1", Intent::Kind::link_back),
                           intent_for("2", Intent::Kind::link_back)};
    const auto ids = desk.store.intend(desk.tenant, tell);
    Link told = link;
    told.link_back = LinkBackState::pending;
    told.link_back_attempts = 2;
    told.link_back_not_before = at(60);
    told.link_back_problem = "the desk was busy";
    Link read_before = told;
    read_before.revision = link.revision + 1;
    read_before.base.clear();
    const Link other = link_for("2", 12);
    desk.store.record(desk.tenant, std::vector<Recorded>{{ids[0], read_before, {}}, {ids[1], other, {}}});
    const auto kept = desk.store.links(desk.tenant, 0, 10);
    REQUIRE(kept.size() == 2);
    CHECK(same(kept[0], told));
    CHECK(same(kept[1], other));
}

TEST_CASE("An outcome without an intent keeps its link") {
    Desk desk;
    desk.collect({"1"});
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, link_for("1", 11), {}}});
    CHECK(desk.store.count_links(desk.tenant) == 1);
    CHECK(desk.ready_ids() == Ids{"1"});
}

TEST_CASE("An outcome of an intent that is not there takes its whole batch back") {
    Desk desk;
    desk.collect({"1"});
    const auto id = desk.store.intend(desk.tenant, std::vector{intent_for("1")}).front();
    const auto outcomes = std::vector<Recorded>{{id, link_for("1", 11), {}}, {id + 1, link_for("2", 12), {}}};
    CHECK(says(error_of([&] { desk.store.record(desk.tenant, outcomes); }), "broken invariant"));
    CHECK(desk.store.count_links(desk.tenant) == 0);
    CHECK(desk.store.intents(desk.tenant).size() == 1);
    // the names that were taken back with it are given again
    desk.store.record(desk.tenant, std::span(outcomes).first(1));
    CHECK(same(desk.store.links(desk.tenant, 0, 1).front(), link_for("1", 11)));
}

TEST_CASE("Who does not act as the agent writes no intent") {
    Desk desk;
    SqliteLinkStore reader(desk.folder.file());
    CHECK(says(error_of([&] { reader.intend(desk.tenant, std::vector{intent_for("1")}); }),
               "acts as the agent"));
    CHECK(desk.store.intents(desk.tenant).empty());
}
