// Where recordings of the real service are at hand, the stand-in is held against them.
#include "service.h"

#include <Poco/JSON/Parser.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>

using namespace test;

namespace {

std::optional<Object> recording(const std::string& name) {
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    if (source == nullptr) return std::nullopt;
    std::ifstream file(std::string(source) + "/../shared/openapi/azure-devops/observed/" + name);
    if (!file) {
        std::cout << "skipped: no recording " << name << "\n";
        return std::nullopt;
    }
    std::ostringstream all;
    all << file.rdbuf();
    return parse(all.str());
}

// The recorded answer to the first request with this verb whose address ends so.
Object recorded_body(const Object& recordings, const std::string& method, const std::string& ending) {
    const Array all = list(recordings, "interactions");
    for (unsigned i = 0; i < all->size(); ++i) {
        const Object request = member(all->getObject(i), "request");
        const std::string uri = text(request, "uri");
        const bool ends = uri.size() >= ending.size() && uri.substr(uri.size() - ending.size()) == ending;
        if (text(request, "method") == method && ends) {
            return parse(text(member(all->getObject(i), "response"), "body"));
        }
    }
    FAIL("no recording of " << method << " " << ending);
    return {};
}

std::set<std::string> keys(const Object& object) {
    std::set<std::string> found;
    for (const auto& entry : *object) found.insert(entry.first);
    return found;
}

std::set<std::string> missing(const std::set<std::string>& wanted, const std::set<std::string>& there) {
    std::set<std::string> rest;
    std::set_difference(wanted.begin(), wanted.end(), there.begin(), there.end(),
                        std::inserter(rest, rest.end()));
    return rest;
}

using Keys = std::set<std::string>;

// A Basic project, as in the recordings.
Object basic_task(Service& service, const std::string& title) {
    return service.ok("POST", "/Basics/_apis/wit/workItems/$Task?api-version=5.0",
                      "[" + add("System.Title", title).substr(1) + "]");
}

}  // namespace

TEST_CASE("every location that the stand-in shows is as the real service shows it") {
    const auto recorded = recording("options-_apis-dev.azure.com.json");
    if (!recorded) return;
    Service service;
    const Array real = list(*recorded), ours = list(parse(service.send("OPTIONS", "/_apis").body));
    CHECK(ours->size() > 20);
    for (unsigned i = 0; i < ours->size(); ++i) {
        const Object row = ours->getObject(i);
        INFO(text(row, "resourceName") << " " << text(row, "id"));
        bool found = false;
        for (unsigned k = 0; k < real->size(); ++k) {
            const Object other = real->getObject(k);
            if (text(other, "id") != text(row, "id")) continue;
            found = true;
            for (const char* key : {"area", "resourceName", "routeTemplate", "resourceVersion", "minVersion",
                                    "maxVersion", "releasedVersion"}) {
                CHECK(text(row, key) == text(other, key));
            }
        }
        CHECK(found);
    }
}

TEST_CASE("a new item has the recorded fields and no others") {
    const auto recorded = recording("recorded-http.json");
    if (!recorded) return;
    Service service;
    const Object real = recorded_body(*recorded, "POST", "/_apis/wit/workItems/$Task");
    const Object ours = basic_task(service, "Task_0");
    CHECK(keys(ours) == keys(real));
    CHECK(keys(member(ours, "fields")) == keys(member(real, "fields")));
    CHECK(keys(member(ours, "_links")) == keys(member(real, "_links")));
    for (const char* name : {"System.State", "System.Reason", "System.Title"}) {
        CHECK(text(member(ours, "fields"), name) == text(member(real, "fields"), name));
    }
    CHECK(keys(member(member(ours, "fields"), "System.CreatedBy")) ==
          keys(member(member(real, "fields"), "System.CreatedBy")));
}

