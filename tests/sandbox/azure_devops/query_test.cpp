#include "service.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace test;

namespace {

Reply query(Service& service, const std::string& wiql, const std::string& more = "") {
    return service.send("POST", "/Widgets/_apis/wit/wiql?api-version=7.0" + more,
                        R"({"query":)" + quoted(wiql) + "}");
}

std::vector<int> ids(Service& service, const std::string& where, const std::string& more = "") {
    const Reply reply = query(service, "SELECT [System.Id] FROM WorkItems WHERE " + where, more);
    INFO(where << " -> " << reply.body.substr(0, 300));
    REQUIRE(reply.status == 200);
    const Array rows = list(parse(reply.body), "workItems");
    std::vector<int> found;
    for (unsigned i = 0; i < rows->size(); ++i) found.push_back(rows->getObject(i)->getValue<int>("id"));
    return found;
}

// Four bugs a day apart, the last one assigned, tagged and elsewhere.
void fill(Service& service) {
    for (const char* title : {"Alpha crash", "Beta's hang", "Gamma"}) {
        service.bug(title);
        service.now_ms += 86400000;
    }
    service.bug("Delta", add("System.AssignedTo", "Bob Bober") + add("System.Tags", "red; blue") +
                             add("System.AreaPath", "Widgets\\Web\\Checkout") +
                             R"(,{"op":"add","path":"/fields/Microsoft.VSTS.Common.Priority","value":1})");
}

using Ids = std::vector<int>;

}  // namespace

TEST_CASE("WIQL compares texts, numbers, people, paths and lists") {
    Service service;
    fill(service);
    CHECK(ids(service, "[System.Id] = 1 OR [System.Id] = 3") == Ids{1, 3});
    CHECK(ids(service, "[System.Title] = 'beta''s HANG'") == Ids{2});
    CHECK(ids(service, "[System.Title] CONTAINS 'crash'") == Ids{1});
    CHECK(ids(service, "NOT [System.Title] CONTAINS 'a'") == Ids{});
    CHECK(ids(service, "[System.Id] IN (2, 4) AND [System.State] <> 'Closed'") == Ids{2, 4});
    CHECK(ids(service, "[System.Id] NOT IN (2, 4)") == Ids{1, 3});
    CHECK(ids(service, "[Microsoft.VSTS.Common.Priority] < 2") == Ids{4});
    CHECK(ids(service, "[System.AssignedTo] = 'bob@fabrikam.example'") == Ids{4});
    CHECK(ids(service, "[System.AssignedTo] = ''") == Ids{1, 2, 3});
    CHECK(ids(service, "[System.AssignedTo] IS NOT EMPTY") == Ids{4});
    CHECK(ids(service, "[System.AreaPath] UNDER 'Widgets\\Web'") == Ids{4});
    CHECK(ids(service, "[System.TeamProject] = @project AND ([System.Id] > 1 AND [System.Id] <= 3)") ==
          Ids{2, 3});
    CHECK(ids(service, "[System.Tags] CONTAINS 'red' AND [System.WorkItemType] = 'Bug'") == Ids{4});
}

TEST_CASE("WIQL dates are days unless time precision is asked for in the address") {
    Service service;
    fill(service);
    CHECK(ids(service, "[System.CreatedDate] = '2026-03-05'") == Ids{2});
    CHECK(ids(service, "[System.CreatedDate] > '2026-03-05'") == Ids{3, 4});
    CHECK(ids(service, "[System.CreatedDate] >= @Today - 1") == Ids{3, 4});
    CHECK(ids(service, "[System.CreatedDate] >= @Today-1") == Ids{3, 4});
    const Reply refused = query(
        service, "SELECT [System.Id] FROM WorkItems WHERE [System.CreatedDate] > '2026-03-05T08:11:26.23Z'");
    CHECK(refused.status == 400);
    CHECK(refused.body.find("You cannot supply a time with the date") != std::string::npos);
    const std::string precise = "&timePrecision=true";
    CHECK(ids(service, "[System.CreatedDate] >= '2026-03-05T08:11:26.23Z'", precise) == Ids{2, 3, 4});
    CHECK(ids(service, "[System.CreatedDate] > '2026-03-05T08:11:26.23Z'", precise) == Ids{3, 4});
    CHECK(ids(service, "[System.CreatedDate] >= '2026-03-06'", "&$timePrecision=true") == Ids{3, 4});
}

TEST_CASE("WIQL sorts, limits and names its columns") {
    Service service;
    fill(service);
    CHECK(ids(service, "[System.Id] > 0 ORDER BY [System.Title] DESC") == Ids{3, 4, 2, 1});
    CHECK(ids(service, "[System.Id] > 1 ORDER BY [System.Id]", "&$top=2") == Ids{2, 3});
    const Object reply = parse(query(service, "select [System.Id], Title from WorkItems").body);
    CHECK(text(reply, "queryType") == "flat");
    CHECK(text(list(reply, "columns")->getObject(1), "referenceName") == "System.Title");
    CHECK_FALSE(reply->has("workItemRelations"));
}

TEST_CASE("WIQL refuses unknown fields and broken statements") {
    Service service;
    const auto code = [&](const std::string& wiql) {
        const Reply reply = query(service, wiql);
        CHECK(reply.status == 400);
        return text(parse(reply.body), "message").substr(0, 8);
    };
    CHECK(code("SELECT [System.Id] FROM WorkItems WHERE [Custom.Nope] = 1") == "TF51005:");
    CHECK(code("SELECT [System.Id] FROM WorkItems WHERE") == "TF51006:");
    CHECK(code("SELECT [System.Id] FROM WorkItems WHERE [System.Id] = ") == "TF51006:");
    CHECK(code("SELECT [System.Id] FROM WorkItems WHERE [System.Title] = 'open") == "TF51006:");
    CHECK(code("DELETE everything") == "TF51006:");
}

TEST_CASE("artifacturiquery finds hyperlinks by address, unless it lags, finds nothing or is absent") {
    Service service(Level::server2022);
    const std::string url = "https://desk.example/t/7?a=1";
    service.bug("x",
                R"(,{"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":")" + url + "\"}}");
    const auto count = [&] {
        const Object reply = service.ok("POST", "/_apis/wit/artifacturiquery?api-version=7.0",
                                        R"({"artifactUris":[")" + url + R"(","https://other/"]})");
        const Object result = member(reply, "artifactUrisQueryResult");
        CHECK(list(result, "https://other/")->size() == 0);
        return list(result, url)->size();
    };
    CHECK(count() == 1);
    service.system.change([](Switches& switches) { switches.artifact_query_lag_ms = 5000; });
    CHECK(count() == 0);
    service.now_ms += 5000;
    CHECK(count() == 1);
    using sandbox::azure_devops::ArtifactQuery;
    service.system.change([](Switches& switches) { switches.artifact_query = ArtifactQuery::finds_nothing; });
    CHECK(count() == 0);
    service.system.change([](Switches& switches) { switches.artifact_query = ArtifactQuery::absent; });
    CHECK(service.send("POST", "/_apis/wit/artifacturiquery?api-version=7.0", "{}").status == 404);
}

TEST_CASE("artifacturiquery is a preview on Server 2020") {
    Service service(Level::server2020);
    const std::string body = R"({"artifactUris":["a"]})";
    CHECK(service.send("POST", "/_apis/wit/artifacturiquery?api-version=6.0", body).status == 400);
    CHECK(service.send("POST", "/_apis/wit/artifacturiquery?api-version=6.0-preview.1", body).status == 200);
}
