#include "adapters/azure_devops/read.h"

#include "adapters/azure_devops/find.h"
#include "adapters/azure_devops/query.h"
#include "lines.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

constexpr const char* base = "https://dev.azure.com/acme";

std::string item_text(WorkItemId id) {
    const auto text = std::to_string(id);
    return R"({"id":)" + text +
           R"(,"rev":1,"fields":{"System.TeamProject":"P"},"relations":[{"rel":"Hyperlink",)" +
           R"("url":"https://desk.example/t/)" + text +
           R"(","attributes":{"comment":"deskbridge:1 0a ff m"}}]})";
}

std::vector<WorkItemId> asked_ids(const HttpRequest& request) {
    std::vector<WorkItemId> out;
    const auto document = json::Document::parse(request.body, "x");
    for (const auto& id : document["ids"].items()) out.push_back(*id.integer());
    return out;
}

HttpResponse read_answer(const std::vector<WorkItemId>& ids) {
    std::string rows;
    for (const auto id : ids) rows += (rows.empty() ? "" : ",") + item_text(id);
    return json_answer(200, R"({"count":1,"value":[)" + rows + "]}");
}

HttpResponse ids_answer(const std::vector<WorkItemId>& ids) {
    std::string rows;
    for (const auto id : ids) rows += (rows.empty() ? "" : ",") + (R"({"id":)" + std::to_string(id) + "}");
    return json_answer(200, R"({"queryType":"flat","workItems":[)" + rows + "]}");
}

bool asks(const HttpRequest& request, const std::string& part) {
    return request.url.find(part) != std::string::npos;
}

/// Reading and searching on a script.
struct Bench {
    explicit Bench(ScriptedHttp::Script script)
        : http([script = std::move(script)](const HttpRequest& request) {
              return request.method == "OPTIONS" ? options_answer("7.1") : script(request);
          }),
          client(http, base) {}
    ScriptedHttp http;
    Client client;
    Kinds kinds;
    Reading reading{client, kinds};
    Search search{client, reading};
};

Trace trace(int number, Time since = *parse_time("2026-11-21T11:30:00Z")) {
    return {"https://desk.example/t/" + std::to_string(number), "P", since};
}

}  // namespace

TEST_CASE("a read asks for relations, tolerates missing items, and goes in portions of 200") {
    Bench bench([](const HttpRequest& request) { return read_answer(asked_ids(request)); });
    std::vector<WorkItemId> ids;
    for (WorkItemId id = 1; id <= 450; ++id) ids.push_back(id);
    CHECK(bench.reading.read(ids).size() == 450);
    CHECK(bench.http.count("/_apis/wit/workitemsbatch") == 3);
    const auto body = json::Document::parse(bench.http.requests[1].body, "x");
    CHECK(body["$expand"].text() == "relations");
    CHECK(body["errorPolicy"].text() == "omit");
    CHECK(body["fields"].missing());
    CHECK(bench.reading.read({}).empty());
}

TEST_CASE("items come in the order in which they were asked for, nulls left out") {
    Bench bench([](const HttpRequest&) {
        return json_answer(200, R"({"count":3,"value":[)" + item_text(1) + ",null," + item_text(9) + "]}");
    });
    const std::vector<WorkItemId> ids = {9, 5, 1};
    const auto read = bench.reading.read(ids);
    REQUIRE(read.size() == 2);
    CHECK(read[0].id == 9);
    CHECK(read[0].url == "https://dev.azure.com/acme/P/_workitems/edit/9");
}

TEST_CASE("a server that does not omit cannot hide the readable items") {
    Bench bench([](const HttpRequest& request) {
        const auto ids = asked_ids(request);
        const bool hidden = std::find(ids.begin(), ids.end(), 3) != ids.end();
        if (hidden)
            return json_answer(
                404, R"({"message":"TF401232: x","typeKey":"WorkItemUnauthorizedAccessException"})");
        return read_answer(ids);
    });
    const std::vector<WorkItemId> ids = {1, 2, 3, 4, 5, 6, 7};
    CHECK(bench.reading.read(ids).size() == 6);
}

TEST_CASE("a server without the batch read is read by address") {
    Bench bench([](const HttpRequest& request) {
        if (asks(request, "workitemsbatch")) return HttpResponse{404, {}, "no controller"};
        return read_answer({4, 5});
    });
    const std::vector<WorkItemId> ids = {4, 5};
    CHECK(bench.reading.read(ids).size() == 2);
    CHECK(bench.reading.read(ids).size() == 2);
    CHECK(bench.http.count("workitemsbatch") == 1);
    CHECK(bench.http.requests.back().url ==
          "https://dev.azure.com/acme/_apis/wit/workitems?ids=4,5&$expand=relations&errorPolicy=omit");
}

