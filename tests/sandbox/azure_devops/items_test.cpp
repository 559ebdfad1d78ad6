#include "service.h"

#include <catch2/catch.hpp>

using namespace test;

TEST_CASE("creating an item answers 200 with the item, its links and the dates trimmed") {
    Service service;
    const Reply reply =
        service.send("POST", create_target(), "[" + add("System.Title", "A bug").substr(1) + "]");
    REQUIRE(reply.status == 200);
    CHECK(reply.headers.find("Content-Type")->second == "application/json; charset=utf-8; api-version=5.0");
    const Object item = parse(reply.body);
    CHECK(item->getValue<int>("id") == 1);
    CHECK(item->getValue<int>("rev") == 1);
    const Object fields = member(item, "fields");
    CHECK(text(fields, "System.CreatedDate") == "2026-03-04T08:11:26.23Z");
    CHECK(text(fields, "System.State") == "New");
    CHECK(text(fields, "System.AreaPath") == "Widgets");
    CHECK(text(fields, "Microsoft.VSTS.Common.Severity") == "3 - Medium");
    CHECK(fields->getValue<int>("Microsoft.VSTS.Common.Priority") == 2);
    CHECK(fields->getValue<int>("System.CommentCount") == 0);
    CHECK(text(member(fields, "System.CreatedBy"), "uniqueName") == "ada@fabrikam.example");
    CHECK_FALSE(fields->has("System.Id"));
    CHECK(text(member(member(item, "_links"), "html"), "href").find("/_workitems/edit/1") !=
          std::string::npos);
}

TEST_CASE("text is kept byte for byte") {
    Service service;
    const std::string odd = "<p>\"x\" \xF0\x9F\x98\x80 \xE2\x80\xA8 &amp; \\ \t end</p>\n";
    const int id = service.bug_id("odd", add("System.Description", odd));
    CHECK(service.system.item(id)->fields.at("System.Description") == odd);
    const Object item = service.ok("GET", "/_apis/wit/workItems/" + std::to_string(id));
    CHECK(text(member(item, "fields"), "System.Description") == odd);
}

TEST_CASE("a hyperlink with its comment comes along with the create and makes one revision") {
    Service service;
    const std::string link =
        R"(,{"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://desk.example/t/1","attributes":{"comment":"mark"}}})";
    const Object item = service.bug("linked", link);
    REQUIRE(list(item, "relations")->size() == 1);
    const Object relation = list(item, "relations")->getObject(0);
    CHECK(text(relation, "rel") == "Hyperlink");
    CHECK(text(member(relation, "attributes"), "comment") == "mark");
    CHECK(service.system.item(1)->revisions == 1);
    const Reply again = service.patch(1, "[" + link.substr(1) + "]");
    CHECK(again.status == 400);
    CHECK(service.system.item(1)->links.size() == 1);
}

namespace {

std::string create_body(const std::string& more) {
    return "[" + add("System.Title", "t").substr(1) + more + "]";
}

// Status and type key of a refused create.
std::pair<int, Object> refused(Service& service, const std::string& target, const std::string& body,
                               const std::string& secret = "ada-token") {
    const Reply reply = service.send("POST", target, body, secret);
    INFO(reply.body);
    CHECK(reply.status >= 400);
    CHECK(service.system.item_count() == 0);
    return {reply.status, parse(reply.body)};
}

std::string issue_target() {
    return "/Basics/_apis/wit/workitems/$Issue?api-version=5.0";
}

std::string hyperlink(const std::string& url) {
    return R"({"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":")" + url + R"("}})";
}

}  // namespace

