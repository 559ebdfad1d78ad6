#include "service.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace test;

namespace {

std::vector<std::string> names(const Array& rows, const std::string& key = "name") {
    std::vector<std::string> found;
    for (unsigned i = 0; i < rows->size(); ++i) found.push_back(text(rows->getObject(i), key));
    return found;
}

Object field_of(Service& service, const std::string& target, const std::string& reference_name) {
    const Array rows = list(service.ok("GET", target));
    for (unsigned i = 0; i < rows->size(); ++i) {
        if (text(rows->getObject(i), "referenceName") == reference_name) return rows->getObject(i);
    }
    FAIL("no field " << reference_name);
    return {};
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("each process brings its types") {
    Service service;
    const auto types = [&](const std::string& project) {
        return names(list(service.ok("GET", "/" + project + "/_apis/wit/workitemtypes?api-version=7.0")));
    };
    CHECK(types("Widgets") == Names{"Bug", "Task", "User Story", "Feature", "Epic", "Issue"});
    CHECK(types("Basics") == Names{"Epic", "Issue", "Task"});
    CHECK(types("Gr%C3%B6%C3%9Fe%20%26%20Co").at(2) == "Product Backlog Item");
    CHECK(types("Plant") == Names{"Bug", "Task", "Requirement", "Feature", "Epic", "Change Request", "Issue",
                                  "Risk", "Review"});
}

TEST_CASE("a type has the fields of its process and no other's") {
    Service service;
    const auto fields = [&](const std::string& project, const std::string& type) {
        return names(list(service.ok("GET", "/" + project + "/_apis/wit/workitemtypes/" + type + "/fields")),
                     "referenceName");
    };
    const auto has = [](const Names& all, const std::string& name) {
        return std::count(all.begin(), all.end(), name) == 1;
    };
    const std::string scrum = "Gr%C3%B6%C3%9Fe%20%26%20Co";
    for (const auto& [project, type] : std::vector<std::pair<std::string, std::string>>{
             {"Widgets", "Bug"}, {scrum, "Bug"}, {"Plant", "Bug"}}) {
        CHECK(has(fields(project, type), "Microsoft.VSTS.TCM.ReproSteps"));
        CHECK(has(fields(project, type), "Microsoft.VSTS.Common.Severity"));
    }
    CHECK_FALSE(has(fields("Basics", "Issue"), "Microsoft.VSTS.Common.Severity"));
    CHECK(has(fields(scrum, "Product%20Backlog%20Item"), "Microsoft.VSTS.Common.BacklogPriority"));
    CHECK_FALSE(has(fields(scrum, "Product%20Backlog%20Item"), "Microsoft.VSTS.Common.StackRank"));
    CHECK_FALSE(has(fields(scrum, "Product%20Backlog%20Item"), "Microsoft.VSTS.Common.Risk"));
    CHECK(has(fields("Widgets", "User%20Story"), "Microsoft.VSTS.Common.StackRank"));
    CHECK(has(fields("Plant", "Bug"), "Microsoft.VSTS.CMMI.Symptom"));
    CHECK_FALSE(has(fields("Widgets", "Bug"), "Microsoft.VSTS.CMMI.Symptom"));
}

TEST_CASE("a bug of CMMI begins as Proposed with the defaults that its process requires") {
    Service service;
    const Object bug = service.ok("POST", "/Plant/_apis/wit/workitems/$Bug?api-version=7.0",
                                  "[" + add("System.Title", "Leak").substr(1) + "]");
    const Object fields = member(bug, "fields");
    CHECK(text(fields, "System.State") == "Proposed");
    CHECK(text(fields, "Microsoft.VSTS.Common.Triage") == "Pending");
    CHECK(text(fields, "Microsoft.VSTS.CMMI.Blocked") == "No");
    CHECK(text(fields, "Microsoft.VSTS.Common.Severity") == "3 - Medium");
}

TEST_CASE("a type shows its states and, under the empty name, where an item begins") {
    Service service;
    const Object bug = service.ok("GET", "/Widgets/_apis/wit/workitemtypes/Bug");
    CHECK(names(list(bug, "states")) == Names{"New", "Active", "Resolved", "Closed"});
    CHECK(names(list(member(bug, "transitions"), ""), "to") == Names{"New"});
    CHECK(names(list(member(bug, "transitions"), "New"), "to").size() == 4);
    const Array states =
        list(service.ok("GET", "/Widgets/_apis/wit/workitemtypes/Bug/states?api-version=7.0"));
    CHECK(names(states, "category") == Names{"Proposed", "InProgress", "Resolved", "Completed"});
    CHECK(service.get("/Widgets/_apis/wit/workitemtypes/Nope").status == 404);
}

TEST_CASE("fields of a type say what is required, allowed and default") {
    Service service;
    const std::string target = "/Basics/_apis/wit/workitemtypes/Issue/fields?$expand=all&api-version=6.0";
    const Object team = field_of(service, target, "Custom.Team");
    CHECK(team->getValue<bool>("alwaysRequired"));
    CHECK(list(team, "allowedValues")->getElement<std::string>(1) == "Blue");
    const Object priority = field_of(service, target, "Microsoft.VSTS.Common.Priority");
    CHECK(text(priority, "defaultValue") == "2");
    CHECK(list(priority, "allowedValues")->size() == 4);
    const Object plain = field_of(service, "/Basics/_apis/wit/workitemtypes/Task/fields", "System.Title");
    CHECK_FALSE(plain->has("allowedValues"));
}

TEST_CASE("fields of the collection know their types") {
    Service service;
    const Object description = service.ok("GET", "/_apis/wit/fields/System.Description?api-version=6.0");
    CHECK(text(description, "type") == "html");
    CHECK(service.ok("GET", "/_apis/wit/fields/System.AssignedTo")->getValue<bool>("isIdentity"));
    CHECK(text(field_of(service, "/Widgets/_apis/wit/fields", "System.AreaPath"), "type") == "treePath");
    CHECK(service.get("/_apis/wit/fields/Nope").status == 404);
}

TEST_CASE("classification nodes carry the name of the tree in their path, fields do not") {
    Service service;
    const Object areas = service.ok("GET", "/Widgets/_apis/wit/classificationnodes/areas?$depth=2");
    CHECK(text(areas, "path") == "\\Widgets\\Area");
    const Object web = list(areas, "children")->getObject(0);
    CHECK(text(web, "path") == "\\Widgets\\Area\\Web");
    CHECK(text(list(web, "children")->getObject(0), "name") == "Checkout");
    const Object flat = service.ok("GET", "/Widgets/_apis/wit/classificationnodes/Areas");
    CHECK(flat->getValue<bool>("hasChildren"));
    CHECK_FALSE(flat->has("children"));
    CHECK(text(service.ok("GET", "/Widgets/_apis/wit/classificationNodes/1/Sprint%201"), "structureType") ==
          "iteration");
    CHECK(text(service.ok("GET", "/Widgets/_apis/wit/classificationNodes/areas/%5CWeb%5CCheckout"), "name") ==
          "Checkout");
    CHECK(service.get("/Widgets/_apis/wit/classificationNodes/areas/Nope").status == 404);
    CHECK(service.ok("GET", "/Widgets/_apis/wit/classificationNodes")->getValue<int>("count") == 2);
}

TEST_CASE("a node is made with 201 and its address, and taken away with 204") {
    Service service;
    const std::string areas = "/Widgets/_apis/wit/classificationNodes/areas";
    const Reply made = service.send("POST", areas + "/API?api-version=5.0", R"({"name":"v2"})");
    CHECK(made.status == 201);
    CHECK(made.headers.find("Location")->second.find("/classificationNodes/Areas/API/v2") !=
          std::string::npos);
    CHECK(service.bug_id("x", add("System.AreaPath", "Widgets\\API\\v2")) == 1);
    CHECK(service.send("DELETE", areas + "/API/v2?api-version=5.0").status == 204);
    CHECK(service.get(areas + "/API/v2").status == 404);
}

TEST_CASE("there are 21 relation types, categories of the types, and transitions of items") {
    Service service;
    CHECK(service.ok("GET", "/_apis/wit/workItemRelationTypes")->getValue<int>("count") == 21);
    const Object parent =
        service.ok("GET", "/_apis/wit/workItemRelationTypes/System.LinkTypes.Hierarchy-Reverse");
    CHECK(text(parent, "name") == "Parent");
    const Object bugs = service.ok("GET", "/Widgets/_apis/wit/workitemtypecategories/Microsoft.BugCategory");
    CHECK(text(member(bugs, "defaultWorkItemType"), "name") == "Bug");
    service.bug("x");
    const Array steps = list(service.ok("GET", "/_apis/wit/workitemtransitions?ids=1"));
    CHECK(text(steps->getObject(0), "stateOnTransition") == "Active");
}

TEST_CASE("tags are not there before their version") {
    Service old(Level::server2019_1), service(Level::server2020);
    CHECK(old.get("/Widgets/_apis/wit/tags?api-version=5.1").status == 404);
    CHECK(service.get("/Widgets/_apis/wit/tags?api-version=6.0").status == 400);
    CHECK(service.get("/Widgets/_apis/wit/tags?api-version=6.0-preview.1").status == 200);
}

TEST_CASE("a project calls types and states by names of its own") {
    auto options = Service::options(Level::services, "");
    options.projects[0].renamed = {{"Bug", "Fehler #1"}, {"Active", "In Arbeit"}};
    Service service(options);
    auto& system = service.system;
    const int id = system.add_item("Widgets", "Fehler #1", "ada@fabrikam.example", {{"System.Title", "x"}});
    system.edit(id, "ada@fabrikam.example", {{"System.State", "In Arbeit"}});
    CHECK(system.item(id)->fields.at("System.State") == "In Arbeit");
    CHECK_THROWS(system.add_item("Widgets", "Bug", "ada@fabrikam.example", {{"System.Title", "x"}}));
}

TEST_CASE("an XML process tells its states in transitions only, and fields without values") {
    auto options = Service::options(Level::server2019, "/tfs");
    options.projects[0].xml_process = true;
    Service service(options);
    service.system.change([](Switches& switches) { switches.xml_states_are_absent = false; });
    const std::string types = "/Widgets/_apis/wit/workitemtypes";
    const Object bug = service.ok("GET", types + "/Bug?api-version=5.0");
    CHECK_FALSE(bug->has("states"));
    CHECK(member(bug, "transitions")->has("Active"));
    CHECK(list(service.ok("GET", types + "/Bug/states?api-version=5.0-preview"))->empty());
    const Object fields = service.ok("GET", types + "/Bug/fields?$expand=all&api-version=5.0");
    CHECK_FALSE(list(fields)->getObject(0)->has("allowedValues"));
    service.system.change([](Switches& switches) { switches.xml_states_are_absent = true; });
    CHECK(service.get(types + "/Bug/states?api-version=5.0-preview").status == 404);
}
