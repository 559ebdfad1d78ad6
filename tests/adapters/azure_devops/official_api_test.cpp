#include "official_api.h"

#include "adapters/azure_devops/azure_devops.h"
#include "lines.h"
#include "model/mark.h"
#include "sandbox/azure_devops/azure_devops.h"

#include <catch2/catch.hpp>
#include <iostream>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::ArtifactQuery;
using sandbox::azure_devops::BatchMode;
using sandbox::azure_devops::Level;
using sandbox::azure_devops::Switches;

namespace {

constexpr const char* base = "http://127.0.0.1:8790/fabrikam";

bool at_hand() {
    if (OfficialApi::is_at_hand()) return true;
    std::cout << "skipped: no official description of the API beside the project\n";
    return false;
}

HttpRequest request(const std::string& method, const std::string& path, const std::string& version,
                    const std::string& body = {}, const std::string& type = "application/json") {
    HttpRequest out;
    out.method = method;
    out.url = base + path;
    out.body = body;
    out.headers.emplace("Accept", "application/json;api-version=" + version);
    out.headers.emplace("X-TFS-FedAuthRedirect", "Suppress");
    if (!body.empty()) out.headers.emplace("Content-Type", type);
    return out;
}

/// The complaint about a request, without the request; "" when there is none.
std::string said_of(const HttpRequest& request, const HttpResponse& answer = {}) {
    const auto all = OfficialApi::shared().examine(request, answer);
    return all.empty() ? "" : all.front().substr(all.front().find(": ") + 2);
}

struct Product {
    Level level;
    std::string name;
    std::string version;
};

const std::vector<Product>& products() {
    static const std::vector<Product> all = {
        {Level::server2019, "Server 2019", "5.0"}, {Level::server2019_1, "Server 2019.1", "5.1"},
        {Level::server2020, "Server 2020", "6.0"}, {Level::server2020_1, "Server 2020.1", "6.0"},
        {Level::server2022, "Server 2022", "7.0"}, {Level::server2022_1, "Server 2022.1", "7.1"},
        {Level::services, "Services", "7.1"},
    };
    return all;
}

/// A stand-in whose project needs encoding, and the adapter on it.
struct Bench {
    explicit Bench(Level level, const std::string& name = "Caf\xC3\xA9 100% #1")
        : project(name),
          system(options_for(level, name), [this] { return now += 10; }),
          http(system, "pat"),
          tracker(http, {"http://127.0.0.1:8790", "fabrikam"}) {}

    static sandbox::azure_devops::Options options_for(Level level, const std::string& name) {
        sandbox::azure_devops::Options out;
        out.level = level;
        out.users = {{"Jamal Hartnett", "jamal@example.com"}};
        out.tokens = {{"pat", "jamal@example.com"}};
        out.projects = {{name, sandbox::azure_devops::Process::agile, {"Web"}, {"Sprint 1"}}};
        return out;
    }

    NewWorkItem ticket(int number) const {
        NewWorkItem item;
        item.project = project;
        item.type = "User Story";
        item.fields["System.Title"] = "Ticket " + std::to_string(number);
        item.fields["System.Description"] = Html{"<p>It <b>breaks</b></p>"};
        item.fields["System.Tags"] = Words{"billing", "urgent"};
        item.fields["Microsoft.VSTS.Common.Priority"] = std::int64_t{2};
        item.fields["System.AssignedTo"] = Person{"Jamal Hartnett", "jamal@example.com", "77"};
        item.origin.url = "https://acme.deskpro.com/app#/t/" + std::to_string(number);
        item.origin.comment = mark_text({"0a1b", "ffee" + std::to_string(100000 + number), "Bugs"});
        return item;
    }
    Trace trace(const NewWorkItem& item) const {
        return {item.origin.url, item.project, Time(std::chrono::milliseconds(now - 1000))};
    }
    /// Every operation of the contract, by each of its ways.
    void do_everything() {
        tracker.identify();
        tracker.read_process(project, std::vector<std::string>{"User Story"});
        const std::vector items{ticket(1), ticket(2)};
        tracker.create(items, false);
        tracker.create(std::vector{ticket(3)}, true);
        tracker.find_origins(std::vector{trace(items[0]), trace(ticket(99))});
        tracker.read(std::vector<WorkItemId>{1, 2, 99});
        tracker.walk(project, 1);
        tracker.newest(project);
        follow();
    }
    /// What the carrying of later changes asks.
    void follow() {
        auto cursor = tracker.cursor_from_now();
        for (int i = 0; i < 2; ++i) cursor = tracker.read_news(cursor).cursor;
        tracker.read_news(R"({"since":"2026-11-21T11:30:00Z","before":"1;1;1"})");
        system.remove(3, "jamal@example.com");
        tracker.presence(std::vector<WorkItemId>{1, 3, 99});
        system.comment(1, "jamal@example.com", "said");
        for (const auto& comment : tracker.read_comments(project, 1)) {
            tracker.edit({project, 1, comment.id, Html{"said otherwise"}});
            tracker.remove(project, 1, comment.id);
        }
        const auto kept = tracker.upload({project, "a b.txt", "/dev/null", 0});
        tracker.fetch({kept.url, "a b.txt", ""}, "/dev/null", 10);
        system.change([](Switches& switches) { switches.recycle_bin_takes_lists = false; });
        tracker.presence(std::vector<WorkItemId>{3});
    }