TEST_CASE("a required field that is empty is a broken rule with its flags") {
    Service service;
    const auto [status, error] = refused(service, issue_target(), create_body(""));
    CHECK(status == 400);
    CHECK(text(error, "typeKey") == "RuleValidationException");
    const Array errors = list(member(error, "customProperties"), "RuleValidationErrors");
    REQUIRE(errors->size() == 1);
    CHECK(text(errors->getObject(0), "fieldReferenceName") == "Custom.Team");
    CHECK(text(errors->getObject(0), "fieldStatusFlags") == "required, invalidEmpty");
    CHECK(errors->getObject(0)->getValue<int>("fieldStatusCode") == 524289);
    CHECK(text(error, "message") ==
          "TF401320: Rule Error for field Team. Error code: Required, InvalidEmpty.");
    CHECK(service.send("POST", issue_target(), create_body(add("Custom.Team", "red"))).status == 200);
}

TEST_CASE("values outside a picklist, wrong types, long titles and a missing title are broken rules") {
    Service service;
    const auto broken = [&](const std::string& body) {
        const auto [status, error] = refused(service, create_target(), body);
        CHECK(status == 400);
        CHECK(text(error, "typeKey") == "RuleValidationException");
        return text(list(member(error, "customProperties"), "RuleValidationErrors")->getObject(0),
                    "fieldReferenceName");
    };
    CHECK(broken(create_body(add("Microsoft.VSTS.Common.Severity", "Terrible"))) ==
          "Microsoft.VSTS.Common.Severity");
    CHECK(broken(create_body(add("Microsoft.VSTS.Common.Priority", "7"))) ==
          "Microsoft.VSTS.Common.Priority");
    CHECK(broken(create_body(add("Microsoft.VSTS.Common.Priority", "high"))) ==
          "Microsoft.VSTS.Common.Priority");
    CHECK(broken("[" + add("System.Title", std::string(256, 'x')).substr(1) + "]") == "System.Title");
    CHECK(broken("[" + add("System.Description", "no title").substr(1) + "]") == "System.Title");
    CHECK(broken(create_body(add("System.Description", std::string(1000001, 'x')))) == "System.Description");
    CHECK(service
              .send("POST", create_target(), "[" + add("System.Title", std::string(255, 'x')).substr(1) + "]")
              .status == 200);
}

TEST_CASE("a title is measured in UTF-16 units") {
    Service service;
    std::string faces;
    for (int i = 0; i < 128; ++i) faces += "\xF0\x9F\x98\x80";
    CHECK(service.send("POST", create_target(), "[" + add("System.Title", faces).substr(1) + "]").status ==
          400);
    faces.erase(0, 4);
    CHECK(service.send("POST", create_target(), "[" + add("System.Title", faces).substr(1) + "]").status ==
          200);
}

TEST_CASE("a state that is no first state is refused at creation but for the switch") {
    Service service;
    const auto [status, error] =
        refused(service, create_target(), create_body(add("System.State", "Closed")));
    CHECK(status == 400);
    CHECK(text(error, "message") ==
          "The field 'State' contains the value 'Closed' that is not in the list of supported values");
    service.system.change([](Switches& switches) { switches.any_state_at_creation = true; });
    CHECK(service.send("POST", create_target(), create_body(add("System.State", "Closed"))).status == 200);
    CHECK(service.send("POST", create_target(), create_body(add("System.State", "Done"))).status == 400);
}

TEST_CASE("wrong places, fields, people and read-only fields are told by their codes") {
    Service service;
    const auto message = [&](const std::string& more) {
        const auto [status, error] = refused(service, create_target(), create_body(more));
        CHECK(status == 400);
        return text(error, "message");
    };
    CHECK(message(add("System.AreaPath", "Widgets\\Nowhere")) ==
          "TF401347: Invalid tree name given for work item -1, field 'System.AreaPath'.");
    CHECK(message(add("Custom.Nope", "x")) == "TF51535: Cannot find field Custom.Nope.");
    CHECK(message(add("System.BoardColumn", "x")) ==
          "TF401326: Invalid field status 'ReadOnly' for field 'System.BoardColumn'.");
    CHECK(message(add("System.AssignedTo", "Nobody")) ==
          "The identity value 'Nobody' for field 'Assigned To' is an unknown identity.");
    const auto [status, error] =
        refused(service, create_target(), create_body(add("System.AssignedTo", "Sam Same")));
    CHECK(text(error, "typeKey") == "WorkItemFieldInvalidException");
    CHECK(error->getValue<int>("errorCode") == 600171);
}

