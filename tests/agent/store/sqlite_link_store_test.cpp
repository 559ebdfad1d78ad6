#include "store/sqlite_link_store.h"

#include "scratch.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

TEST_CASE("Every file has its own random id, and keeps it") {
    Desk one;
    Desk two;
    CHECK(one.store.agent_id().size() == 32);
    CHECK(one.store.agent_id().find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(one.store.agent_id() != two.store.agent_id());
    CHECK(SqliteLinkStore(one.folder.file()).agent_id() == one.store.agent_id());
}

TEST_CASE("A folder that is not there is named") {
    Folder folder;
    const auto error = error_of([&] { SqliteLinkStore store(folder.file("nowhere") / "state.db"); });
    CHECK(error.reach == Reach::run);
    CHECK(error.trouble == Trouble::store);
    CHECK(says(error, (std::filesystem::path("nowhere") / "state.db").string()));
    CHECK(error.hint.find("Make the folder") != std::string::npos);
}

TEST_CASE("A folder in the place of the state file is refused") {
    Folder folder;
    std::filesystem::create_directory(folder.file());
    CHECK(says(error_of([&] { SqliteLinkStore store(folder.file()); }), "cannot be opened"));
}

TEST_CASE("Each verb that writes is one commit, and only intending waits for the disk") {
    Desk desk;
    const auto [all, full] = desk.store.commits();
    desk.collect({"1", "2", "3"});
    const auto ids = desk.store.intend(desk.tenant, std::vector{intent_for("1"), intent_for("2")});
    desk.store.record(
        desk.tenant, std::vector<Recorded>{{ids[0], link_for("1", 11), {}}, {ids[1], link_for("2", 12), {}}});
    desk.ready_ids();
    desk.store.links_of(desk.tenant, Ids{"1"});
    desk.store.next_ready(desk.tenant);
    CHECK(desk.store.commits().all - all == 3);
    CHECK(desk.store.commits().full - full == 1);
}

TEST_CASE("What a killed process had committed is there for the next one") {
    Desk desk;
    desk.collect({"1", "2"});
    const auto ids = desk.store.intend(desk.tenant, std::vector{intent_for("1")});
    const auto killed = copy_of(desk.folder, "killed.db");
    desk.store.record(desk.tenant, std::vector<Recorded>{{ids[0], link_for("1", 11), {}}});

    SqliteLinkStore next(killed);
    CHECK(next.agent_id() == desk.store.agent_id());
    CHECK(next.check().empty());
    REQUIRE(next.intents(desk.tenant).size() == 1);
    CHECK(next.intents(desk.tenant).front().id == ids[0]);
    CHECK(next.count_links(desk.tenant) == 0);
    CHECK(next.waiting(desk.tenant, Lane::live) == 2);
}

TEST_CASE("A sound file passes its check, beside an agent at work too") {
    Desk desk;
    desk.collect({"1"});
    desk.store.adopt(desk.tenant, std::vector{link_for("2", 12)});
    CHECK(desk.store.check().empty());
    CHECK(SqliteLinkStore(desk.folder.file()).check().empty());
}

TEST_CASE("The check names rows that refer to nothing") {
    Desk desk;
    desk.store.adopt(desk.tenant, std::vector{link_for("2", 12)});
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(desk.folder.file().string().c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "DELETE FROM names", nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_close(other) == SQLITE_OK);
    SqliteLinkStore again(desk.folder.file());
    const auto problems = again.check();
    REQUIRE(problems.size() == 2);
    CHECK(problems.front().find("names") != std::string::npos);
    CHECK(says(error_of([&] { again.links(desk.tenant, 0, 10); }), "damaged"));
}

TEST_CASE("A backup holds everything and opens as a state file") {
    Desk desk;
    desk.collect({"1"});
    desk.store.adopt(desk.tenant, std::vector{link_for("2", 12)});
    const auto copy = desk.folder.file("copy's.db");
    desk.store.backup(copy);
    SqliteLinkStore restored(copy);
    CHECK(restored.check().empty());
    CHECK(restored.agent_id() == desk.store.agent_id());
    CHECK(restored.count_links(desk.tenant) == 1);
    CHECK(restored.waiting(desk.tenant, Lane::live) == 1);

    const auto before = bytes_in(desk.folder.file("state.db"));
    CHECK(says(error_of([&] { desk.store.backup(desk.folder.file()); }), "is there already"));
    CHECK((bytes_in(desk.folder.file("state.db")) == before));
    const auto error = error_of([&] { desk.store.backup(desk.folder.file("nowhere") / "copy.db"); });
    CHECK(says(error, "nowhere"));
    CHECK_FALSE(error.hint.empty());
}
