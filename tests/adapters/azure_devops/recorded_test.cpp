#include "recorded.h"

#include "adapters/azure_devops/azure_devops.h"
#include "adapters/azure_devops/rules.h"
#include "adapters/azure_devops/server_error.h"
#include "lines.h"
#include "official_api.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Recordings of a method whose address has the part and whose answer is a success.
std::vector<Recording> answered(const std::string& method, const std::string& part) {
    auto all = recordings();
    std::erase_if(all,
                  [&](const Recording& each) { return !each.is(method, part) || each.answer.status >= 300; });
    return all;
}

std::string title_of(const WorkItem& item) {
    return std::get<std::string>(item.fields.at("System.Title"));
}

/// What every single item of the recordings has, against the JSON as it came.
void check_item(const Recording& recording) {
    const auto document = Client::read(recording.answer, "read");
    const auto raw = document.root();
    const auto item = read_work_item(raw, "https://dev.azure.com/fabrikam", {});
    CHECK(item.id == raw["id"].integer());
    CHECK(item.revision == raw["rev"].integer());
    CHECK(title_of(item) == raw["fields"]["System.Title"].text());
    CHECK(contains(item.url, "/_workitems/edit/" + std::to_string(item.id)));
    const auto& author = std::get<Person>(item.fields.at("System.CreatedBy"));
    CHECK(author.email == "test@example.com");
    CHECK(author.id == raw["fields"]["System.CreatedBy"]["id"].text());
    const auto created = parse_time(raw["fields"]["System.CreatedDate"].text());
    REQUIRE(created);
    CHECK(std::get<Time>(item.fields.at("System.CreatedDate")) == *created);
    // links between items are no hyperlinks
    CHECK(item.hyperlinks.empty());
    CHECK(read_hyperlinks(raw).has_value() == !raw["relations"].missing());
}

/// The service as it was seen, with one project.
class RealService {
public:
    explicit RealService(const std::string& project)
        : versions_(official_file("observed/options-_apis-dev.azure.com.json")),
          project_(answered("GET", "/_apis/projects/" + project)),
          projects_(answered("GET", "/_apis/projects?")),
          trees_(answered("GET", "/_apis/wit/classificationNodes?$depth=0")),
          types_(examples("workItemTypes")),
          fields_(examples("fields")),
          type_fields_(examples("workItemTypesField")),
          states_(examples("workItemTypeStates")) {
        for (auto& each : recordings())
            if (contains(each.answer.body, "TF200016")) none_ = each.answer;
    }

    bool is_at_hand() const { return versions_ && !trees_.empty() && !types_.empty(); }

    HttpResponse answer(const HttpRequest& request) const {
        const auto asks = [&](const std::string& part) { return contains(request.url, part); };
        if (request.method == "OPTIONS") return json_answer(200, versions_->root().dump());
        if (asks("/_apis/projects?")) return projects_.front().answer;
        if (asks("/_apis/projects/")) return project_.empty() ? none_ : project_.front().answer;
        if (asks("/fields?$expand=all")) return example(type_fields_, "GET__workItemType_fields_expand");
        if (asks("/states")) return example(states_, "");
        if (asks("/workitemtypes")) return example(types_, "GET__wit_workItemTypes.");
        if (asks("/wit/fields")) return example(fields_, "GET__wit_fields.");
        return trees_.front().answer;
    }

private:
    static HttpResponse example(const std::vector<Example>& all, const std::string& name) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Example& each) {
            return contains(each.name, "7.2") && contains(each.name, name);
        });
        REQUIRE(found != all.end());
        return json_answer(200, found->answer.root().dump());
    }

    std::optional<json::Document> versions_;
    std::vector<Recording> project_, projects_, trees_;
    std::vector<Example> types_, fields_, type_fields_, states_;
    HttpResponse none_;
};

}  // namespace

TEST_CASE("the list of versions of the real service leads to 7.1 and to numbered previews", "[wire]") {
    const auto list = official_file("observed/options-_apis-dev.azure.com.json");
    if (!list) return;
    Versions versions;
    CHECK(versions.learn((*list)["value"]));
    CHECK(versions.level() == "7.1");
    for (const auto& resource : {resource::create, resource::read, resource::batch, resource::wiql,
                                 resource::types, resource::type_fields, resource::fields, resource::trees,
                                 resource::artifacts, resource::projects, resource::type_states})
        CHECK(versions.of(resource) == "7.1");
    CHECK(versions.of(resource::connection_data) == "7.1-preview.1");
}