TEST_CASE("people are written in any form and read as an object") {
    Service service;
    for (const char* form : {"bob@fabrikam.example", "Bob Bober", "Bob Bober <BOB@fabrikam.example>"}) {
        const Object item = service.bug("x", add("System.AssignedTo", form));
        CHECK(text(member(member(item, "fields"), "System.AssignedTo"), "displayName") == "Bob Bober");
    }
    const Object item = service.bug(
        "x",
        R"(,{"op":"add","path":"/fields/System.AssignedTo","value":{"uniqueName":"bob@fabrikam.example"}})");
    const int id = item->getValue<int>("id");
    CHECK(service.patch(id, R"([{"op":"remove","path":"/fields/System.AssignedTo"}])").status == 200);
    CHECK(service.system.item(id)->fields.count("System.AssignedTo") == 0);
}

TEST_CASE("a failed test of the revision is 412 and changes nothing") {
    Service service;
    const int id = service.bug_id("before");
    const Reply stale =
        service.patch(id, R"([{"op":"test","path":"/rev","value":7})" + add("System.Title", "after") + "]");
    CHECK(stale.status == 412);
    const Object error = parse(stale.body);
    CHECK(text(error, "typeKey") == "TestPatchOperationFailedException");
    CHECK(text(error, "message") ==
          "VS403351: Test Operation for path /rev failed, value 1 was not equal to test value 7.");
    CHECK(service.patch(id, R"([{"op":"test","path":"/rev","value":1})" + add("System.Title", "after") + "]")
              .status == 200);
    CHECK(service.system.item(id)->rev == 2);
}

TEST_CASE("a patch that changes nothing keeps the revision, an empty one is refused") {
    Service service;
    const int id = service.bug_id("same");
    CHECK(service.patch(id, "[" + add("System.Title", "same").substr(1) + "]").status == 200);
    CHECK(service.system.item(id)->rev == 1);
    CHECK(service.patch(id, "[]").status == 400);
    CHECK(service.send("PATCH", "/_apis/wit/workitems/1?api-version=5.0", "[{").status == 400);
}

TEST_CASE("a patch document needs its own content type") {
    Service service;
    const Reply reply = service.send("POST", create_target(), create_body(""), "ada-token",
                                     {{"Content-Type", "application/json"}});
    CHECK(reply.status == 415);
    CHECK(service.system.item_count() == 0);
}

TEST_CASE("links between items change neither revision nor date, on either end") {
    Service service;
    const int parent = service.bug_id("parent"), child = service.bug_id("child");
    const std::string link =
        R"([{"op":"add","path":"/relations/-","value":{"rel":"System.LinkTypes.Hierarchy-Forward","url":"https://dev.azure.com/fabrikam/_apis/wit/workItems/2"}}])";
    service.now_ms += 5000;
    const Reply reply = service.patch(parent, link);
    REQUIRE(reply.status == 200);
    CHECK(parse(reply.body)->getValue<int>("rev") == 1);
    CHECK(text(member(list(parse(reply.body), "relations")->getObject(0), "attributes"), "name") == "Child");
    CHECK(service.system.item(parent)->changed_ms == service.system.item(child)->changed_ms);
    const Object other = service.ok("GET", "/_apis/wit/workItems/2?$expand=all");
    CHECK(member(other, "fields")->getValue<int>("System.Parent") == parent);
    CHECK(service.ok("GET", "/_apis/wit/workItems/1/updates")->getValue<int>("count") == 2);
    CHECK(service.patch(parent, link).status == 400);
    const int third = service.bug_id("second parent");
    const Reply extra = service.patch(
        child,
        R"([{"op":"add","path":"/relations/-","value":{"rel":"System.LinkTypes.Hierarchy-Reverse","url":"x/)" +
            std::to_string(third) + R"("}}])");
    CHECK(extra.status == 400);
    CHECK(extra.body.find("TF201036") != std::string::npos);
}