    std::string project;
    long long now = 1'795'260'600'000;
    sandbox::azure_devops::AzureDevOps system;
    StandInHttp http;
    AzureDevOps tracker;
};

}  // namespace

TEST_CASE("what the official description does not allow is found", "[wire]") {
    if (!at_hand()) return;
    const std::string patch = "application/json-patch+json";
    const auto type = [](const std::string& project) { return "/" + project + "/_apis/wit/workitems/$Bug"; };
    const std::string title = R"([{"op":"add","path":"/fields/System.Title","value":"x"}])";
    CHECK(said_of(request("POST", type("Widgets"), "7.1", title, patch)).empty());
    CHECK(said_of(request("POST", type("Wid gets"), "7.1", title, patch)) ==
          "the address has characters that have to be encoded");
    CHECK(said_of(request("POST", type("Widgets"), "7.1", title)) ==
          R"(Content-Type application/json is not among ["application/json-patch+json"])");
    CHECK(said_of(request("POST", type("Widgets"), "7.1", "{}", patch)) == "body is no list");
    CHECK(said_of(request("POST", type("Widgets"), "7.1")) == "the body is missing");
    CHECK(said_of(request("POST", type("Widgets"), "7.1", R"([{"op":"put","path":"/x"}])", patch)) ==
          "body[0].op is none of add, remove, replace, move, copy, test");
    CHECK(said_of(request("POST", type("Widgets"), "7.1", R"([{"operation":"add"}])", patch)) ==
          "body[0].operation is not described");
    CHECK(said_of(request("POST", type("Widgets") + "?expand=all", "7.1", title, patch)) ==
          "query expand is not described");
    CHECK(said_of(request("POST", type("Widgets") + "?$expand=all", "5.0", title, patch)) ==
          "query $expand is not described");
    CHECK(said_of(request("POST", type("Widgets") + "?validateOnly=1", "7.1", title, patch)) ==
          "query validateOnly is neither true nor false");
    CHECK(said_of(request("PUT", type("Widgets"), "7.1", title, patch)) ==
          "no such address in api-version 7.1");
    CHECK(said_of(request("GET", "/_apis/wit/workitems", "7.1")) == "query ids is missing");
    CHECK(said_of(request("GET", "/_apis/wit/workitems?ids=1&errorPolicy=skip", "7.1")) ==
          "query errorPolicy is none of fail, omit");
    CHECK(said_of(request("POST", "/_apis/wit/workitemsbatch", "7.1", R"({"ids":["a"]})")) ==
          "body.ids[0] is no integer");
    CHECK(said_of(request("GET", "/Widgets/_apis/wit/workItems/7/comments", "7.1")) ==
          "api-version 7.1 is not 7.1-preview.4");
    CHECK(said_of(request("GET", "/Widgets/_apis/wit/workItems/7/comments", "7.1-preview.3")).empty());
    CHECK(said_of(request("POST", "/Widgets/_apis/wit/workItems/7/comments", "5.0-preview.2", "{}")) ==
          "no such address in api-version 5.0");
    CHECK(said_of(request("GET", "/_apis/wit/workitems/7", "9.9")) ==
          "there is no description of api-version \"9.9\"");
}