TEST_CASE("a query escapes the project and counts time by the millisecond") {
    const Query query{"O'Brien", 7, parse_time("2026-03-04T08:11:26.230Z"), false, 200};
    CHECK(wiql_of(query, true) ==
          "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = 'O''Brien' AND [System.Id] > 7 AND "
          "[System.CreatedDate] >= '2026-03-04T08:11:26.230Z' ORDER BY [System.Id]");
    CHECK(wiql_of(query, false).find("'2026-03-03'") != std::string::npos);
    CHECK(wiql_of({"P", 0, {}, true, 200}, true) ==
          "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = 'P' ORDER BY [System.Id] DESC");
}

TEST_CASE("a server that takes no times is asked by date") {
    Bench bench([](const HttpRequest& request) {
        if (asks(request, "timePrecision=true"))
            return json_answer(400, R"({"message":"You cannot supply a time with the date"})");
        return ids_answer({3, 1});
    });
    const auto ids = query_ids(bench.client, {"Web Shop", 0, parse_time("2026-03-04T08:11:26Z"), false, 200});
    CHECK(ids == std::vector<WorkItemId>{1, 3});
    CHECK(bench.http.requests.back().url == "https://dev.azure.com/acme/Web%20Shop/_apis/wit/wiql?$top=200");
}

TEST_CASE("origins found by address cost two calls") {
    Bench bench([](const HttpRequest& request) {
        if (asks(request, "artifacturiquery")) {
            CHECK(json::Document::parse(request.body, "x")["artifactUris"].size() == 2);
            return json_answer(200, R"({"artifactUrisQueryResult":{"https://desk.example/t/1":[{"id":1}],
                                      "https://desk.example/t/2":[{"id":2},{"id":1}]}})");
        }
        return read_answer(asked_ids(request));
    });
    const std::vector<Trace> traces = {trace(1), trace(2)};
    const auto found = bench.search.find(traces);
    REQUIRE(found.size() == 2);
    CHECK(found[0].id == 1);
    CHECK(bench.http.requests.size() == 3);
}

TEST_CASE("what is not found by address is looked for by date until nothing more comes") {
    const int status = GENERATE(200, 400, 404);
    int pages = 0;
    Bench bench([&](const HttpRequest& request) {
        if (asks(request, "artifacturiquery"))
            return json_answer(status, R"({"artifactUrisQueryResult":{}})");
        if (!asks(request, "wiql")) return read_answer(asked_ids(request));
        const auto wiql = json::Document::parse(request.body, "x")["query"].text();
        CHECK(wiql.find("2026-11-21T11:25:00Z") != std::string::npos);
        ++pages;
        if (pages == 1) return ids_answer({10, 11});
        CHECK_THAT(wiql, Catch::Contains(pages == 2 ? "> 11" : "> 12"));
        return ids_answer(pages == 2 ? std::vector<WorkItemId>{12} : std::vector<WorkItemId>{});
    });
    const std::vector<Trace> traces = {trace(12), trace(99, *parse_time("2026-11-21T12:00:00Z"))};
    const auto found = bench.search.find(traces);
    CHECK(pages == 3);
    CHECK(found.size() == 3);
    pages = 0;
    bench.search.find(traces);
    // asked twice where it answers; else once below the collection, once below the project, and never again
    CHECK(bench.http.count("artifacturiquery") == 2);
}

TEST_CASE("the query by address is asked below the project where the collection has none") {
    Bench bench([](const HttpRequest& request) {
        if (asks(request, "/P/_apis/wit/artifacturiquery"))
            return json_answer(200, R"({"artifactUrisQueryResult":{"https://desk.example/t/1":[{"id":1}]}})");
        if (asks(request, "artifacturiquery")) return HttpResponse{404, {}, ""};
        return read_answer(asked_ids(request));
    });
    const std::vector<Trace> traces = {trace(1)};
    CHECK(bench.search.find(traces).size() == 1);
    CHECK(bench.search.find(traces).size() == 1);
    CHECK(bench.http.count("acme/_apis/wit/artifacturiquery") == 1);
}

TEST_CASE("a search that fails is no search that found nothing") {
    Bench bench([](const HttpRequest& request) {
        if (asks(request, "artifacturiquery")) return json_answer(200, R"({"artifactUrisQueryResult":{}})");
        return json_answer(500, R"({"message":"TF400898: internal"})");
    });
    const std::vector<Trace> traces = {trace(1)};
    CHECK_THROWS_AS(bench.search.find(traces), SyncError);
}