TEST_CASE("a hyperlink makes a revision unless the switch says otherwise, and is removed by its place") {
    Service service;
    const int id = service.bug_id("x");
    CHECK(service.patch(id, "[" + hyperlink("https://a/") + "," + hyperlink("https://b/") + "]").status ==
          200);
    CHECK(service.system.item(id)->rev == 2);
    CHECK(service.patch(id, R"([{"op":"remove","path":"/relations/0"}])").status == 200);
    REQUIRE(service.system.item(id)->links.size() == 1);
    CHECK(service.system.item(id)->links[0].url == "https://b/");
    service.system.change([](Switches& switches) { switches.resource_links_make_revisions = false; });
    CHECK(service.patch(id, "[" + hyperlink("https://c/") + "]").status == 200);
    CHECK(service.system.item(id)->rev == 3);
    CHECK(service.patch(id, R"([{"op":"remove","path":"/relations/9"}])").status == 400);
}

TEST_CASE("tags are one text; add replaces the set or merges into it") {
    Service service;
    const int id = service.bug_id("x", add("System.Tags", "red;blue, Red "));
    CHECK(service.system.item(id)->fields.at("System.Tags") == "red; blue");
    service.patch(id, "[" + add("System.Tags", "green").substr(1) + "]");
    CHECK(service.system.item(id)->fields.at("System.Tags") == "green");
    service.system.change([](Switches& switches) { switches.tags_add_merges = true; });
    service.patch(id, "[" + add("System.Tags", "Green; black").substr(1) + "]");
    CHECK(service.system.item(id)->fields.at("System.Tags") == "green; black");
    std::string many;
    for (int i = 0; i < 101; ++i) many += "t" + std::to_string(i) + ";";
    const Reply reply = service.patch(id, "[" + add("System.Tags", many).substr(1) + "]");
    CHECK(reply.body.find("TF401243") != std::string::npos);
    CHECK(service.ok("GET", "/Widgets/_apis/wit/tags")->getValue<int>("count") == 4);
}

TEST_CASE("validateOnly judges and keeps nothing") {
    Service service;
    CHECK(service.send("POST", create_target() + "&validateOnly=true", create_body("")).status == 200);
    CHECK(service.send("POST", issue_target() + "&validateOnly=true", create_body("")).status == 400);
    CHECK(service.system.item_count() == 0);
    const int id = service.bug_id("kept");
    const Object item = service.ok("PATCH", "/_apis/wit/workitems/1?api-version=5.0&validateOnly=true",
                                   "[" + add("System.Title", "other").substr(1) + "]");
    CHECK(text(member(item, "fields"), "System.Title") == "kept");
    CHECK(service.system.item(id)->rev == 1);
}

TEST_CASE("rules are bypassed only by those who may, and dates must increase") {
    Service service;
    const std::string dated = create_body(add("System.CreatedDate", "2020-01-02T03:04:05Z") +
                                          add("System.CreatedBy", "bob@fabrikam.example"));
    CHECK(refused(service, create_target(), dated).first == 400);
    CHECK(refused(service, create_target() + "&bypassRules=true", dated, "bob-token").first == 403);
    const Object item = service.ok("POST", create_target() + "&bypassRules=true", dated);
    CHECK(text(member(item, "fields"), "System.CreatedDate") == "2020-01-02T03:04:05Z");
    const Reply early = service.send("PATCH", "/_apis/wit/workitems/1?api-version=5.0&bypassRules=true",
                                     "[" + add("System.ChangedDate", "2019-01-01").substr(1) + "]");
    CHECK(early.status == 400);
    CHECK(early.body.find("VS402625") != std::string::npos);
}

TEST_CASE("a token that may only read is refused to write") {
    Service service;
    CHECK(refused(service, create_target(), create_body(""), "carl-token").first == 403);
    CHECK(service.send("GET", "/_apis/projects", "", "carl-token").status == 200);
}