TEST_CASE("recorded items are read: created, looked at, and changed", "[wire]") {
    if (recordings().empty()) return;
    const std::vector<std::pair<std::string, std::size_t>> kinds = {{"POST", 5}, {"GET", 2}, {"PATCH", 4}};
    for (const auto& [method, count] : kinds) {
        auto found = answered(method, "/_apis/wit/workItems/");
        CHECK(found.size() == count);
        for (const auto& each : found) {
            CAPTURE(method, each.request.url);
            check_item(each);
        }
    }
}

TEST_CASE("recorded lists of items are read, in order and with the fields that were asked for", "[wire]") {
    if (recordings().empty()) return;
    const auto found = answered("GET", "/_apis/wit/workItems?ids=");
    CHECK(found.size() == 2);
    for (const auto& each : found) {
        CAPTURE(each.request.url);
        const auto document = Client::read(each.answer, "read");
        std::string ids;
        for (const auto& row : list_of(document.root())) {
            const auto item = read_work_item(row, "https://dev.azure.com/fabrikam", {});
            ids += (ids.empty() ? "" : "%2C") + std::to_string(item.id);
            CHECK(item.fields.at("System.State") == Value(std::string("To Do")));
            CHECK(item.fields.count("System.AssignedTo") == 0);
        }
        CHECK(contains(each.request.url, "ids=" + ids + "&"));
    }
}

TEST_CASE("recorded queries are read: every id that was asked for, and none where links were", "[wire]") {
    if (recordings().empty()) return;
    const auto found = answered("POST", "/_apis/wit/wiql");
    CHECK(found.size() == 3);
    std::size_t named = 0;
    for (const auto& each : found) {
        CAPTURE(each.request.body);
        const auto document = Client::read(each.answer, "query");
        const auto ids = read_ids(document["workItems"].items());
        CHECK(ids.size() == document["workItems"].size());
        for (const auto id : ids) {
            if (!contains(each.request.body, "[System.Id] = ")) continue;
            ++named;
            CHECK(contains(each.request.body, "[System.Id] = " + std::to_string(id)));
        }
    }
    CHECK(named == 4);
}

TEST_CASE("recorded trees are read, whole ones and parts, also when they were just made", "[wire]") {
    if (recordings().empty()) return;
    std::size_t single = 0, listed = 0;
    for (const auto& each : recordings()) {
        if (!contains(each.request.url, "/classificationNodes") || each.answer.status == 204) continue;
        CAPTURE(each.request.method, each.request.url);
        const auto document = Client::read(each.answer, "read trees");
        const bool is_list = document["value"].is_array();
        for (const auto& node : is_list ? list_of(document.root()) : std::vector{document.root()}) {
            const auto path = node["path"].text();
            CHECK(read_tree(node) == std::vector{path.substr(path.rfind('\\') + 1) == "Area" ||
                                                         path.substr(path.rfind('\\') + 1) == "Iteration"
                                                     ? std::string("Area1000001")
                                                     : path.substr(path.rfind('\\') + 1)});
            (is_list ? listed : single) += 1;
        }
    }
    CHECK(single == 6);
    CHECK(listed == 3);
}

TEST_CASE("the recorded answer about the connection says who is signed in", "[wire]") {
    const auto versions = official_file("observed/options-_apis-dev.azure.com.json");
    const auto found = answered("GET", "/_apis/ConnectionData");
    if (!versions || found.empty()) return;
    ScriptedHttp http([&](const HttpRequest& request) {
        return request.method == "OPTIONS" ? json_answer(200, versions->root().dump()) : found.front().answer;
    });
    AzureDevOps tracker(http, {"https://dev.azure.com", "fabrikam"});
    const auto identity = tracker.identify();
    CHECK(identity.product == "Azure DevOps Services");
    CHECK(identity.account == "Test User <user@example.com>");
    const auto document = Client::read(found.front().answer, "sign in");
    CHECK(identity.id == document["instanceId"].text());
    CHECK(identity.id.size() == 36);
    CHECK(http.count("/_apis/connectionData") == 1);
}

// Fields, types and states are the examples of the description, all else is recorded.
TEST_CASE("the process of a project is read from what the real service answers", "[wire]") {
    const RealService service("Area1000001");
    if (!service.is_at_hand()) return;
    ScriptedHttp http([&](const HttpRequest& request) { return service.answer(request); });
    AzureDevOps tracker(http, {"https://dev.azure.com", "fabrikam"});
    const auto process = tracker.read_process("Area1000001", std::vector<std::string>{"bug"});
    CHECK(process.project_id == "f4b53f43-e2a9-4893-9099-699329beae68");
    CHECK(process.areas == std::vector<std::string>{"Area1000001"});
    CHECK(process.iterations == std::vector<std::string>{"Area1000001"});
    const auto type = std::find_if(process.types.begin(), process.types.end(),
                                   [](const TypeRules& each) { return each.name == "Bug"; });
    REQUIRE(type != process.types.end());
    CHECK(process.types.size() == 15);
    CHECK(type->initial_states == std::vector<std::string>{"New"});
    CHECK(type->states.size() >= 4);
    const auto rule = [&](const std::string& reference) {
        const auto found = std::find_if(type->fields.begin(), type->fields.end(),
                                        [&](const FieldRule& each) { return each.reference == reference; });
        REQUIRE(found != type->fields.end());
        return *found;
    };
    CHECK(rule("System.Title").required);
    CHECK(rule("Microsoft.VSTS.Common.Priority").allowed == std::vector<std::string>{"1", "2", "3", "4"});
    CHECK(rule("System.Tags").kind == FieldKind::words);
    CHECK(rule("System.AssignedTo").kind == FieldKind::person);
    CHECK_FALSE(rule("System.AreaPath").read_only);
    CHECK(rule("System.CreatedDate").read_only);
}

