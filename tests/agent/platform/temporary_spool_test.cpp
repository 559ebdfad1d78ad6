#include "platform/temporary_spool.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace deskbridge;
namespace fs = std::filesystem;

TEST_CASE("a spooled file is measured by its content, and goes when it is discarded") {
    TemporarySpool spool;
    const auto empty = spool.fresh();
    const auto held = spool.hold("abc");
    const auto same = spool.hold("abc");
    CHECK(empty != held);
    CHECK(spool.measure(empty).bytes == 0);
    CHECK(spool.measure(held).bytes == 3);
    CHECK(spool.measure(held).digest.size() == 32);
    CHECK(spool.measure(held).digest == spool.measure(same).digest);
    CHECK(spool.measure(held).digest != spool.measure(empty).digest);
    spool.discard(held);
    CHECK_FALSE(fs::exists(held));
}

TEST_CASE("the folder of spooled files is for its owner alone", "[linux]") {
    TemporarySpool spool;
    const auto folder = fs::path(spool.fresh()).parent_path();
    CHECK((fs::status(folder).permissions() & fs::perms::all) == fs::perms::owner_all);
}

TEST_CASE("the folder is made with the first file and is gone with the spool") {
    fs::path folder;
    {
        TemporarySpool spool;
        folder = fs::path(spool.fresh()).parent_path();
        CHECK(fs::exists(folder));
    }
    CHECK_FALSE(fs::exists(folder));
}

TEST_CASE("a place that is not there is an error of the run that names it") {
    TemporarySpool spool("/nowhere/at/all");
    try {
        spool.fresh();
        FAIL("no error came");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::run);
        CHECK(std::string(error.what()).find("/nowhere/at/all") != std::string::npos);
        CHECK(error.hint.find("TMPDIR") != std::string::npos);
    }
}