TEST_CASE("a new state brings its reason and its dates, and takes them back") {
    Service service;
    const int id = service.bug_id("x");
    service.now_ms += 1000;
    service.patch(id, "[" + add("System.State", "Closed").substr(1) + "]");
    auto fields = service.system.item(id)->fields;
    CHECK(fields.at("System.Reason") == "Moved to state Closed");
    CHECK(fields.at("Microsoft.VSTS.Common.ClosedDate") == "2026-03-04T08:11:27.23Z");
    service.patch(id, "[" + add("System.State", "Active").substr(1) + "]");
    CHECK(service.system.item(id)->fields.count("Microsoft.VSTS.Common.ClosedDate") == 0);
    CHECK(service.patch(id, "[" + add("System.State", "Done").substr(1) + "]").status == 400);
}

TEST_CASE("several items are read by id, at most 200, and one unreadable id fails all unless omitted") {
    Service service;
    for (int i = 0; i < 3; ++i) service.bug("x");
    service.system.change([](Switches& switches) { switches.unreadable_ids = {2}; });
    const std::string target = "/_apis/wit/workitemsbatch?api-version=5.0";
    CHECK(service.send("POST", target, R"({"ids":[1,2,3]})").status == 404);
    const Object some =
        service.ok("POST", target, R"({"ids":[1,2,3],"errorPolicy":"omit","fields":["System.Id"]})");
    CHECK(list(some)->size() == 2);
    CHECK(member(list(some)->getObject(1), "fields")->size() == 1);
    CHECK(list(service.ok("GET", "/_apis/wit/workitems?ids=1%2C2&errorPolicy=2"))->size() == 1);
    CHECK(
        service.send("POST", target, R"({"ids":[1],"fields":["System.Id"],"$expand":"relations"})").status ==
        400);
    std::string ids = "1";
    for (int i = 2; i <= 201; ++i) ids += "," + std::to_string(i);
    const Reply many = service.send("POST", target, "{\"ids\":[" + ids + "],\"errorPolicy\":2}");
    CHECK(text(parse(many.body), "message") ==
          "VS403474: You requested 201 work items which exceeds the limit of 200.");
    service.system.change([](Switches& switches) { switches.omitted_items_are_null = true; });
    CHECK(list(service.ok("POST", target, R"({"ids":[2],"errorPolicy":"omit"})"))->isNull(0));
}

TEST_CASE("$expand=all shows what the server computes and the end of time") {
    Service service;
    service.bug("x");
    const Object fields = member(service.ok("GET", "/_apis/wit/workItems/1?$expand=4"), "fields");
    CHECK(text(fields, "System.RevisedDate") == "9999-01-01T00:00:00Z");
    CHECK(fields->getValue<int>("System.Id") == 1);
    CHECK(fields->getValue<int>("System.Watermark") == 1);
    CHECK(fields->has("System.AreaId"));
}

TEST_CASE("a deleted item waits in the recycle bin, comes back, and is gone when destroyed") {
    Service service;
    service.bug("x");
    service.now_ms = 1484176696000;  // 2017-01-11T23:18:16Z
    const Reply gone = service.send("DELETE", "/_apis/wit/workitems/1?api-version=7.1");
    CHECK(gone.status == 200);
    CHECK(text(parse(gone.body), "deletedDate") == "3/4/2026 8:11:26 AM");
    CHECK(service.get("/_apis/wit/workItems/1").status == 404);
    CHECK(service.ok("GET", "/Widgets/_apis/wit/recyclebin")->getValue<int>("count") == 1);
    const Object back =
        service.ok("PATCH", "/_apis/wit/recyclebin/1?api-version=7.1", R"({"isDeleted":false})");
    CHECK(member(back, "resource")->getValue<int>("rev") == 3);
    CHECK(service.get("/_apis/wit/workItems/1").status == 200);
    CHECK(service.send("DELETE", "/_apis/wit/workitems/1?destroy=true&api-version=7.1").status == 204);
    CHECK_FALSE(service.system.item(1));
    CHECK(service.bug_id("next") == 2);
}

