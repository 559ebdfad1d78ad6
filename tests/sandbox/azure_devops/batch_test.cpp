#include "service.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <thread>

using namespace test;
using sandbox::azure_devops::BatchMode;

namespace {

std::string create(const std::string& title, int number) {
    return fmt::format(R"({{"method":"PATCH","uri":"/Widgets/_apis/wit/workItems/$Bug?api-version=7.1",)"
                       R"("headers":{{"Content-Type":"application/json-patch+json"}},"body":[)"
                       R"({{"op":"add","path":"/id","value":"-{}"}}{}]}})",
                       number, add("System.Title", title));
}

Array send(Service& service, const std::string& rows) {
    const Object reply = service.ok("POST", "/_apis/wit/$batch?api-version=7.1", "[" + rows + "]");
    CHECK(reply->getValue<unsigned>("count") == list(reply)->size());
    return list(reply);
}

int code(const Array& rows, unsigned at) {
    return rows->getObject(at)->getValue<int>("code");
}

Object body(const Array& rows, unsigned at) {
    return parse(text(rows->getObject(at), "body"));
}

void poison(Service& service, BatchMode mode, int status = 400) {
    service.system.change([&](Switches& switches) {
        switches.batch = mode;
        switches.poison_title = "poison";
        switches.poison_status = status;
    });
}

}  // namespace

TEST_CASE("a batch answers in order with bodies that are JSON in a string") {
    Service service;
    const Array rows = send(service, create("first", 1) + "," + create("second", 2));
    REQUIRE(rows->size() == 2);
    CHECK(code(rows, 0) == 200);
    CHECK(text(member(body(rows, 1), "fields"), "System.Title") == "second");
    CHECK(service.system.item_count() == 2);
    CHECK(service.system.counters().writes == 1);
}

TEST_CASE("a relation of a batch may point to an item that the same batch makes") {
    Service service;
    const std::string child =
        R"({"method":"PATCH","uri":"/Widgets/_apis/wit/workItems/$Task?api-version=7.1","body":[)" +
        add("System.Title", "child").substr(1) +
        R"(,{"op":"add","path":"/relations/-","value":{"rel":"System.LinkTypes.Hierarchy-Reverse","url":"https://x/_apis/wit/workItems/-1"}}]})";
    const Array rows = send(service, create("parent", 1) + "," + child);
    CHECK(code(rows, 1) == 200);
    REQUIRE(service.system.item(2)->links.size() == 1);
    CHECK(service.system.item(2)->links[0].target == 1);
    CHECK(service.system.item(1)->links[0].rel == "System.LinkTypes.Hierarchy-Forward");
}

TEST_CASE("in an independent batch only the failing request fails") {
    Service service;
    poison(service, BatchMode::independent);
    const Array rows = send(service, create("good", 1) + "," + create("poison", 2) + "," + create("fine", 3));
    REQUIRE(rows->size() == 3);
    CHECK(code(rows, 0) == 200);
    CHECK(code(rows, 1) == 400);
    CHECK(text(body(rows, 1), "typeKey") == "RuleValidationException");
    CHECK(code(rows, 2) == 200);
    CHECK(service.system.item_count() == 2);
    poison(service, BatchMode::independent, 500);
    CHECK(code(send(service, create("poison", 1)), 0) == 500);
}

TEST_CASE("in an all-or-nothing batch one failure leaves one answer and no item") {
    Service service;
    poison(service, BatchMode::all_or_nothing);
    const Array rows = send(service, create("good", 1) + "," + create("poison", 2));
    REQUIRE(rows->size() == 1);
    CHECK(text(member(body(rows, 0), "value"), "Message").rfind("TF401349: ", 0) == 0);
    CHECK(service.system.item_count() == 0);
    CHECK(service.system.counters().items_created == 0);
    CHECK(code(send(service, create("good", 1)), 0) == 200);
    CHECK(service.system.items()[0].id == 2);
}