TEST_CASE("an item read with everything has what the recording has") {
    const auto recorded = recording("recorded-http.json");
    if (!recorded) return;
    Service service;
    basic_task(service, "Task_0");
    const Object real = recorded_body(*recorded, "GET", "/_apis/wit/workItems/973?$expand=All");
    const Object ours = service.ok("GET", "/_apis/wit/workItems/1?$expand=All");
    CHECK(missing(keys(member(real, "fields")), keys(member(ours, "fields"))) == Keys{});
    CHECK(text(member(ours, "fields"), "System.RevisedDate") ==
          text(member(real, "fields"), "System.RevisedDate"));
}

TEST_CASE("relation types are those of the recording, attribute by attribute") {
    const auto recorded = recording("recorded-http.json");
    if (!recorded) return;
    Service service;
    const Array real = list(recorded_body(*recorded, "GET", "/_apis/wit/workItemRelationTypes"));
    for (unsigned i = 0; i < real->size(); ++i) {
        const Object wanted = real->getObject(i);
        INFO(text(wanted, "referenceName"));
        const Object ours =
            service.ok("GET", "/_apis/wit/workItemRelationTypes/" + text(wanted, "referenceName"));
        CHECK(text(ours, "name") == text(wanted, "name"));
        const Object left = member(ours, "attributes"), right = member(wanted, "attributes");
        CHECK(keys(left) == keys(right));
        for (const std::string& key : keys(right)) CHECK(text(left, key) == text(right, key));
    }
}

TEST_CASE("queries, projects, nodes and connection data have the recorded shape") {
    const auto recorded = recording("recorded-http.json");
    if (!recorded) return;
    Service service;
    basic_task(service, "x");
    const Object query = service.ok("POST", "/_apis/wit/wiql?api-version=5.0",
                                    R"({"query":"SELECT [System.Id] FROM WorkItems WHERE [System.Id] = 1"})");
    const Object real_query = recorded_body(*recorded, "POST", "/_apis/wit/wiql");
    CHECK(keys(query) == keys(real_query));
    CHECK(keys(list(query, "workItems")->getObject(0)) == keys(list(real_query, "workItems")->getObject(0)));
    CHECK(keys(list(query, "columns")->getObject(0)) == keys(list(real_query, "columns")->getObject(0)));
    CHECK(keys(service.ok("GET", "/_apis/projects/Basics?includeCapabilities=true")) ==
          keys(recorded_body(*recorded, "GET", "/_apis/projects/WIRel000001?includeCapabilities=true")));
    CHECK(keys(service.ok("GET", "/Basics/_apis/wit/classificationNodes/areas?$depth=1")) ==
          keys(recorded_body(*recorded, "GET", "/_apis/wit/classificationNodes/areas?$depth=1")));
    const Object real_connection = recorded_body(*recorded, "GET", "/_apis/ConnectionData");
    const Object connection = service.ok("GET", "/_apis/ConnectionData?api-version=5.0-preview.1");
    CHECK(keys(connection) == keys(real_connection));
    CHECK(keys(member(connection, "authenticatedUser")) ==
          keys(member(real_connection, "authenticatedUser")));
}

TEST_CASE("an unknown project is refused in the recorded words") {
    const auto recorded = recording("recorded-http.json");
    if (!recorded) return;
    Service service;
    const Reply reply =
        service.send("POST", "/WorkItemCreateShowUpdateDeleteTests/_apis/wit/workItems/$Task?api-version=5.0",
                     "[" + add("System.Title", "x").substr(1) + "]");
    const Object ours = parse(reply.body);
    const Object real =
        recorded_body(*recorded, "POST", "/WorkItemCreateShowUpdateDeleteTests/_apis/wit/workItems/$Task");
    CHECK(reply.status == 404);
    CHECK(keys(ours) == keys(real));
    for (const char* key : {"message", "typeKey", "typeName", "errorCode", "eventId"}) {
        CHECK(text(ours, key) == text(real, key));
    }
}