TEST_CASE("the recycle bin tells of several items at once, or only of one") {
    Service service;
    service.bug("x");
    service.bug("y");
    service.system.remove(1, "ada@fabrikam.example");
    const std::string target = "/_apis/wit/recyclebin?ids=1,2,99&api-version=7.1";
    const Object rows = service.ok("GET", target);
    REQUIRE(list(rows)->size() == 1);
    CHECK(list(rows)->getObject(0)->getValue<int>("id") == 1);
    service.system.change([](Switches& switches) { switches.recycle_bin_takes_lists = false; });
    CHECK(service.get(target).status == 400);
    CHECK(service.get("/_apis/wit/recyclebin/1?api-version=7.1").status == 200);
}

TEST_CASE("a process may say which state follows which") {
    auto options = Service::options(Level::services, "");
    options.projects[0].transitions["Bug"] = {{"New", {"Active"}}, {"Closed", {}}};
    Service service(options);
    service.bug("x");
    const auto go = [&](const std::string& state) {
        return service.patch(1, "[" + add("System.State", state).substr(1) + "]");
    };
    const Reply refused = go("Closed");
    CHECK(refused.status == 400);
    CHECK(refused.body.find("System.State") != std::string::npos);
    CHECK(refused.body.find("'Closed'") != std::string::npos);
    CHECK(go("New").status == 200);
    CHECK(go("Active").status == 200);
    CHECK(go("Closed").status == 200);
    CHECK(go("Active").status == 400);
    const Object bug = service.ok("GET", "/Widgets/_apis/wit/workitemtypes/Bug");
    const auto transitions = member(bug, "transitions");
    // a state leads to itself too, as the service tells it
    CHECK(list(transitions, "New")->size() == 2);
    CHECK(list(transitions, "Closed")->size() == 1);
    CHECK(list(transitions, "Resolved")->size() == 4);
}

TEST_CASE("an item moves to another project and type and keeps its id") {
    Service service;
    service.bug("x", add("System.AreaPath", "Widgets\\API"));
    const Reply reply =
        service.patch(1, "[" + add("System.State", "To Do").substr(1) + add("System.TeamProject", "Basics") +
                             add("System.WorkItemType", "Task") + "]");
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    CHECK(service.system.item(1)->project == "Basics");
    CHECK(service.system.item(1)->type == "Task");
    CHECK(service.system.item(1)->fields.at("System.AreaPath") == "Basics");
}

TEST_CASE("poison hits one item and leaves the others") {
    Service service;
    service.system.change([](Switches& switches) {
        switches.poison_title = "bad";
        switches.poison_status = 500;
    });
    CHECK(service.send("POST", create_target(), "[" + add("System.Title", "a bad one").substr(1) + "]")
              .status == 500);
    CHECK(service.bug_id("a good one") == 1);
    service.system.change([](Switches& switches) {
        switches.poison_title.clear();
        switches.poison_ids = {1};
        switches.poison_status = 400;
    });
    CHECK(service.patch(1, "[" + add("System.Title", "new").substr(1) + "]").status == 400);
}

TEST_CASE("a server that rewrites HTML drops what could harm and keeps the rest") {
    Service service;
    service.system.change([](Switches& switches) { switches.rewrites_html = true; });
    service.bug("x", add("System.Description",
                         "<P onclick='x()'>a<br>b<script>evil()</script><a href='javascript:x'>c</a></P>"));
    CHECK(service.system.item(1)->fields.at("System.Description") == "<p>a<br>b<a>c</a></p>");
}

