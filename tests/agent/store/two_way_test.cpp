#include "scratch.h"
#include "store/migrator.h"
#include "store/private_file.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

namespace {

void record(Desk& desk, const Recorded& recorded) {
    desk.store.record(desk.tenant, std::vector{recorded});
}

/// A link that is at revision 1 of its item, out of the inbox.
void link(Desk& desk, const std::string& ticket, WorkItemId item) {
    record(desk, {.intent = 0, .link = link_for(ticket, item)});
}

Link only_link(Desk& desk, const std::string& ticket) {
    const Ids ids{ticket};
    return desk.store.links_of(desk.tenant, ids).at(0);
}

std::size_t tell(Desk& desk, const ItemNews& news) {
    return desk.store.collect_news(desk.tenant, std::vector{news}, CursorMove{"news", "next"});
}

Conflict conflict_for(const std::string& field, const std::string& desk_value) {
    Conflict conflict;
    conflict.field = field;
    conflict.base = "old";
    conflict.desk = desk_value;
    conflict.work = "work's";
    conflict.reason = "ask";
    conflict.seen_at = at(7);
    return conflict;
}

}  // namespace

TEST_CASE(
    "News of an item bring every ticket of it to the inbox, with the cursor, and what is known is none") {
    Desk desk;
    link(desk, "1", 11);
    link(desk, "2", 11);
    link(desk, "3", 13);
    CHECK(tell(desk, {11, 1, false}) == 0);
    CHECK(desk.ready_ids().empty());
    CHECK(desk.store.cursor(desk.tenant, "news") == "next");
    CHECK(tell(desk, {11, 4, false}) == 2);
    CHECK(tell(desk, {99, 4, false}) == 0);
    CHECK(desk.ready_ids() == Ids{"1", "2"});
    CHECK(only_link(desk, "1").seen == 4);
    CHECK(only_link(desk, "3").seen <= only_link(desk, "3").revision);
    tell(desk, {11, 3, false});
    CHECK(only_link(desk, "1").seen == 4);
}

TEST_CASE("An item in the recycle bin is news at any revision, until its ticket knows") {
    Desk desk;
    link(desk, "1", 11);
    CHECK(tell(desk, {11, 1, true}) == 1);
    CHECK(only_link(desk, "1").seen > only_link(desk, "1").revision);
    auto told = only_link(desk, "1");
    told.state = LinkState::item_gone;
    told.revision = told.seen;
    record(desk, {.intent = 0, .link = told});
    CHECK(tell(desk, {11, 1, true}) == 0);
    CHECK(tell(desk, {11, told.revision + 1, false}) == 1);
}

TEST_CASE("A link that is over has no news, is not looked at in a whole sweep, and keeps why it is") {
    Desk desk;
    link(desk, "1", 11);
    auto ended = only_link(desk, "1");
    end_link(ended, GENERATE(LinkState::ended, LinkState::replaced), "the ticket was deleted");
    record(desk, {.intent = 0, .link = ended});
    CHECK(tell(desk, {11, ended.revision + 5, false}) == 0);
    CHECK(tell(desk, {11, ended.revision + 5, true}) == 0);
    desk.store.look_at_all(desk.tenant, at(900));
    CHECK(desk.store.collect_due(desk.tenant, at(900), 10) == 0);
    CHECK(desk.ready_ids().empty());
    CHECK(only_link(desk, "1").state == ended.state);
    CHECK(why_over(only_link(desk, "1")) == "the ticket was deleted");
}

TEST_CASE("News wake a parked ticket, and keep its attempts") {
    Desk desk;
    link(desk, "1", 11);
    desk.collect({"1"});
    auto row = desk.store.ready(desk.tenant, at(0), 1).at(0);
    row.parked = true;
    row.attempts = 3;
    row.not_before = at(1000);
    row.reason = "a field was refused";
    desk.store.postpone(desk.tenant, std::vector{row});
    CHECK(desk.ready_ids(at(10)).empty());
    tell(desk, {11, 2, false});
    const auto ready = desk.store.ready(desk.tenant, at(10), 10);
    REQUIRE(ready.size() == 1);
    CHECK(ready[0].attempts == 3);
    CHECK(ready[0].reason == row.reason);
}

