#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

TEST_CASE("A history job goes on where it stopped, until it is finished") {
    Desk desk;
    CHECK_FALSE(desk.store.open_history(desk.tenant));
    HistoryJob job{.since = "2026-01-01T00:00:00Z", .until = "", .limit = 500};
    job.id = desk.store.start_history(desk.tenant, job);
    job.cursor = "0|{\"page\":3}";
    job.listed = 2;
    desk.store.collect_history(desk.tenant, job, Ids{"1", "2"});
    CHECK(desk.ready_ids() == Ids{"1", "2"});
    CHECK(desk.store.waiting(desk.tenant, Lane::history) == 2);

    SqliteLinkStore again(desk.folder.file());
    const auto open = again.open_history(desk.tenant);
    REQUIRE(open);
    CHECK(open->id == job.id);
    CHECK(open->since == job.since);
    CHECK(open->until.empty());
    CHECK(open->limit == 500);
    CHECK(open->cursor == job.cursor);
    CHECK(open->listed == 2);
    CHECK_FALSE(open->finished);
    CHECK_FALSE(again.open_history(again.tenant("globex").id));

    job.finished = true;
    desk.store.collect_history(desk.tenant, job, {});
    CHECK_FALSE(desk.store.open_history(desk.tenant));
}

TEST_CASE("A new history job ends the one before") {
    Desk desk;
    HistoryJob first;
    first.id = desk.store.start_history(desk.tenant, first);
    HistoryJob second{.limit = 7};
    second.id = desk.store.start_history(desk.tenant, second);
    CHECK(second.id != first.id);
    REQUIRE(desk.store.open_history(desk.tenant));
    CHECK(desk.store.open_history(desk.tenant)->limit == 7);
}

TEST_CASE("A history job that was never started does not move") {
    Desk desk;
    HistoryJob job{.id = 42, .cursor = "x"};
    CHECK(
        says(error_of([&] { desk.store.collect_history(desk.tenant, job, Ids{"1"}); }), "broken invariant"));
    CHECK(desk.ready_ids().empty());
}