TEST_CASE("people edit, comment, delete and restore in the browser") {
    Service service;
    const int id =
        service.system.add_item("Widgets", "Bug", "bob@fabrikam.example", {{"System.Title", "by hand"}});
    service.system.edit(id, "bob@fabrikam.example", {{"System.State", "Active"}});
    service.system.comment(id, "ada@fabrikam.example", "<b>hello</b>");
    const auto item = service.system.item(id);
    CHECK(item->rev == 3);
    CHECK(item->fields.at("System.ChangedBy") == "Ada Lovelace <ada@fabrikam.example>");
    CHECK(item->comments.at(0).text == "<b>hello</b>");
    CHECK_THROWS(service.system.edit(id, "bob@fabrikam.example", {{"System.State", "Nonsense"}}));
    service.system.remove(id, "bob@fabrikam.example");
    CHECK(service.system.item(id)->deleted);
    service.system.restore(id, "bob@fabrikam.example");
    CHECK_FALSE(service.system.item(id)->deleted);
    CHECK(service.system.counters().writes == 0);
    CHECK(service.system.counters().revisions == 5);
}

namespace {

std::string format_of(const std::string& field, const std::string& format) {
    return R"({"op":"add","path":"/multilineFieldsFormat/)" + field + R"(","value":")" + format + "\"}";
}

}  // namespace

TEST_CASE("a rich-text field becomes Markdown together with its value, on the hosted service only") {
    Service service;
    const std::string value = add("System.Description", "**a**").substr(1);
    service.bug("x");
    CHECK(service.patch(1, "[" + format_of("System.Description", "Markdown") + "]").status == 400);
    CHECK(service.patch(1, "[" + value + "," + format_of("System.Description", "wiki") + "]").status == 400);
    CHECK(service
              .patch(1, "[" + add("System.Title", "y").substr(1) + "," +
                            format_of("System.Title", "markdown") + "]")
              .status == 400);
    const Reply made =
        service.patch(1, "[" + value + "," + format_of("System.Description", "Markdown") + "]");
    CHECK(made.status == 200);
    CHECK(text(member(parse(made.body), "multilineFieldsFormat"), "System.Description") == "markdown");
    CHECK(service.patch(1, "[" + add("System.Description", "<p>b</p>").substr(1) + "]").status == 200);
    const Object now = service.ok("GET", "/_apis/wit/workitems/1?api-version=7.1");
    CHECK(text(member(now, "multilineFieldsFormat"), "System.Description") == "markdown");

    Service server(Level::server2022_1);
    server.bug("x");
    CHECK(server.patch(1, "[" + value + "," + format_of("System.Description", "Markdown") + "]").status ==
          400);
}

TEST_CASE("a list of items tells formats, or does not") {
    Service service;
    const bool tells = GENERATE(true, false);
    service.system.change([&](Switches& switches) { switches.lists_tell_formats = tells; });
    service.bug("x");
    const Object page = service.ok("GET", "/_apis/wit/workitems?ids=1&$expand=relations&api-version=7.1");
    CHECK(list(page)->getObject(0)->has("multilineFieldsFormat") == tells);
}

TEST_CASE("a PATCH in 5.0 may not be supported, and its preview is") {
    Service service(Level::server2019);
    service.bug("x");
    service.system.change([](Switches& switches) { switches.released_5_0_cannot_patch = true; });
    const std::string body = "[" + add("System.Title", "y").substr(1) + "]";
    const Reply refused = service.send("PATCH", "/_apis/wit/workitems/1?api-version=5.0", body);
    CHECK(refused.status == 500);
    CHECK(refused.body.find("\"NotSupportedException\"") != std::string::npos);
    for (const auto* version : {"5.0-preview.2", "5.0-preview", "4.1"})
        CHECK(service.send("PATCH", std::string("/_apis/wit/workitems/1?api-version=") + version, body)
                  .status == 200);
    const Reply batch = service.send(
        "POST", "/_apis/wit/$batch?api-version=5.0",
        R"([{"method":"PATCH","uri":"/_apis/wit/workItems/1?api-version=5.0","body":)" + body + "}]");
    CHECK(batch.body.find("NotSupportedException") != std::string::npos);
}