TEST_CASE("the parts of a batch are held against the description like requests", "[wire]") {
    if (!at_hand()) return;
    const auto part = [](const std::string& uri, const std::string& body) {
        return request("POST", "/_apis/wit/$batch", "7.1",
                       R"([{"method":"PATCH","uri":")" + uri +
                           R"(","headers":{"Content-Type":"application/json-patch+json"},"body":)" + body +
                           "}]");
    };
    CHECK(said_of(part("/Widgets/_apis/wit/workItems/$Bug?api-version=7.1", "[]")).empty());
    CHECK(said_of(part("/_apis/wit/workItems/7?api-version=7.1", "[]")).empty());
    CHECK(said_of(part("/Widgets/_apis/wit/workItems/$Bug?api-version=7.1&quiet=true", "[]")) ==
          "query quiet is not described");
    CHECK(said_of(part("/Widgets/_apis/wit/workItems/$Bug?api-version=7.1", "[{\"op\":1}]")) ==
          "body[0].op is none of add, remove, replace, move, copy, test");
    const auto good = part("/Widgets/_apis/wit/workItems/$Bug?api-version=7.1", "[]");
    CHECK(
        said_of(good, json_answer(200, R"({"count":1,"value":[{"code":200,"body":"{\"id\":7}"}]})")).empty());
    CHECK(said_of(good, json_answer(200, R"({"count":1,"value":[{"code":200,"body":"{\"id\":\"x\"}"}]})")) ==
          "answer.id is no integer");
}

TEST_CASE("answers are held against their schema", "[wire]") {
    if (!at_hand()) return;
    const auto get = request("GET", "/_apis/wit/workitems/7", "7.1");
    CHECK(said_of(get, json_answer(200, R"({"id":7,"rev":1,"fields":{"System.Title":"x"}})")).empty());
    CHECK(said_of(get, json_answer(200, R"({"id":"7"})")) == "answer.id is no integer");
    CHECK(said_of(get, json_answer(200, R"({"relations":[{"url":7}]})")) ==
          "answer.relations[0].url is no text");
    const auto list = request("GET", "/_apis/projects", "7.1");
    CHECK(said_of(list, json_answer(200, R"({"count":1,"value":[{"state":"wellFormed"}]})")).empty());
    CHECK(said_of(list, json_answer(200, R"([])")) == "answer.value is no list");
    CHECK(said_of(list, json_answer(200, R"({"count":2,"value":[{}]})")) ==
          "answer.count is not the number of rows");
    CHECK(said_of(list, json_answer(200, R"({"count":1,"value":[{"id":"7"}]})")) ==
          "answer.value[0].id is no GUID");
    CHECK(said_of(list, json_answer(200, R"({"count":1,"value":[{"lastUpdateTime":"now"}]})")) ==
          "answer.value[0].lastUpdateTime is no date-time");
}

// What the adapter does not ask for (yet); the paths are those of the examples of the description.
TEST_CASE("the other answers of the stand-in are as described, at every level", "[wire]") {
    if (!at_hand()) return;
    struct Asked {
        std::string method;
        std::string path;
        std::string body = {};
        std::string preview = {};   ///< resource version of what was never released
        std::string since = "5.0";  ///< the first api-version that has it
        std::string type = "application/json";
    };
    const std::string patch = "application/json-patch+json", bytes = "application/octet-stream";
    const std::string item = "/Widgets/_apis/wit/workItems/1";
    const std::vector<Asked> all = {
        {"POST", "/Widgets/_apis/wit/workitems/$Bug",
         R"([{"op":"add","path":"/fields/System.Title","value":"x"},{"op":"add","path":"/relations/-","value":
            {"rel":"Hyperlink","url":"https://desk.example/1","attributes":{"comment":"c"}}}])",
         "", "5.0", patch},
        {"PATCH", "/_apis/wit/workitems/1",
         R"([{"op":"test","path":"/rev","value":1},{"op":"add","path":"/fields/System.History","value":"said"},
            {"op":"add","path":"/fields/System.State","value":"Active"}])",
         "", "5.0", patch},
        {"GET", "/_apis/wit/workitems/1?$expand=all"},
        {"GET", "/_apis/wit/workitems?ids=1&errorPolicy=omit"},
        {"GET", item + "/updates"},
        {"GET", item + "/updates/1"},
        {"GET", item + "/revisions?$expand=all"},
        {"GET", item + "/revisions/1"},
        {"POST", item + "/comments", R"({"text":"hello"})", "-preview.3", "5.1"},
        {"PATCH", item + "/comments/1", R"({"text":"changed"})", "-preview.3", "5.1"},
        {"GET", item + "/comments?$top=10&order=asc", "", "-preview.3", "5.1"},
        {"GET", item + "/comments/1", "", "-preview.3", "5.1"},
        {"GET", "/Widgets/_apis/wit/reporting/workitemrevisions?$maxPageSize=10&includeDeleted=true"},
        {"POST", "/Widgets/_apis/wit/reporting/workitemrevisions?$expand=fields", R"({"types":["Bug"]})"},
        {"POST", "/Widgets/_apis/wit/attachments?fileName=a.txt&uploadType=Simple", "some bytes", "", "5.0",
         bytes},
        {"POST", "/Widgets/_apis/wit/wiql?$top=5",
         R"({"query":"SELECT [System.Id] FROM WorkItems ORDER BY [System.Id]"})"},
        {"GET", "/Widgets/_apis/wit/workitemtypes/Bug"},
        {"GET", "/Widgets/_apis/wit/workitemtypes/Bug/fields?$expand=all"},
        {"GET", "/Widgets/_apis/wit/workitemtypecategories"},
        {"GET", "/_apis/wit/workitemrelationtypes"},
        {"GET", "/_apis/wit/fields/System.Title"},
        {"GET", "/Widgets/_apis/wit/classificationnodes?$depth=3"},
        {"POST", "/Widgets/_apis/wit/classificationnodes/areas/Web", R"({"name":"New"})"},
        {"GET", "/Widgets/_apis/wit/classificationnodes/areas/Web?$depth=2"},
        {"GET", "/Widgets/_apis/wit/tags", "", "-preview.1", "6.0"},
        {"GET", "/_apis/projects?$top=1"},
        {"GET", "/_apis/projects/Widgets?includeCapabilities=true"},
        {"GET", "/_apis/process/processes"},
        {"DELETE", "/Widgets/_apis/wit/workitems/1"},
        {"GET", "/Widgets/_apis/wit/recyclebin"},
        {"GET", "/Widgets/_apis/wit/recyclebin?ids=1"},
        {"GET", "/Widgets/_apis/wit/recyclebin/1"},
        {"PATCH", "/Widgets/_apis/wit/recyclebin/1", R"({"isDeleted":false})"},
    };
    for (const auto& product : products()) {
        OfficialApi::shared().forget();
        Bench bench(product.level, "Widgets");
        for (const auto& asked : all) {
            if (product.version < asked.since) continue;
            const bool released = product.version >= "7.0" && asked.path.find("/tags") != std::string::npos;
            const auto version = product.version + (released ? "" : asked.preview);
            CAPTURE(product.name, asked.method, asked.path);
            const auto answer =
                bench.http.exchange(request(asked.method, asked.path, version, asked.body, asked.type));
            CAPTURE(answer.body);
            CHECK(answer.status >= 200);
            CHECK(answer.status < 300);
        }
        CHECK(OfficialApi::shared().seen().size() >= 26);
    }
}