TEST_CASE("Linked tickets come due by turns: soon where something was carried lately, seldom where not") {
    Desk desk;
    for (int i = 1; i <= 3; ++i) link(desk, std::to_string(i), 10 + i);
    const auto now = at(500 + 400);
    CHECK(desk.store.collect_due(desk.tenant, now, 2) == 2);
    CHECK(desk.store.collect_due(desk.tenant, now, 2) == 1);
    CHECK(desk.store.collect_due(desk.tenant, now, 2) == 0);
    CHECK(desk.ready_ids().size() == 3);
    CHECK(only_link(desk, "1").look_at == now + std::chrono::seconds{100});
    auto active = only_link(desk, "2");
    active.active_at = now;
    active.look_at = now;
    record(desk, {.intent = 0, .link = active});
    CHECK(desk.store.collect_due(desk.tenant, now, 10) == 1);
    CHECK(only_link(desk, "2").look_at == now + std::chrono::seconds{30});
    const auto much_later = now + std::chrono::hours{24 * 365};
    desk.store.collect_due(desk.tenant, much_later, 10);
    CHECK(only_link(desk, "1").look_at == much_later + std::chrono::hours{24});
}

TEST_CASE("An item that was gone is to be read when its turn comes, and is no news to people") {
    Desk desk;
    link(desk, "1", 11);
    auto gone = link_for("2", 12);
    gone.state = LinkState::item_gone;
    record(desk, {.intent = 0, .link = gone});
    CHECK(desk.store.collect_due(desk.tenant, at(900), 10) == 2);
    CHECK(only_link(desk, "1").seen <= only_link(desk, "1").revision);
    CHECK(only_link(desk, "2").seen == only_link(desk, "2").revision + 1);
    CHECK(desk.store.link_counts(desk.tenant).news == 0);
    CHECK(desk.store.link_counts(desk.tenant).item_gone == 1);
    tell(desk, {11, 2, false});
    CHECK(desk.store.link_counts(desk.tenant).news == 1);
}

TEST_CASE("A whole sweep makes every link due, and every item to be read") {
    Desk desk;
    link(desk, "1", 11);
    link(desk, "2", 12);
    desk.store.collect_due(desk.tenant, at(900), 10);
    desk.store.drop(desk.tenant, Ids{"1", "2"});
    CHECK(desk.store.collect_due(desk.tenant, at(900), 10) == 0);
    desk.store.look_at_all(desk.tenant, at(900));
    CHECK(desk.store.collect_due(desk.tenant, at(900), 10) == 2);
    CHECK(only_link(desk, "1").seen == 2);
}

TEST_CASE("Links of items come by item, the oldest of each first") {
    Desk desk;
    link(desk, "9", 11);
    link(desk, "1", 11);
    link(desk, "5", 12);
    const std::vector<WorkItemId> items{12, 11, 77};
    Ids tickets;
    for (const auto& found : desk.store.links_of_items(desk.tenant, items))
        tickets.push_back(found.ticket_id);
    CHECK(tickets == Ids{"5", "9", "1"});
}

TEST_CASE("A link that moves to the survivor of a merge takes along what was said, heard and handed") {
    Desk desk;
    link(desk, "1", 11);
    record(desk, {.intent = 0, .link = only_link(desk, "1"), .said = Said{"m", 2, "ab"}});
    record(desk, {.intent = 0, .link = only_link(desk, "1"), .heard = Heard{7, "m7", "ab"}});
    record(desk, {.intent = 0, .link = only_link(desk, "1"), .handed = {"https://work.example/a"}});
    desk.store.move_link(desk.tenant, "1", 11, "2");
    CHECK(desk.store.links_of(desk.tenant, Ids{"1"}).empty());
    CHECK(only_link(desk, "2").work_item == 11);
    CHECK(desk.store.said(desk.tenant, "2", 11).count("m") == 1);
    CHECK(desk.store.heard(desk.tenant, "2", 11).at(7).message_id == "m7");
    CHECK(desk.store.handed(desk.tenant, "2", 11).size() == 1);
}

