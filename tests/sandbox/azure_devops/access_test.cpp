#include "service.h"

#include <catch2/catch.hpp>

using namespace test;
using sandbox::azure_devops::BadToken;

namespace {

std::string type_key(const Reply& reply) {
    return text(parse(reply.body), "typeKey");
}

std::string content_type(const Reply& reply) {
    const auto found = reply.headers.find("Content-Type");
    return found == reply.headers.end() ? "" : found->second;
}

Object row_of(Service& service, const std::string& id) {
    const Array rows = list(parse(service.send("OPTIONS", "/_apis").body));
    for (unsigned i = 0; i < rows->size(); ++i) {
        if (text(rows->getObject(i), "id") == id) return rows->getObject(i);
    }
    return {};
}

const std::string comments_id = "608aac0a-32e1-4493-a863-b9cf4566d257";
const std::string tags_id = "bc15bc60-e7a8-43cb-ab01-2106be3983a1";
const std::string items_id = "72c7ddf8-2cdc-4f60-90cd-ab71c14a399b";

}  // namespace

TEST_CASE("connectionData names the user, the instance and the kind of deployment") {
    Service cloud, server(Level::server2020, "/tfs");
    const Object hosted = cloud.ok("GET", "/_apis/connectionData");
    CHECK(text(hosted, "deploymentType") == "hosted");
    const Object user = member(hosted, "authenticatedUser");
    CHECK(text(user, "providerDisplayName") == "Ada Lovelace");
    CHECK(text(member(member(user, "properties"), "Account"), "$value") == "ada@fabrikam.example");
    const Object local = server.ok("GET", "/_apis/ConnectionData?api-version=5.0-preview.1");
    CHECK(text(local, "deploymentType") == "onPremises");
    CHECK(text(local, "instanceId") != text(hosted, "instanceId"));
}

TEST_CASE("connectionData is a preview and is refused with a released version") {
    Service service;
    const Reply reply = service.get("/_apis/connectionData?api-version=7.1");
    CHECK(reply.status == 400);
    CHECK(type_key(reply) == "VssInvalidPreviewVersionException");
}

TEST_CASE("resource areas are listed by the cloud and empty on premises") {
    Service cloud, server(Level::server2022, "/tfs");
    CHECK(cloud.ok("GET", "/_apis/ResourceAreas?api-version=7.2-preview.1")->getValue<int>("count") == 2);
    CHECK(server.ok("GET", "/_apis/ResourceAreas?api-version=7.0-preview.1")->getValue<int>("count") == 0);
}

TEST_CASE("discovery caps versions by product level") {
    Service cloud, server(Level::server2022, "/tfs"), old(Level::server2019);
    CHECK(text(row_of(cloud, items_id), "maxVersion") == "7.2");
    CHECK(text(row_of(cloud, items_id), "releasedVersion") == "7.1");
    CHECK(text(row_of(server, items_id), "maxVersion") == "7.0");
    CHECK(text(row_of(server, comments_id), "releasedVersion") == "0.0");
    CHECK(row_of(server, comments_id)->getValue<int>("resourceVersion") == 3);
    CHECK(row_of(cloud, comments_id)->getValue<int>("resourceVersion") == 4);
    CHECK(row_of(old, tags_id).isNull());
    CHECK(row_of(old, comments_id).isNull());
    const Array location = list(parse(cloud.send("OPTIONS", "/_apis/Location").body));
    CHECK(location->size() == 2);
}

TEST_CASE("a version above the level is out of range and the text ends with the highest one") {
    struct Case {
        Level level;
        const char* asked;
        const char* highest;
    };
    for (const Case& each :
         {Case{Level::server2022, "7.2-preview.3", "7.0."}, Case{Level::server2020, "7.0", "6.0."},
          Case{Level::server2020_1, "7.0", "6.1."}, Case{Level::server2019_1, "6.0", "5.1."},
          Case{Level::server2019, "5.1", "5.0."}}) {
        Service service(each.level);
        const Reply reply = service.get(std::string("/_apis/wit/workitems?ids=1&api-version=") + each.asked);
        INFO(reply.body);
        CHECK(reply.status == 400);
        const Object error = parse(reply.body);
        CHECK(text(error, "typeKey") == "VssVersionOutOfRangeException");
        const std::string message = text(error, "message");
        CHECK(message.substr(message.size() - 4) == each.highest);
        CHECK(content_type(reply) == "application/json; charset=utf-8");
    }
}