// StandInHttp examines every exchange; here every operation is asked for at every level.
TEST_CASE("every request of the adapter and every answer of the stand-in is as described, at every level",
          "[wire]") {
    if (!at_hand()) return;
    for (const auto& product : products()) {
        DYNAMIC_SECTION(product.name) {
            OfficialApi::shared().forget();
            Bench bench(product.level);
            bench.do_everything();
            bench.system.change([](Switches& switches) {
                switches.batch = BatchMode::absent;
                switches.artifact_query = ArtifactQuery::absent;
            });
            AzureDevOps other(bench.http, {"http://127.0.0.1:8790", "fabrikam"});
            other.create(std::vector{bench.ticket(4)}, false);
            other.find_origins(std::vector{bench.trace(bench.ticket(4))});
            bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
                if (request.url.find("workitemsbatch") != std::string::npos) answer = {405, {}, ""};
            };
            CHECK(other.read(std::vector<WorkItemId>{1, 99}).size() == 1);
            const auto& seen = OfficialApi::shared().seen();
            for (const std::string operation :
                 {"POST wit/workitems/${type}", "GET wit/workitems", "POST wit/workitemsbatch",
                  "POST wit/wiql", "POST wit/artifacturiquery", "GET wit/classificationnodes",
                  "GET projects/{projectid}", "GET wit/fields", "GET wit/workitemtypes",
                  "GET wit/workitemtypes/{type}/fields"}) {
                CAPTURE(operation);
                CHECK(seen.count(product.version + " " + operation) == 1);
            }
            for (const std::string operation :
                 {"GET wit/reporting/workitemrevisions", "GET wit/recyclebin", "GET wit/recyclebin/{id}",
                  "GET wit/attachments/{id}", "POST wit/attachments"}) {
                CAPTURE(operation);
                CHECK(seen.count(product.version + " " + operation) == 1);
            }
            if (product.level == Level::server2019) continue;
            // what was never released is asked in the newest preview, on Server 2020.1 in that of 6.1
            const auto preview = product.level == Level::server2020_1 ? "6.1" : product.version;
            for (const std::string verb : {"PATCH", "DELETE"}) {
                CAPTURE(verb);
                CHECK(seen.count(preview + " " + verb + " wit/workitems/{workitemid}/comments/{commentid}") ==
                      1);
            }
        }
    }
}
