#include "adapters/azure_devops/recycle.h"

#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::Switches;

namespace {

constexpr const char* jamal = "jamal@example.com";

struct Item : Bench {
    explicit Item(Level level = Level::services) : Bench(level) {
        id = system.add_item("Widgets", "Bug", jamal, {{"System.Title", "x"}});
    }
    int id = 0;
};

}  // namespace

TEST_CASE("an item goes to the recycle bin, and one that lies there is done, at every level") {
    Item item(GENERATE(Level::server2019, Level::server2020, Level::server2022_1, Level::services));
    CHECK_FALSE(item.tracker.recycle("Widgets", item.id).error);
    CHECK(item.system.item(item.id)->deleted);
    CHECK_FALSE(item.tracker.recycle("Widgets", item.id).error);
    item.system.restore(item.id, jamal);
    CHECK_FALSE(item.system.item(item.id)->deleted);
}

TEST_CASE("an item that is hidden or never was is that item's trouble") {
    Item item;
    item.system.change([&](Switches& switches) { switches.unreadable_ids = {item.id}; });
    for (const auto id : {item.id, 77}) {
        const auto error = item.tracker.recycle("Widgets", id).error;
        REQUIRE(error);
        CHECK(error->reach == Reach::item);
        CHECK(error->fate == Fate::refused);
    }
    CHECK_FALSE(item.system.item(item.id)->deleted);
}

TEST_CASE("who may not delete work items is told which right is missing") {
    Item item;
    item.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.method == "DELETE")
            answer = json_answer(403, R"({"typeKey":"WorkItemUnauthorizedDeleteException",
                "message":"VS403145: You do not have permissions to delete work items."})");
    };
    const auto error = item.tracker.recycle("Widgets", item.id).error;
    REQUIRE(error);
    CHECK(error->reach == Reach::item);
    CHECK(error->fate == Fate::refused);
    CHECK(error->hint.find("Delete and restore work items") != std::string::npos);
}

TEST_CASE("a server in trouble is the side's") {
    Item item;
    item.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.method == "DELETE") answer = HttpResponse{503, {}, ""};
    };
    try {
        item.tracker.recycle("Widgets", item.id);
        FAIL("nothing was thrown");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
    }
}