TEST_CASE("the version may come in the Accept header and the reply names it") {
    Service service;
    sandbox::Headers accept{{"Accept", "application/json;api-version=7.1-preview.3"}};
    const int id = service.bug_id("x");
    const Reply reply =
        service.send("GET", "/_apis/wit/workItems/" + std::to_string(id), "", "ada-token", accept);
    CHECK(reply.status == 200);
    CHECK(content_type(reply) == "application/json; charset=utf-8; api-version=7.1-preview.3");
}

TEST_CASE("a write without a version is refused and a read is not") {
    Service service;
    const Reply write =
        service.send("POST", "/Widgets/_apis/wit/wiql", R"({"query":"SELECT [System.Id] FROM WorkItems"})");
    CHECK(write.status == 400);
    CHECK(type_key(write) == "VssVersionNotSpecifiedException");
    CHECK(service.get("/_apis/projects").status == 200);
    service.system.change([](Switches& switches) { switches.version_required_on_writes = false; });
    CHECK(service.send("POST", "/Widgets/_apis/wit/wiql", R"({"query":"SELECT [System.Id] FROM WorkItems"})")
              .status == 200);
}

TEST_CASE("a bad token is answered as the switch says") {
    Service service;
    const auto answer = [&](BadToken how, sandbox::Headers headers = {}) {
        service.system.change([&](Switches& switches) { switches.bad_token = how; });
        return service.send("GET", "/_apis/connectionData", "", "wrong", headers);
    };
    CHECK(type_key(answer(BadToken::refused)) == "UnauthorizedRequestException");
    CHECK(answer(BadToken::refused).status == 401);
    CHECK(answer(BadToken::refused_empty).body.empty());
    CHECK(answer(BadToken::refused_empty_list).body == R"({"count":0,"value":[]})");
    const Reply page = answer(BadToken::sign_in_page);
    CHECK(page.status == 203);
    CHECK(content_type(page) == "text/html; charset=utf-8");
    const Reply moved = answer(BadToken::redirect);
    CHECK(moved.status == 302);
    CHECK(moved.headers.find("Location")->second.find("/_signin") != std::string::npos);
    CHECK(answer(BadToken::redirect, {{"X-TFS-FedAuthRedirect", "Suppress"}}).status == 401);
    CHECK(service.send("GET", "/_apis/connectionData", "", "").status != 200);
}

TEST_CASE("a token works with any account name and as a bearer token, until it is revoked") {
    Service service;
    // base64 of "DOMAIN\user:ada-token"
    const sandbox::Headers domain{{"Authorization", "Basic RE9NQUlOXHVzZXI6YWRhLXRva2Vu"}};
    CHECK(service.send("GET", "/_apis/connectionData", "", "", domain).status == 200);
    const sandbox::Headers bearer{{"Authorization", "Bearer ada-token"}};
    CHECK(service.send("GET", "/_apis/connectionData", "", "", bearer).status == 200);
    service.system.revoke("ada-token");
    CHECK(service.send("GET", "/_apis/connectionData", "", "", bearer).status == 401);
}

TEST_CASE("addresses are matched without regard to case and by name or GUID of the project") {
    Service service(Level::server2022_1, "/tfs");
    CHECK(service.ok("GET", "/wiDGets/_APIs/WIT/workItemTypes/bUg")->getValue<std::string>("name") == "Bug");
    const Object project =
        service.ok("GET", "/_apis/projects/Gr%C3%B6%C3%9Fe%20%26%20Co?includeCapabilities=true");
    CHECK(text(member(member(project, "capabilities"), "processTemplate"), "templateName") == "Scrum");
    CHECK(service.get("/" + text(project, "id") + "/_apis/wit/workitemtypes").status == 200);
}

TEST_CASE("what is not there is 404, in three shapes") {
    Service service;
    const Reply route = service.get("/_apis/build/definitions");
    CHECK(route.status == 404);
    CHECK(content_type(route) == "text/plain; charset=utf-8");
    CHECK(route.body ==
          "The controller for path '/fabrikam/_apis/build/definitions' was not found or does not "
          "implement IController.");
    const Reply project = service.get("/Nowhere/_apis/wit/workitemtypes");
    CHECK(type_key(project) == "ProjectDoesNotExistWithNameException");
    CHECK(text(parse(project.body), "message").rfind("TF200016: ", 0) == 0);
    const Reply item = service.get("/_apis/wit/workItems/99");
    CHECK(type_key(item) == "WorkItemUnauthorizedAccessException");
    CHECK(parse(item.body)->getValue<int>("eventId") == 3200);
}

