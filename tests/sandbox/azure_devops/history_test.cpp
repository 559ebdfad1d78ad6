#include "service.h"

#include <catch2/catch.hpp>

using namespace test;

namespace {

const std::string comments = "/Widgets/_apis/wit/workItems/1/comments?api-version=7.0-preview.3";

Object feed(Service& service, const std::string& more = "") {
    return service.ok("GET", "/_apis/wit/reporting/workitemrevisions?api-version=7.0" + more);
}

}  // namespace

TEST_CASE("a comment by System.History is answered once and then lives among the comments") {
    Service service;
    service.bug("x");
    const Reply reply = service.patch(1, "[" + add("System.History", "<b>hi</b>").substr(1) + "]");
    const Object item = parse(reply.body);
    CHECK(text(member(item, "fields"), "System.History") == "<b>hi</b>");
    CHECK(member(item, "commentVersionRef")->getValue<int>("version") == 1);
    CHECK(member(item, "fields")->getValue<int>("System.CommentCount") == 1);
    const Object later = service.ok("GET", "/_apis/wit/workItems/1?$expand=all");
    CHECK_FALSE(member(later, "fields")->has("System.History"));
    const Object page = service.ok("GET", comments);
    CHECK(text(list(page, "comments")->getObject(0), "text") == "<b>hi</b>");
    CHECK(service.patch(1, "[" + add("System.History", "<b>hi</b>").substr(1) + "]").status == 200);
    CHECK(service.system.item(1)->comments.size() == 2);
}

TEST_CASE("comments are added with a new revision, newest first, in pages") {
    Service service;
    service.bug("x");
    for (const char* said : {"one", "two", "three"}) {
        const Object made = service.ok("POST", comments, std::string(R"({"text":")") + said + "\"}");
        CHECK(text(made, "text") == said);
    }
    CHECK(service.system.item(1)->rev == 4);
    const Object first = service.ok("GET", comments + "&$top=2");
    CHECK(first->getValue<int>("totalCount") == 3);
    CHECK(text(list(first, "comments")->getObject(0), "text") == "three");
    const Object rest =
        service.ok("GET", comments + "&$top=2&continuationToken=" + text(first, "continuationToken"));
    CHECK(text(list(rest, "comments")->getObject(0), "text") == "one");
    CHECK_FALSE(rest->has("continuationToken"));
    CHECK(text(list(service.ok("GET", comments + "&order=asc"), "comments")->getObject(0), "text") == "one");
}

TEST_CASE("comments need a project and a preview version of their level") {
    Service service(Level::server2022);
    service.bug("x");
    CHECK(service.get("/_apis/wit/workItems/1/comments?api-version=7.0-preview.3").status == 404);
    CHECK(service.get("/Widgets/_apis/wit/workItems/1/comments?api-version=7.0").status == 400);
    CHECK(service.get("/Widgets/_apis/wit/workItems/1/comments?api-version=7.0-preview.4").status == 400);
    CHECK(service.get("/Widgets/_apis/wit/workItems/1/comments?api-version=7.0-preview").status == 200);
}

TEST_CASE("Server 2019 has only the old comments, to be read") {
    Service service(Level::server2019);
    service.bug("x", add("System.History", "old style"));
    const std::string target = "/Widgets/_apis/wit/workItems/1/comments?api-version=5.0-preview.2";
    const Object page = service.ok("GET", target);
    CHECK(list(page, "comments")->getObject(0)->getValue<int>("revision") == 1);
    CHECK(service.send("POST", target, R"({"text":"x"})").status == 405);
}

TEST_CASE("only the author changes a comment, and a deleted one leaves the list") {
    Service service;
    service.bug("x");
    service.system.comment(1, "bob@fabrikam.example", "mine");
    const std::string one = "/Widgets/_apis/wit/workItems/1/comments/1?api-version=7.1-preview.4";
    CHECK(service.send("PATCH", one, R"({"text":"yours"})").status == 403);
    const Reply changed = service.send("PATCH", one, R"({"text":"better"})", "bob-token");
    CHECK(parse(changed.body)->getValue<int>("version") == 2);
    CHECK(service.send("DELETE", one, "", "bob-token").status == 204);
    CHECK(service.ok("GET", comments)->getValue<int>("totalCount") == 0);
    CHECK(service.ok("GET", comments + "&includeDeleted=true")->getValue<int>("totalCount") == 1);
}

