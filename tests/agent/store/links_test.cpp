#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

namespace {

Ids tickets_of(const std::vector<Link>& links) {
    Ids ids;
    for (const auto& link : links) ids.push_back(link.ticket_id);
    return ids;
}

}  // namespace

TEST_CASE("A link comes back from the file as it was, whatever is in it") {
    Desk desk;
    Link link = link_for("18446744073709551617", 9223372036854775807);
    link.mapping = "Ticket's \"bug\"; --";
    link.project = "Größe 票";
    link.link_back_attempts = 4;
    link.link_back_not_before = Time{std::chrono::milliseconds{1772612345678}};
    link.link_back_problem = "it isn't there";
    link.base = {
        {"A:1", std::string("x\0y:3:z", 7)}, {"", "value of no name"}, {"Long", std::string(5000, 'x')}};
    link.key = GENERATE("00ff10203040506070809000a0b0c0d0", "", "ABCDEF", "abc", "not a key");
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, link, {}}});

    SqliteLinkStore again(desk.folder.file());
    const auto kept = again.links_of(desk.tenant, Ids{"1", link.ticket_id, "2"});
    REQUIRE(kept.size() == 1);
    CHECK(same(kept.front(), link));
}

TEST_CASE("A link that is kept again replaces itself") {
    Desk desk;
    Link link = link_for("1", 11);
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, link, {}}});
    link.revision = 7;
    link.base["System.Title"] = "Hello again";
    link.work_item_url += "?x";
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, link, {}}});
    REQUIRE(desk.store.count_links(desk.tenant) == 1);
    CHECK(same(desk.store.links(desk.tenant, 0, 10).front(), link));
}

TEST_CASE("Addresses come back as they were, whether they end with the id or not") {
    Desk desk;
    const auto address = GENERATE(as<std::string>(), "https://desk.example/t/17", "17", "",
                                  "https://desk.example/17/show", "=17", "3:", "https://desk.example/t/ü 17");
    Link link = link_for("17", 17);
    link.ticket_url = address;
    link.work_item_url = address;
    desk.store.adopt(desk.tenant, std::vector{link});
    Link nameless = link_for("", 18);
    nameless.ticket_url = address;
    desk.store.adopt(desk.tenant, std::vector{nameless});
    SqliteLinkStore again(desk.folder.file());
    CHECK(same(again.links(desk.tenant, 0, 10).at(0), link));
    CHECK(same(again.links(desk.tenant, 0, 10).at(1), nameless));
}

TEST_CASE("A ticket has one link that a mapping made, and any number of others") {
    Desk desk;
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, link_for("1", 11), {}}});
    CHECK(says(error_of([&] {
                   desk.store.record(desk.tenant, std::vector<Recorded>{{0, link_for("1", 12), {}}});
               }),
               "broken invariant"));
    Link by_hand = link_for("1", 13);
    by_hand.automatic = false;
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, by_hand, {}}});
    by_hand.work_item = 14;
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, by_hand, {}}});
    CHECK(desk.store.count_links(desk.tenant) == 3);
    const auto links = desk.store.links_of(desk.tenant, Ids{"1"});
    REQUIRE(links.size() == 3);
    CHECK(links[0].automatic);
    CHECK_FALSE(links[1].automatic);
    CHECK(links[2].mapping == by_hand.mapping);
}

TEST_CASE("Links are counted by how they stand") {
    Desk desk;
    const auto none = desk.store.link_counts(desk.tenant);
    CHECK((none.all == 0 && none.news == 0 && none.ticket_gone == 0 && none.item_gone == 0));
    std::vector<Link> links;
    for (int i = 1; i <= 4; ++i) links.push_back(link_for(std::to_string(i), i));
    links[1].seen = links[1].revision + 1;
    links[2].state = LinkState::ticket_gone;
    links[3].state = LinkState::item_gone;
    desk.store.adopt(desk.tenant, links);
    const auto counts = desk.store.link_counts(desk.tenant);
    CHECK((counts.all == 4 && counts.news == 1 && counts.ticket_gone == 1 && counts.item_gone == 1));
}

