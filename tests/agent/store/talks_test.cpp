#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

namespace {

Talk talk_for(const std::string& ticket, WorkItemId item, bool quiet = false) {
    Talk talk;
    talk.ticket_id = ticket;
    talk.work_item = item;
    talk.revision = 1;
    talk.quiet = quiet;
    return talk;
}

void record(Desk& desk, const Recorded& recorded) {
    desk.store.record(desk.tenant, std::vector{recorded});
}

/// A link whose messages are still to be said.
void begin(Desk& desk, const std::string& ticket, WorkItemId item, bool quiet = false) {
    record(desk, {.intent = 0, .link = link_for(ticket, item), .talk = talk_for(ticket, item, quiet)});
}

Ids tickets_of(const std::vector<Talk>& talks) {
    Ids ids;
    for (const auto& talk : talks) ids.push_back(talk.ticket_id);
    return ids;
}

std::set<std::string> ids(const SaidBy& said) {
    std::set<std::string> ids;
    for (const auto& [id, kept] : said) ids.insert(id);
    return ids;
}

}  // namespace

TEST_CASE("Live talks go before those of history, each when its time has come") {
    Desk desk;
    begin(desk, "1", 11, true);
    begin(desk, "2", 12);
    begin(desk, "3", 13);
    Talk later = talk_for("2", 12);
    later.not_before = at(60);
    later.attempts = 2;
    later.problem = "the item isn't there";
    record(desk, {.intent = 0, .talk = later});
    CHECK(tickets_of(desk.store.pending_talks(desk.tenant, at(59), 10)) == Ids{"3", "1"});
    CHECK(tickets_of(desk.store.pending_talks(desk.tenant, at(60), 10)) == Ids{"3", "2", "1"});
    CHECK(tickets_of(desk.store.pending_talks(desk.tenant, at(60), 1)) == Ids{"3"});
    const auto kept = desk.store.talk(desk.tenant, "2", 12);
    REQUIRE(kept);
    CHECK(kept->attempts == 2);
    CHECK(kept->problem == later.problem);
    CHECK(kept->not_before == at(60));
    CHECK_FALSE(desk.store.talk(desk.tenant, "2", 13));
}

TEST_CASE("A talk rests while a message of its ticket is in flight, and a closed intent lets it go on") {
    Desk desk;
    begin(desk, "5", 15);
    const auto id =
        desk.store.intend(desk.tenant, std::vector{intent_for("5", Intent::Kind::comment)}).front();
    CHECK(desk.store.pending_talks(desk.tenant, at(0), 10).empty());
    Talk on = talk_for("5", 15);
    on.revision = 2;
    record(desk, {.intent = id, .talk = on, .said = Said{"77", 2, "00112233445566778899aabbccddeeff"}});
    CHECK(desk.store.intents(desk.tenant).empty());
    REQUIRE(desk.store.pending_talks(desk.tenant, at(0), 10).size() == 1);
    CHECK(desk.store.pending_talks(desk.tenant, at(0), 10).front().revision == 2);
    CHECK(ids(desk.store.said(desk.tenant, "5", 15)) == std::set<std::string>{"77"});
}

TEST_CASE("What is said keeps every form of id, belongs to one pair, and is said once") {
    Desk desk;
    begin(desk, "5", 15);
    begin(desk, "6", 16);
    for (const auto* id : {"77", "0077", "m-7", "99999999999999999999", "77"})
        record(desk, {.intent = 0, .talk = talk_for("5", 15), .said = Said{id, 2, "digest"}});
    CHECK(ids(desk.store.said(desk.tenant, "5", 15)) ==
          std::set<std::string>{"0077", "77", "99999999999999999999", "m-7"});
    CHECK(desk.store.said(desk.tenant, "6", 16).empty());
}

TEST_CASE("A talk that has ended is gone, and what was said stays known") {
    Desk desk;
    begin(desk, "5", 15);
    record(desk, {.intent = 0, .talk = talk_for("5", 15), .said = Said{"77", 2, "digest"}});
    Talk over = talk_for("5", 15);
    over.ended = true;
    record(desk, {.intent = 0, .talk = over});
    CHECK(desk.store.pending_talks(desk.tenant, Time::max(), 10).empty());
    CHECK(desk.store.said(desk.tenant, "5", 15).size() == 1);
}

TEST_CASE("Saying something on a pair that is not linked is a broken invariant, and leaves nothing") {
    Desk desk;
    CHECK_THROWS_AS(record(desk, {.intent = 0, .talk = talk_for("5", 15), .said = Said{"77", 2, "digest"}}),
                    SyncError);
    CHECK(desk.store.pending_talks(desk.tenant, at(0), 10).empty());
}
