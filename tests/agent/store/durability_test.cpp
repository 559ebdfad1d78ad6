// What is on the disk when: power cuts, full disks, faults of the disk, and how often we wait for it.
#include "scratch.h"
#include "watched_disk.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <sqlite3.h>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

namespace {

/// One cycle of the protocol for `count` tickets, numbered from `first`.
void cycle(SqliteLinkStore& store, TenantId tenant, int first, int count) {
    Ids tickets;
    std::vector<Intent> intents;
    for (int i = first; i < first + count; ++i) {
        tickets.push_back(std::to_string(i));
        intents.push_back(intent_for(tickets.back()));
    }
    store.collect(tenant, Lane::live, tickets, {"newest", std::to_string(first)});
    const auto ids = store.intend(tenant, intents);
    std::vector<Recorded> outcomes;
    for (int i = 0; i < count; ++i)
        outcomes.push_back({ids[static_cast<std::size_t>(i)],
                            link_for(tickets[static_cast<std::size_t>(i)], first + i),
                            {}});
    store.record(tenant, outcomes);
}

double syncs_per_ticket(int batches, int batch) {
    WatchedDisk disk;
    Desk desk;
    cycle(desk.store, desk.tenant, 1, batch);
    const auto before = disk.syncs();
    for (int i = 1; i <= batches; ++i) cycle(desk.store, desk.tenant, 1 + i * batch, batch);
    return static_cast<double>(disk.syncs() - before) / (batches * batch);
}

}  // namespace

TEST_CASE("An intent survives a power cut right after it was written, with all before it") {
    WatchedDisk disk;
    Desk desk;
    desk.collect({"1", "2"});
    const auto id = desk.store.intend(desk.tenant, std::vector{intent_for("1")}).front();
    disk.cut_power(desk.folder.file(), desk.folder.file("cut.db"));

    SqliteLinkStore after(desk.folder.file("cut.db"));
    CHECK(after.check().empty());
    REQUIRE(after.intents(desk.tenant).size() == 1);
    CHECK(after.intents(desk.tenant).front().id == id);
    CHECK(after.waiting(desk.tenant, Lane::live) == 2);
}

TEST_CASE(
    "A power cut may take what came after the last intent, whole steps from the end, and nothing else") {
    WatchedDisk disk;
    Desk desk;
    desk.collect({"1", "2"});
    const auto id = desk.store.intend(desk.tenant, std::vector{intent_for("1")}).front();
    desk.store.record(desk.tenant, std::vector<Recorded>{{id, link_for("1", 11), {}}});
    desk.collect({"3"});
    disk.cut_power(desk.folder.file(), desk.folder.file("cut.db"));

    SqliteLinkStore after(desk.folder.file("cut.db"));
    CHECK(after.check().empty());
    CHECK(after.intents(desk.tenant).size() + after.count_links(desk.tenant) == 1);
    CHECK(after.intents(desk.tenant).size() == 1);  // the record was not waited for
}

TEST_CASE("Waiting for the disk is rare: once for a ticket alone, once for a batch") {
    const double alone = syncs_per_ticket(400, 1);
    const double batch = syncs_per_ticket(20, 200);
    std::printf("fdatasync per ticket: single %.3f, batch of 200 %.4f\n", alone, batch);
    CHECK(alone <= 2.05);
    CHECK(batch <= 0.02);
}

TEST_CASE(
    "A full or faulty disk at any access leaves a whole file, an error that says so, and a way to go on") {
    const int code = GENERATE(SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC);
    const bool ever = GENERATE(false, true);
    int failed_runs = 0;
    for (std::int64_t access = 1;; ++access) {
        WatchedDisk disk;
        Desk desk;
        cycle(desk.store, desk.tenant, 1, 2);
        disk.fail(access, code, ever);
        bool failed = false;
        try {
            cycle(desk.store, desk.tenant, 101, 2);
        } catch (const SyncError& error) {
            failed = true;
            CHECK(error.reach == Reach::run);
            CHECK(error.trouble == Trouble::store);
            CHECK(says(error, code == SQLITE_FULL ? "no space is left" : "could not be read or written"));
            CHECK_FALSE(error.hint.empty());
        }
        const bool reached = disk.failures() > 0;
        disk.heal();
        CHECK(desk.store.check().empty());
        const auto open = desk.store.intents(desk.tenant).size();
        const auto made = desk.store.count_links(desk.tenant);
        const auto waiting = desk.store.waiting(desk.tenant, Lane::live);
        const bool step_by_step = (made == 2 && open == 0 && (waiting == 0 || waiting == 2)) ||
                                  (made == 2 && open == 2 && waiting == 2) ||
                                  (made == 4 && open == 0 && waiting == 0);
        CHECK(step_by_step);
        if (!failed) CHECK(made == 4);
        cycle(desk.store, desk.tenant, 201, 2);
        CHECK(desk.store.count_links(desk.tenant) == made + 2);
        failed_runs += failed ? 1 : 0;
        if (!reached) break;
    }
    CHECK(failed_runs > 5);
}

TEST_CASE("A disk that is full while the file is made leaves no half-made file behind") {
    for (std::int64_t access = 1;; ++access) {
        WatchedDisk disk;
        Folder folder;
        disk.fail(access, SQLITE_FULL, true);
        bool failed = false;
        try {
            SqliteLinkStore store(folder.file());
        } catch (const SyncError& error) {
            failed = true;
            CHECK(says(error, "no space is left"));
        }
        disk.heal();
        SqliteLinkStore store(folder.file());
        CHECK(store.check().empty());
        CHECK(store.agent_id().size() == 32);
        if (!failed) break;
    }
}

TEST_CASE("A state file that somebody else locks for long is an error, not a hang") {
    WatchedDisk disk;
    Desk desk;
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(desk.folder.file().string().c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    CHECK(desk.ready_ids().empty());  // reading goes on
    const auto error = error_of([&] { desk.collect({"1"}); });
    CHECK(says(error, "locked by another program"));
    CHECK_FALSE(error.hint.empty());
    REQUIRE(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_close(other) == SQLITE_OK);
    desk.collect({"1"});
    CHECK(desk.ready_ids() == Ids{"1"});
}
