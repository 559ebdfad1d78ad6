#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;
using Ids = std::vector<std::string>;

TEST_CASE("A tenant is added when it is first named, and remembers its two ends") {
    Desk desk;
    const auto fresh = desk.store.tenant("globex");
    CHECK(fresh.id != desk.tenant);
    CHECK(fresh.desk_identity.empty());
    CHECK(fresh.work_identity.empty());
    CHECK_FALSE(fresh.guarded);
    CHECK(fresh.started_at == at(0));

    desk.store.remember_identities(fresh.id, "desk 'uuid'", "collection id");
    desk.store.remember_guarded(fresh.id);
    desk.store.remember_started(fresh.id, Time{std::chrono::milliseconds{1772612345678}});
    SqliteLinkStore again(desk.folder.file());
    const auto kept = again.tenant("globex");
    CHECK(kept.id == fresh.id);
    CHECK(kept.desk_identity == "desk 'uuid'");
    CHECK(kept.work_identity == "collection id");
    CHECK(kept.guarded);
    CHECK(kept.started_at == Time{std::chrono::milliseconds{1772612345678}});
    CHECK(again.tenant("acme").desk_identity.empty());
}

TEST_CASE("Tickets that were passed over are known again until they are forgotten") {
    Desk desk;
    const auto other = desk.store.tenant("globex").id;
    desk.store.pass_over(desk.tenant, Ids{"1", "2", "1"});
    desk.store.pass_over(desk.tenant, Ids{"2", "3"});
    CHECK(desk.store.passed_over(desk.tenant, Ids{"4", "3", "1"}) == Ids{"3", "1"});
    CHECK(desk.store.passed_over(other, Ids{"1"}).empty());
    desk.store.forget_passed_over(desk.tenant, Ids{"1", "4"});
    CHECK(desk.store.passed_over(desk.tenant, Ids{"1", "2", "3"}) == Ids{"2", "3"});
}

TEST_CASE("A tenant that is not there takes no rows") {
    Desk desk;
    CHECK(says(error_of([&] {
                   desk.store.collect(999, Lane::live, Ids{"1"}, {"newest", "1"});
               }),
               "broken invariant"));
}