TEST_CASE("a batch that stops midway keeps what came before") {
    Service service;
    poison(service, BatchMode::stops_midway);
    const Array rows = send(service, create("good", 1) + "," + create("poison", 2) + "," + create("late", 3));
    CHECK(rows->size() == 1);
    REQUIRE(service.system.item_count() == 1);
    CHECK(service.system.items()[0].fields.at("System.Title") == "good");
}

TEST_CASE("an absent batch is an unknown address and no row of discovery") {
    Service service;
    service.system.change([](Switches& switches) { switches.batch = BatchMode::absent; });
    const Reply reply = service.send("POST", "/_apis/wit/$batch?api-version=7.1", "[" + create("x", 1) + "]");
    CHECK(reply.status == 404);
    CHECK(reply.headers.find("Content-Type")->second == "text/plain; charset=utf-8");
    CHECK(service.send("OPTIONS", "/_apis/wit").body.find("92eefc1f") == std::string::npos);
}

TEST_CASE("a batch changes items too and each request is tested on its own") {
    Service service;
    const int id = service.bug_id("before");
    const auto change = [&](int rev) {
        return fmt::format(R"({{"method":"PATCH","uri":"/_apis/wit/workItems/{}?api-version=7.1","body":[)"
                           R"({{"op":"test","path":"/rev","value":{}}}{}]}})",
                           id, rev, add("System.Title", "after"));
    };
    const Array rows = send(service, change(9) + "," + change(1));
    CHECK(code(rows, 0) == 412);
    CHECK(code(rows, 1) == 200);
    CHECK(service.system.item(id)->rev == 2);
}

TEST_CASE("a batch is limited in size and nothing is made of one too long") {
    Service service;
    service.system.change([](Switches& switches) { switches.batch_limit = 1; });
    const Reply reply = service.send("POST", "/_apis/wit/$batch?api-version=7.1",
                                     "[" + create("a", 1) + "," + create("b", 2) + "]");
    CHECK(reply.status == 400);
    CHECK(service.system.item_count() == 0);
}

TEST_CASE("callers on several threads lose nothing") {
    Service service;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 4; ++caller) {
        callers.emplace_back([&service] {
            for (int i = 0; i < 25; ++i) {
                service.send("POST", create_target(), "[" + add("System.Title", "x").substr(1) + "]");
                service.system.items();
            }
        });
    }
    for (std::thread& caller : callers) caller.join();
    CHECK(service.system.item_count() == 100);
    CHECK(service.system.counters().requests["create"] == 100);
}

TEST_CASE("a backfill of thousands is made in batches and found again") {
    Service service;
    const std::string text(3000, 'x');
    for (int call = 0; call < 10; ++call) {
        std::string rows;
        for (int i = 0; i < 200; ++i) {
            const std::string title = fmt::format("ticket {}-{}", call, i);
            std::string row = create(title, i + 1);
            row.insert(
                row.size() - 2,
                add("System.Description", text) +
                    R"(,{"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://d/)" +
                    std::to_string(call * 200 + i) + "\"}}");
            rows += (i == 0 ? "" : ",") + row;
        }
        REQUIRE(send(service, rows)->size() == 200);
    }
    CHECK(service.system.item_count() == 2000);
    const Object found = service.ok("POST", "/_apis/wit/artifacturiquery?api-version=7.1",
                                    R"({"artifactUris":["https://d/1999"]})");
    CHECK(list(member(found, "artifactUrisQueryResult"), "https://d/1999")->size() == 1);
    const Object rows = service.ok(
        "POST", "/_apis/wit/wiql?api-version=7.1&$top=10",
        R"({"query":"SELECT [System.Id] FROM WorkItems WHERE [System.Id] > 1500 ORDER BY [System.Id]"})");
    CHECK(list(rows, "workItems")->size() == 10);
    REQUIRE(service.system.newest(3).size() == 3);
    CHECK(service.system.newest(3)[0].id == 2000);
    CHECK(list(rows, "workItems")->getObject(0)->getValue<int>("id") == 1501);
}
