#include "adapters/azure_devops/comment_edit.h"

#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::CommentCalls;
using sandbox::azure_devops::Switches;

namespace {

const auto levels_with_comments = {Level::server2019_1, Level::server2020,   Level::server2020_1,
                                   Level::server2022,   Level::server2022_1, Level::services};

/// A stand-in with an item on which we and somebody else said something.
struct Talk : Bench {
    explicit Talk(Level level = Level::services) : Bench(with_ada(level)) {
        id = system.add_item("Widgets", "Bug", "jamal@example.com", {{"System.Title", "x"}});
        system.comment(id, "jamal@example.com", "ours");
        system.comment(id, "ada@example.com", "theirs");
        ours = system.item(id)->comments.at(0).id;
        theirs = system.item(id)->comments.at(1).id;
    }
    static sandbox::azure_devops::Options with_ada(Level level) {
        auto out = options_for(level, "Widgets");
        out.users.push_back({"Ada", "ada@example.com"});
        return out;
    }
    std::optional<SyncError> edit(int comment, const std::string& text, WorkItemId item = 0) {
        return tracker.edit({project, item == 0 ? id : item, comment, Html{text}}).error;
    }
    std::optional<SyncError> remove(int comment) { return tracker.remove(project, id, comment).error; }
    std::vector<std::string> heard() {
        std::vector<std::string> out;
        for (const auto& comment : tracker.read_comments(project, id)) out.push_back(comment.text);
        return out;
    }
    int id = 0;
    int ours = 0;
    int theirs = 0;
};

}  // namespace

TEST_CASE("a comment of ours is rewritten and taken back, at every level that has comments") {
    const auto level = GENERATE(values(levels_with_comments));
    const bool with_options = GENERATE(true, false);
    Talk talk(level);
    if (!with_options)
        talk.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
        };
    const std::string text = "<p>ours \xF0\x9F\x91\x8D &amp; \"more\"</p>";
    CHECK_FALSE(talk.edit(talk.ours, text));
    CHECK(talk.heard() == std::vector<std::string>{text, "theirs"});
    CHECK_FALSE(talk.edit(talk.ours, text));
    CHECK_FALSE(talk.remove(talk.ours));
    CHECK(talk.heard() == std::vector<std::string>{"theirs"});
    CHECK_FALSE(talk.remove(talk.ours));
    CHECK(talk.heard() == std::vector<std::string>{"theirs"});
}

TEST_CASE("where comments cannot be edited the item's error says so") {
    const bool with_options = GENERATE(true, false);
    const bool old = GENERATE(true, false);
    Talk talk(old ? Level::server2019 : Level::server2022);
    if (!old) talk.system.change([](Switches& switches) { switches.comment_calls = CommentCalls::absent; });
    if (!with_options)
        talk.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
        };
    for (const auto& error : {talk.edit(talk.ours, "y"), talk.remove(talk.ours)}) {
        REQUIRE(error);
        CHECK(error->reach == Reach::item);
        CHECK(error->fate == Fate::refused);
        CHECK(std::string(error->what()).find("comments cannot be edited there") != std::string::npos);
    }
    CHECK(talk.system.item(talk.id)->comments.at(0).text == "ours");
}

TEST_CASE("only the author may: that is the comment's trouble and not the side's") {
    Talk talk(GENERATE(Level::server2020, Level::services));
    for (const auto& error : {talk.edit(talk.theirs, "y"), talk.remove(talk.theirs)}) {
        REQUIRE(error);
        CHECK(error->reach == Reach::item);
        CHECK(error->trouble == Trouble::forbidden);
        CHECK(error->fate == Fate::refused);
        CHECK(error->hint.find("author") != std::string::npos);
    }
    CHECK(talk.heard() == std::vector<std::string>{"ours", "theirs"});
}

TEST_CASE("a comment that is gone cannot be edited") {
    Talk talk(GENERATE(Level::server2019_1, Level::services));
    talk.system.remove_comment(talk.id, talk.ours, "jamal@example.com");
    const auto error = talk.edit(talk.ours, "y");
    REQUIRE(error);
    CHECK(error->reach == Reach::item);
    CHECK(std::string(error->what()).find("the comment is gone") != std::string::npos);
    CHECK(talk.edit(4711, "y")->reach == Reach::item);
    CHECK_FALSE(talk.remove(4711));
}

TEST_CASE("of an item that is hidden nobody can tell that its comment is gone") {
    Talk talk;
    talk.system.change([&](Switches& switches) { switches.unreadable_ids = {talk.id}; });
    for (const auto& error : {talk.edit(talk.ours, "y"), talk.remove(talk.ours)}) {
        REQUIRE(error);
        CHECK(error->reach == Reach::item);
        CHECK(std::string(error->what()).find("TF401232") != std::string::npos);
    }
}

TEST_CASE("a refusal does not quote the text, and a failure of one comment is of the item") {
    const int status = GENERATE(400, 413, 500);
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        return json_answer(status, R"({"message":"The text 'my secret words' is refused."})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    const auto outcome = azure_devops::CommentEditing(client).edit({"P", 7, 50, Html{"my secret words"}});
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
    CHECK(outcome.error->fate == (status == 500 ? Fate::closed : Fate::refused));
    CHECK(std::string(outcome.error->what()).find("secret") == std::string::npos);
}

TEST_CASE("trouble with the side is thrown, and a sign-in page is no success") {
    const auto [status, type, body] = GENERATE(table<int, std::string, std::string>({
        {401, "", ""},
        {429, "", ""},
        {503, "", ""},
        {203, "text/html", "<html>"},
        {200, "text/html", "<html>"},
        {302, "", ""},
        {404, "application/json", R"({"message":"TF200016: The following project does not exist: P."})"},
    }));
    CAPTURE(status, type);
    ScriptedHttp http([status = status, type = type, body = body](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        HttpResponse out{status, {}, body};
        if (!type.empty()) out.headers.emplace("Content-Type", type);
        return out;
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::CommentEditing editing(client);
    if (status == 404) {
        // a project that was renamed or hidden concerns this item's address
        CHECK(editing.remove("P", 7, 50).error->reach == Reach::item);
        CHECK(editing.edit({"P", 7, 50, Html{"x"}}).error->reach == Reach::item);
        return;
    }
    CHECK_THROWS_AS(editing.remove("P", 7, 50), SyncError);
    CHECK_THROWS_AS(editing.edit({"P", 7, 50, Html{"x"}}), SyncError);
}
