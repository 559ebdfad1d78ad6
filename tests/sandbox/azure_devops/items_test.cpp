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