TEST_CASE("projects are paged by a token in a header") {
    Service service;
    const Reply first = service.get("/_apis/projects?$top=2&api-version=7.1");
    CHECK(parse(first.body)->getValue<int>("count") == 2);
    REQUIRE(first.headers.count("x-ms-continuationtoken") == 1);
    const std::string token = first.headers.find("x-ms-continuationtoken")->second;
    const Reply rest = service.get("/_apis/projects?$top=2&continuationToken=" + token);
    CHECK(parse(rest.body)->getValue<int>("count") == 2);
    CHECK(rest.headers.count("x-ms-continuationtoken") == 0);
}

TEST_CASE("project properties and processes name the template") {
    Service service;
    const Object project = service.ok("GET", "/_apis/projects/Basics");
    const Object properties =
        service.ok("GET", "/_apis/projects/" + text(project, "id") +
                              "/properties?keys=System.ProcessTemplateType&api-version=6.0-preview.1");
    REQUIRE(list(properties)->size() == 1);
    CHECK(text(list(properties)->getObject(0), "value") == "b8a3a935-7e91-48b8-a94c-606d37c3e9f2");
    CHECK(service.ok("GET", "/_apis/process/processes")->getValue<int>("count") == 4);
}

TEST_CASE("every answer carries the activity, and the cloud its tenant, on 200 too") {
    Service service;
    const Reply reply = service.get("/_apis/projects");
    CHECK(reply.headers.count("ActivityId") == 1);
    CHECK(reply.headers.find("WWW-Authenticate")->second.rfind("Bearer authorization_uri=", 0) == 0);
    CHECK(reply.headers.count("X-RateLimit-Resource") == 0);
}

TEST_CASE("a throttled service speaks on 200 and blocks with 429") {
    Service service;
    service.system.change([](Switches& switches) {
        switches.throttle = sandbox::azure_devops::Throttle{};
        switches.throttle->retry_after_s = 7;
    });
    const Reply slow = service.get("/_apis/projects");
    CHECK(slow.status == 200);
    CHECK(slow.headers.find("Retry-After")->second == "7");
    CHECK(slow.headers.find("X-RateLimit-Remaining")->second == "0");
    service.system.change([](Switches& switches) { switches.throttle->block = true; });
    const Reply blocked = service.get("/_apis/projects");
    CHECK(blocked.status == 429);
    CHECK(text(parse(blocked.body), "message").rfind("TF400733: ", 0) == 0);
}

TEST_CASE("a stopped organization answers 503 with a byte order mark") {
    Service service;
    service.system.change([](Switches& switches) { switches.stopped = true; });
    const Reply reply = service.get("/_apis/projects");
    CHECK(reply.status == 503);
    CHECK(reply.body.rfind("\xEF\xBB\xBF{", 0) == 0);
    CHECK(reply.body.find("TF24668") != std::string::npos);
}

TEST_CASE("localized errors keep the code and the type key") {
    Service service;
    service.system.change([](Switches& switches) { switches.localized_errors = true; });
    const Object error = parse(service.get("/_apis/wit/workItems/99").body);
    CHECK(text(error, "typeKey") == "WorkItemUnauthorizedAccessException");
    CHECK(text(error, "message").rfind("TF401232: ", 0) == 0);
    CHECK(text(error, "message").find("does not exist") == std::string::npos);
}

TEST_CASE("requests are counted by operation and writes apart") {
    Service service;
    service.bug("one");
    service.get("/_apis/wit/workItems/1");
    auto counters = service.system.counters();
    CHECK(counters.requests["create"] == 1);
    CHECK(counters.requests["get"] == 1);
    CHECK(counters.total == 2);
    CHECK(counters.writes == 1);
    CHECK(counters.items_created == 1);
    service.system.reset_counters();
    CHECK(service.system.counters().total == 0);
    CHECK(service.system.counters().revisions == 0);
}
