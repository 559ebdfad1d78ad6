#include "adapters/azure_devops/presence.h"

#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::Switches;

namespace {

constexpr const char* jamal = "jamal@example.com";

const auto every_level = {Level::server2019, Level::server2019_1, Level::server2020, Level::server2020_1,
                          Level::server2022, Level::server2022_1, Level::services};

/// Items 1 there, 2 in the bin, 3 destroyed, 4 hidden, and 5 never was.
struct Places : Bench {
    explicit Places(Level level = Level::services) : Bench(level) {
        for (int i = 0; i < 4; ++i) system.add_item("Widgets", "Bug", jamal, {{"System.Title", "x"}});
        system.remove(2, jamal);
        HttpRequest destroy;
        destroy.method = "DELETE";
        destroy.url = "http://127.0.0.1:8790" + system.root() + "/_apis/wit/workitems/3?destroy=true";
        destroy.headers.emplace("Accept", "application/json;api-version=5.0");
        REQUIRE(http.exchange(destroy).status == 204);
        system.change([](Switches& switches) { switches.unreadable_ids = {4}; });
    }
    std::vector<ItemPresence> ask() { return tracker.presence(std::vector<WorkItemId>{5, 4, 3, 2, 1}); }
};

const std::vector<ItemPresence> as_it_is = {ItemPresence::hidden, ItemPresence::hidden, ItemPresence::hidden,
                                            ItemPresence::deleted, ItemPresence::there};

}  // namespace

TEST_CASE("what lies in the recycle bin is deleted, what nobody shows is hidden, at every level") {
    Places places(GENERATE(values(every_level)));
    CHECK(places.ask() == as_it_is);
    places.system.restore(2, jamal);
    CHECK(places.ask()[3] == ItemPresence::there);
}

TEST_CASE("two calls tell of many items, and none tells of none") {
    Places places;
    places.tracker.read_process("Widgets", std::vector<std::string>{"Bug"});
    const auto before = places.http.requests;
    places.ask();
    CHECK(places.http.requests - before == 2);
    CHECK(places.tracker.presence({}).empty());
    CHECK(places.http.requests - before == 2);
}

TEST_CASE("a bin that takes no list is asked item by item") {
    Places places(GENERATE(Level::server2019, Level::services));
    places.system.change([](Switches& switches) { switches.recycle_bin_takes_lists = false; });
    CHECK(places.ask() == as_it_is);
}

TEST_CASE("a row of the bin that says itself that it is none does not count") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        if (request.url.find("recyclebin") != std::string::npos)
            return json_answer(200, R"({"count":2,"value":[{"id":"7","code":200},
                {"id":"8","code":404,"message":"TF401232: Work item 8 does not exist"}]})");
        return json_answer(200, R"({"count":1,"value":[null]})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Kinds kinds;
    azure_devops::Reading reading(client, kinds);
    azure_devops::Whereabouts whereabouts(client, reading);
    CHECK(whereabouts.of(std::vector<WorkItemId>{7, 8}) ==
          std::vector{ItemPresence::deleted, ItemPresence::hidden});
}

TEST_CASE("a bin that the account may not look into proves nothing") {
    const int status = GENERATE(403, 404, 405);
    Places places;
    places.http.after = [&](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("recyclebin") != std::string::npos) answer = json_answer(status, "{}");
    };
    const auto seen = places.ask();
    CHECK(seen[3] == ItemPresence::hidden);
    CHECK(seen[4] == ItemPresence::there);
}

TEST_CASE("trouble with the side is no answer about an item") {
    Places places;
    const auto answer = GENERATE(HttpResponse{401, {}, ""}, HttpResponse{429, {}, ""},
                                 HttpResponse{503, {}, ""}, HttpResponse{203, {}, "<html>"});
    places.http.after = [&](const HttpRequest& request, HttpResponse& out) {
        if (request.url.find("recyclebin") != std::string::npos) out = answer;
    };
    CHECK_THROWS_AS(places.ask(), SyncError);
}