TEST_CASE("A link that is removed leaves nothing behind, and the others alone") {
    Desk desk;
    link(desk, "1", 11);
    link(desk, "2", 11);
    record(desk, {.intent = 0, .link = only_link(desk, "1"), .heard = Heard{7, "m7", "ab"}});
    record(desk,
           {.intent = 0, .link = only_link(desk, "1"), .conflicts = {conflict_for("System.Title", "x")}});
    desk.store.unlink(desk.tenant, "1", 11);
    CHECK(desk.store.links_of(desk.tenant, Ids{"1"}).empty());
    CHECK(only_link(desk, "2").work_item == 11);
    CHECK(desk.store.conflicts(desk.tenant, "", true).empty());
    CHECK(desk.store.check().empty());
    link(desk, "1", 11);
    CHECK(desk.store.heard(desk.tenant, "1", 11).empty());
}

TEST_CASE("A comment is heard once, heard anew when it was edited, and forgotten when it was taken back") {
    Desk desk;
    link(desk, "1", 11);
    const auto hear = [&](const Heard& heard) {
        record(desk, {.intent = 0, .link = only_link(desk, "1"), .heard = heard});
    };
    hear({7, "m7", "abcd"});
    hear({-7, "own", "not hexadecimal"});
    hear({7, "m7", "ef01"});
    const auto heard = desk.store.heard(desk.tenant, "1", 11);
    REQUIRE(heard.size() == 2);
    CHECK(heard.at(7).digest == "ef01");
    CHECK(heard.at(-7).digest == "not hexadecimal");
    record(desk, {.intent = 0, .link = only_link(desk, "1"), .unheard = 7});
    CHECK(desk.store.heard(desk.tenant, "1", 11).size() == 1);
    CHECK(desk.store.heard(desk.tenant, "1", 12).empty());
}

TEST_CASE("Files are handed once, however often that is kept") {
    Desk desk;
    link(desk, "1", 11);
    for (int i = 0; i < 2; ++i)
        record(desk, {.intent = 0, .link = only_link(desk, "1"), .handed = {"https://a", "https://b"}});
    CHECK(desk.store.handed(desk.tenant, "1", 11) == std::set<std::string>{"https://a", "https://b"});
    CHECK(desk.store.handed(desk.tenant, "2", 11).empty());
}

TEST_CASE("A field has one conflict that waits; a person decides it, and a settled one can come again") {
    Desk desk;
    link(desk, "1", 11);
    link(desk, "2", 12);
    const auto keep = [&](const std::string& ticket, const Conflict& conflict) {
        record(desk, {.intent = 0, .link = only_link(desk, ticket), .conflicts = {conflict}});
    };
    keep("1", conflict_for("System.Title", "first"));
    keep("1", conflict_for("System.Title", "second"));
    keep("2", conflict_for("System.State", "other"));
    const auto open = desk.store.conflicts(desk.tenant, "1", false);
    REQUIRE(open.size() == 1);
    CHECK(open[0].desk == "second");
    CHECK(open[0].work_item == 11);
    CHECK(open[0].seen_at == at(7));
    CHECK(desk.store.conflicts(desk.tenant, "", false).size() == 2);
    CHECK(desk.store.resolve(desk.tenant, open[0].id, Side::work));
    CHECK(desk.store.conflicts(desk.tenant, "1", false).at(0).state == Conflict::State::work);
    auto settled = open[0];
    settled.state = Conflict::State::settled;
    keep("1", settled);
    CHECK_FALSE(desk.store.resolve(desk.tenant, open[0].id, Side::desk));
    CHECK_FALSE(desk.store.resolve(desk.tenant, 4711, Side::desk));
    CHECK(desk.store.conflicts(desk.tenant, "1", false).empty());
    CHECK(desk.store.conflicts(desk.tenant, "1", true).size() == 1);
    keep("1", conflict_for("System.Title", "third"));
    CHECK(desk.store.conflicts(desk.tenant, "1", true).size() == 2);
}