TEST_CASE("Adopted links are added, and those that are there stay as they are") {
    Desk desk;
    Link known = link_for("1", 11);
    desk.store.record(desk.tenant, std::vector<Recorded>{{0, known, {}}});
    Link other = known;
    other.base.clear();
    CHECK(desk.store.adopt(desk.tenant, std::vector{other, link_for("2", 12), link_for("2", 13)}) == 1);
    CHECK(same(desk.store.links_of(desk.tenant, Ids{"1"}).front(), known));
    REQUIRE(desk.store.links_of(desk.tenant, Ids{"2"}).size() == 1);
    CHECK(desk.store.links_of(desk.tenant, Ids{"2"}).front().work_item == 12);
}

TEST_CASE("Links are listed page by page in the order of their making") {
    Desk desk;
    const auto other = desk.store.tenant("globex").id;
    for (int i = 0; i < 7; ++i) {
        desk.store.adopt(desk.tenant, std::vector{link_for(std::to_string(100 - i), i)});
        desk.store.adopt(other, std::vector{link_for(std::to_string(i), i)});
    }
    CHECK(tickets_of(desk.store.links(desk.tenant, 0, 3)) == Ids{"100", "99", "98"});
    CHECK(tickets_of(desk.store.links(desk.tenant, 3, 3)) == Ids{"97", "96", "95"});
    CHECK(tickets_of(desk.store.links(desk.tenant, 6, 3)) == Ids{"94"});
    CHECK(desk.store.links(desk.tenant, 7, 3).empty());
    CHECK(desk.store.count_links(desk.tenant) == 7);
}

TEST_CASE("Links of several tickets come in one call, tenant by tenant") {
    Desk desk;
    const auto other = desk.store.tenant("globex").id;
    desk.store.adopt(desk.tenant, std::vector{link_for("1", 11), link_for("2", 12)});
    desk.store.adopt(other, std::vector{link_for("1", 21)});
    CHECK(tickets_of(desk.store.links_of(desk.tenant, Ids{"2", "3", "1"})) == Ids{"2", "1"});
    CHECK(desk.store.links_of(other, Ids{"1", "2"}).size() == 1);
    CHECK(desk.store.links_of(desk.tenant, {}).empty());
}

TEST_CASE("Tickets are told in order, at their time, and not while one tells them") {
    Desk desk;
    Link later = link_for("2", 12);
    later.link_back_not_before = at(60);
    Link told = link_for("3", 13);
    told.link_back = LinkBackState::done;
    Link unwanted = link_for("4", 14);
    unwanted.link_back = LinkBackState::not_wanted;
    desk.store.adopt(desk.tenant, std::vector{link_for("9", 19), later, told, unwanted, link_for("5", 15),
                                              link_for("6", 16)});
    CHECK(tickets_of(desk.store.pending_link_backs(desk.tenant, at(59), 10)) == Ids{"9", "5", "6"});
    CHECK(tickets_of(desk.store.pending_link_backs(desk.tenant, at(60), 10)) == Ids{"9", "5", "6", "2"});
    CHECK(tickets_of(desk.store.pending_link_backs(desk.tenant, at(60), 2)) == Ids{"9", "5"});

    Intent intent = intent_for("5", Intent::Kind::link_back);
    intent.id = desk.store.intend(desk.tenant, std::vector{intent}).front();
    CHECK(tickets_of(desk.store.pending_link_backs(desk.tenant, at(0), 10)) == Ids{"9", "6"});
    intent.state = Intent::State::resend;
    desk.store.note(desk.tenant, std::vector{intent});
    CHECK(tickets_of(desk.store.pending_link_backs(desk.tenant, at(0), 10)) == Ids{"9", "5", "6"});
}