TEST_CASE("revisions are whole snapshots and updates are differences") {
    Service service;
    service.bug("first");
    service.now_ms += 1000;
    service.patch(1, "[" + add("System.Title", "second").substr(1) + "]");
    const Object revisions = service.ok("GET", "/_apis/wit/workItems/1/revisions?api-version=7.1");
    REQUIRE(list(revisions)->size() == 2);
    CHECK(text(member(list(revisions)->getObject(0), "fields"), "System.Title") == "first");
    const Object one = service.ok("GET", "/_apis/wit/workItems/1/revisions/2");
    CHECK(text(member(one, "fields"), "System.Title") == "second");
    const Object updates = service.ok("GET", "/_apis/wit/workItems/1/updates?$skip=1");
    REQUIRE(list(updates)->size() == 1);
    const Object title = member(member(list(updates)->getObject(0), "fields"), "System.Title");
    CHECK(text(title, "oldValue") == "first");
    CHECK(text(title, "newValue") == "second");
    CHECK(service.ok("GET", "/_apis/wit/workItems/1?asOf=2026-03-04T08:11:27Z")->getValue<int>("rev") == 1);
}

// As in the example "GET list of workitem updates" of the description.
TEST_CASE("updates tell what the server computes, and those of links tell no field") {
    Service service;
    service.bug("first");
    service.bug("second");
    service.now_ms += 1000;
    service.patch(1, "[" + add("System.Title", "changed").substr(1) + "]");
    service.now_ms += 1000;
    service.patch(1, R"([{"op":"add","path":"/relations/-","value":{"rel":"System.LinkTypes.Related",
                         "url":"http://localhost/fabrikam/_apis/wit/workItems/2"}}])");
    const Object updates = service.ok("GET", "/_apis/wit/workItems/1/updates");
    REQUIRE(list(updates)->size() == 3);
    const Object first = member(list(updates)->getObject(0), "fields");
    CHECK(text(member(first, "System.IsDeleted"), "newValue") == "false");
    CHECK(text(member(first, "System.Id"), "newValue") == "1");
    CHECK_FALSE(member(first, "System.Rev")->has("oldValue"));
    const Object second = member(list(updates)->getObject(1), "fields");
    CHECK(text(member(second, "System.Rev"), "oldValue") == "1");
    CHECK(text(member(second, "System.Rev"), "newValue") == "2");
    CHECK(text(member(second, "System.RevisedDate"), "newValue") == "9999-01-01T00:00:00Z");
    CHECK(second->has("System.Watermark"));
    CHECK_FALSE(second->has("System.Id"));
    const Object third = list(updates)->getObject(2);
    CHECK_FALSE(third->has("fields"));
    CHECK(third->has("relations"));
    CHECK(text(third, "revisedDate").rfind("9999", 0) != 0);
    CHECK(text(member(third, "revisedBy"), "name").find(" <") != std::string::npos);
}

TEST_CASE("the revision feed walks in watermark order by an opaque token") {
    Service service;
    service.bug("a", add("System.Description", "long") + add("System.AssignedTo", "Bob Bober"));
    service.bug("b");
    service.patch(1, "[" + add("System.Title", "a2").substr(1) + "]");
    service.system.change([](Switches& switches) { switches.feed_page = 2; });
    const Object first = feed(service);
    REQUIRE(list(first, "values")->size() == 2);
    CHECK_FALSE(first->getValue<bool>("isLastBatch"));
    const Object fields = member(list(first, "values")->getObject(0), "fields");
    CHECK(text(fields, "System.AssignedTo") == "Bob Bober <bob@fabrikam.example>");
    CHECK_FALSE(fields->has("System.Description"));
    const std::string token = text(first, "continuationToken");
    const Object rest = feed(service, "&continuationToken=" + token);
    CHECK(rest->getValue<bool>("isLastBatch"));
    REQUIRE(list(rest, "values")->size() == 1);
    CHECK(list(rest, "values")->getObject(0)->getValue<int>("rev") == 2);
    const Object none = feed(service, "&continuationToken=" + text(rest, "continuationToken"));
    CHECK(list(none, "values")->size() == 0);
    CHECK(text(none, "continuationToken") == text(rest, "continuationToken"));
}

TEST_CASE("the revision feed shows deletions, long text and people as objects only when asked") {
    Service service;
    service.bug("a", add("System.Description", "long"));
    service.system.remove(1, "bob@fabrikam.example");
    CHECK(list(feed(service), "values")->size() == 0);
    const Object all = feed(service, "&includeDeleted=true&$expand=fields&includeIdentityRef=true");
    REQUIRE(list(all, "values")->size() == 2);
    const Object last = member(list(all, "values")->getObject(1), "fields");
    CHECK(last->getValue<bool>("System.IsDeleted"));
    CHECK(text(last, "System.Description") == "long");
    CHECK(text(member(last, "System.ChangedBy"), "displayName") == "Bob Bober");
    CHECK(list(feed(service, "&includeDeleted=true&includeLatestOnly=true"), "values")->size() == 1);
    const Reply both =
        service.get("/_apis/wit/reporting/workitemrevisions?continuationToken=1&startDateTime=2020-01-01");
    CHECK(both.status == 400);
}