TEST_CASE("every recorded project is recognised, by its name or its id", "[wire]") {
    std::set<std::string> ids;
    for (const auto& each : answered("GET", "/_apis/projects/")) {
        const auto project = Client::read(each.answer, "read a project");
        const auto begin = each.request.url.find("/projects/") + 10;
        const auto asked = each.request.url.substr(begin, each.request.url.find('?') - begin);
        CAPTURE(asked);
        const RealService service(asked);
        ScriptedHttp http([&](const HttpRequest& request) { return service.answer(request); });
        AzureDevOps tracker(http, {"https://dev.azure.com", "fabrikam"});
        const auto process = tracker.read_process(asked, {});
        CHECK(process.project == project["name"].text());
        CHECK(process.project_id == project["id"].text());
        CHECK(http.count("GET https://dev.azure.com/fabrikam/" + process.project + "/_apis/wit/fields") == 1);
        ids.insert(process.project_id);
    }
    CHECK((ids.empty() || ids.size() >= 10));
}

TEST_CASE("a project that the real service does not know is told with those that it has", "[wire]") {
    const RealService service("No such project");
    if (!service.is_at_hand()) return;
    ScriptedHttp http([&](const HttpRequest& request) { return service.answer(request); });
    AzureDevOps tracker(http, {"https://dev.azure.com", "fabrikam"});
    try {
        tracker.read_process("ImportRepoTests", {});
        FAIL("there is no such project");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::run);
        CHECK(error.trouble == Trouble::configuration);
        CHECK_THAT(error.what(), Catch::Contains("there are: ") && Catch::Contains("Chatopsvalidations"));
        CHECK_THAT(error.hint, Catch::Contains("Was \"ImportRepoTest\" meant?"));
    }
}

TEST_CASE("recorded refusals are understood", "[wire]") {
    std::size_t failures = 0;
    for (const auto& each : recordings()) {
        const auto& answer = each.answer;
        if (answer.status < 400) continue;
        ++failures;
        CAPTURE(each.request.method, each.request.url, answer.status);
        CHECK_FALSE(is_json_answer(answer));
        const auto error = error_of(answer, "do it");
        CHECK(error.reach == Reach::side);
        CHECK_FALSE(error.hint.empty());
        if (answer.status == 503) {
            CHECK_THAT(error.hint, Catch::Contains("administrator"));
            CHECK(read_server_error(answer).is("TF24668"));
        }
        if (answer.status == 401) CHECK(error.trouble == Trouble::sign_in);
        if (contains(answer.body, "TF200016")) {
            CHECK_THAT(error.what(), Catch::Contains("no such project"));
            CHECK(read_server_error(answer).is("ProjectDoesNotExist"));
        }
        if (contains(answer.body, "IController")) CHECK_FALSE(read_server_error(answer).is("TF401232"));
        if (contains(answer.body, "TeamFieldArgumentNull"))
            CHECK(read_server_error(answer).is("TeamFieldArgumentNullException"));
        // names of people's things stay out of messages
        CHECK_THAT(error.what(), !Catch::Contains("teamArea_000002_Root_Area"));
    }
    CHECK((failures == 0 || failures == 9));
}

TEST_CASE("the real service answers as its own description says, so the check is no stricter than the wire",
          "[wire]") {
    std::size_t examined = 0;
    for (const auto& each : recordings()) {
        const bool ours =
            contains(each.request.url, "/_apis/wit/") || contains(each.request.url, "/_apis/projects");
        if (!ours || each.answer.status >= 300) continue;
        CAPTURE(each.request.method, each.request.url);
        for (const auto& complaint : OfficialApi::shared().examine(each.request, each.answer)) {
            // "organization", which no description has
            if (!contains(complaint, "visibility is none of")) FAIL_CHECK(complaint);
        }
        ++examined;
    }
    CHECK((examined == 0 || examined > 40));
}