TEST_CASE("Of conflicts that are over, the newest of each field are kept, and those that wait besides") {
    Desk desk;
    link(desk, "1", 11);
    const auto keep = [&](const std::string& field, int number, Conflict::State state) {
        auto conflict = conflict_for(field, std::to_string(number));
        conflict.state = state;
        record(desk, {.intent = 0, .link = only_link(desk, "1"), .conflicts = {conflict}});
    };
    keep("System.State", 0, Conflict::State::settled);
    for (int i = 1; i <= 100; ++i) keep("System.Title", i, Conflict::State::settled);
    keep("System.Title", 101, Conflict::State::open);
    keep("System.Title", 102, Conflict::State::settled);
    const auto all = desk.store.conflicts(desk.tenant, "1", true);
    REQUIRE(all.size() == 22);
    CHECK(all[0].field == "System.State");
    CHECK(all[1].desk == "82");
    CHECK(all[20].state == Conflict::State::open);
    CHECK(all[21].desk == "102");
}

TEST_CASE("Nobody decides the conflict of another tenant") {
    Desk desk;
    link(desk, "1", 11);
    record(desk,
           {.intent = 0, .link = only_link(desk, "1"), .conflicts = {conflict_for("System.Title", "x")}});
    const auto other = desk.store.tenant("other").id;
    CHECK(desk.store.conflicts(other, "", true).empty());
    CHECK_FALSE(desk.store.resolve(other, desk.store.conflicts(desk.tenant, "", false).at(0).id, Side::desk));
}

TEST_CASE(
    "A file of a version that carried only one way goes on: its links are active and come due by turns") {
    Folder folder;
    store::make_private_file(folder.file());
    {
        store::Connection connection(folder.file());
        const auto released = store::released_migrations();
        REQUIRE(released.size() >= 3);
        store::migrate(connection, released.first(2));
        connection.script(
            "INSERT INTO tenants (id, name) VALUES (1, 'acme');"
            "INSERT INTO names (id, name) VALUES (1, 'Ticket to bug'), (2, 'Widgets');"
            "INSERT INTO links (tenant, ticket, work_item, automatic, revision, mapping, project, "
            "ticket_url, "
            "work_item_url, key, linked_at, link_back, link_back_attempts, link_back_not_before, "
            "link_back_problem, base) VALUES (1, '1', 11, 1, 3, 1, 2, '=https://desk.example/1', "
            "'=https://work.example/11', x'00ff', 500000, 2, 0, 0, '', ''), (1, '2', 12, 1, 1, 1, 2, "
            "'=https://desk.example/2', '=https://work.example/12', x'01ff', 600000, 2, 0, 0, '', '');");
    }
    SqliteLinkStore store(folder.file());
    const auto tenant = store.tenant("acme").id;
    const auto kept = store.links(tenant, 0, 10);
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].state == LinkState::active);
    CHECK(kept[0].revision == 3);
    CHECK(kept[0].ticket_url == "https://desk.example/1");
    CHECK(kept[0].key == "00ff");
    CHECK(store.heard(tenant, "1", 11).empty());
    CHECK(store.collect_due(tenant, at(1000), 1) == 1);
    CHECK(store.collect_due(tenant, at(1000), 5) == 1);
    CHECK(store.ready(tenant, at(1000), 10).size() == 2);
    CHECK(store.check().empty());
}