TEST_CASE("the feed may be refused, or take no token any more") {
    Service service;
    service.bug("a");
    const std::string target = "/_apis/wit/reporting/workitemrevisions?api-version=7.0";
    const std::string token = text(feed(service), "continuationToken");
    service.system.change([](Switches& switches) { switches.feed_token_refusal = 404; });
    CHECK(service.get(target + "&continuationToken=" + token).status == 404);
    CHECK(service.get(target).status == 200);
    service.system.change([](Switches& switches) { switches.feed_refusal = 403; });
    CHECK(service.get(target).status == 403);
}

TEST_CASE("the feed may tell its token in the next link only, or never that it ends") {
    Service service;
    service.bug("a");
    service.system.change([](Switches& switches) { switches.feed_tells_next_link_only = true; });
    const Object first = feed(service);
    CHECK_FALSE(first->has("continuationToken"));
    const std::string next = text(first, "nextLink");
    CHECK(next.find("/fabrikam/_apis/wit/reporting/workItemRevisions?continuationToken=1%3B1%3B1") !=
          std::string::npos);
    service.system.change([](Switches& switches) {
        switches.feed_tells_next_link_only = false;
        switches.feed_never_ends = true;
    });
    const Object last = feed(service, "&continuationToken=1;1;1");
    CHECK(list(last, "values")->size() == 0);
    CHECK_FALSE(last->getValue<bool>("isLastBatch"));
    CHECK(text(last, "continuationToken") == "1;1;1");
}

TEST_CASE("a revision that is late shows behind tokens that were given before") {
    Service service;
    service.bug("late");
    service.bug("early");
    service.system.change([](Switches& switches) { switches.feed_late_ids = {1}; });
    const Object page = feed(service);
    REQUIRE(list(page, "values")->size() == 1);
    CHECK(list(page, "values")->getObject(0)->getValue<int>("id") == 2);
    service.system.change([](Switches& switches) { switches.feed_late_ids.clear(); });
    CHECK(list(feed(service, "&continuationToken=" + text(page, "continuationToken")), "values")->size() ==
          0);
    CHECK(list(feed(service), "values")->size() == 2);
}

TEST_CASE("an edited or deleted comment makes a revision, or none") {
    const bool revision = GENERATE(true, false);
    Service service;
    service.bug("x");
    service.system.comment(1, "ada@fabrikam.example", "one");
    service.system.comment(1, "ada@fabrikam.example", "two");
    service.system.change([&](Switches& switches) { switches.comment_changes_make_revisions = revision; });
    service.now_ms += 5000;
    service.system.edit_comment(1, 1, "ada@fabrikam.example", "better");
    service.system.remove_comment(1, 2, "ada@fabrikam.example");
    const auto item = *service.system.item(1);
    CHECK(item.rev == (revision ? 5 : 3));
    const Object page = service.ok("GET", comments);
    REQUIRE(list(page, "comments")->size() == 1);
    const Object kept = list(page, "comments")->getObject(0);
    CHECK(text(kept, "text") == "better");
    CHECK(kept->getValue<int>("version") == 2);
    CHECK(text(kept, "modifiedDate") > text(kept, "createdDate"));
    CHECK(item.fields.at("System.CommentCount") == "1");
    CHECK_THROWS(service.system.edit_comment(1, 1, "bob@fabrikam.example", "mine"));
}

TEST_CASE("an attachment is uploaded, linked and downloaded as the same bytes") {
    Service service;
    service.bug("x");
    const std::string bytes("\x00\x01\xff binary", 10);
    const Reply up = service.send("POST", "/_apis/wit/attachments?fileName=a%20b.bin&api-version=7.1", bytes,
                                  "ada-token", {{"Content-Type", "application/octet-stream"}});
    CHECK(up.status == 201);
    const std::string url = text(parse(up.body), "url");
    const Reply link = service.patch(
        1, R"([{"op":"add","path":"/relations/-","value":{"rel":"AttachedFile","url":")" + url + "\"}}]");
    const Object attributes = member(list(parse(link.body), "relations")->getObject(0), "attributes");
    CHECK(attributes->getValue<int>("resourceSize") == 10);
    CHECK(text(attributes, "name") == "a b.bin");
    const Reply down = service.get("/_apis/wit/attachments/" + text(parse(up.body), "id") + "?fileName=a");
    CHECK(down.body == bytes);
    CHECK(down.headers.find("Content-Type")->second == "application/octet-stream");
    CHECK(service.get("/_apis/wit/attachments/00000000-0000-0000-0000-000000000000").status == 404);
}
