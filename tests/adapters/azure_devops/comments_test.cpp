#include "adapters/azure_devops/comments.h"

#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::CommentCalls;
using sandbox::azure_devops::Switches;

namespace {

constexpr const char* jamal = "jamal@example.com";

/// A stand-in with one item.
struct Talk : Bench {
    explicit Talk(Level level) : Bench(level) {
        const auto item = ticket(1);
        id = made_items(tracker.create({&item, 1}, true)).at(0).id;
    }
    void say(const std::string& text) { system.comment(static_cast<int>(id), jamal, text); }
    std::vector<std::string> heard() {
        std::vector<std::string> out;
        for (const auto& comment : tracker.read_comments(project, id)) out.push_back(comment.text);
        return out;
    }
    WorkItemId id = 0;
};

std::optional<SyncError> trouble_of(Talk& talk, WorkItemId id) {
    try {
        talk.tracker.read_comments(talk.project, id);
    } catch (const SyncError& error) {
        return error;
    }
    return {};
}

const auto every_level = {Level::server2019, Level::server2019_1, Level::server2020, Level::server2020_1,
                          Level::server2022, Level::server2022_1, Level::services};

}  // namespace

TEST_CASE("what was said is read at every level, oldest first, with who and when") {
    const auto level = GENERATE(values(every_level));
    const bool with_options = GENERATE(true, false);
    Talk talk(level);
    if (!with_options)
        talk.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
        };
    talk.say("<p>first \xF0\x9F\x91\x8D</p>");
    talk.say("second");
    const auto comments = talk.tracker.read_comments(talk.project, talk.id);
    REQUIRE(comments.size() == 2);
    CHECK(comments[0].text == "<p>first \xF0\x9F\x91\x8D</p>");
    CHECK(comments[1].text == "second");
    CHECK(comments[0].id < comments[1].id);
    for (const auto& comment : comments) {
        CHECK(comment.author.name == "Jamal Hartnett");
        CHECK(comment.author.email == jamal);
        CHECK(comment.created > Time(std::chrono::milliseconds(start)));
    }
    CHECK(comments[0].created < comments[1].created);
}

TEST_CASE("a thousand comments come whole through pages of any size") {
    const auto level = GENERATE(Level::server2019, Level::server2020, Level::services);
    const std::size_t page = GENERATE(std::size_t{200}, std::size_t{70});
    const bool absent = GENERATE(false, true);
    Talk talk(level);
    talk.system.change([&](Switches& switches) {
        switches.comments_page = page;
        switches.revisions_page = page;
        if (absent) switches.comment_calls = CommentCalls::absent;
    });
    std::vector<std::string> said;
    for (int i = 0; i < 1000; ++i) {
        said.push_back("number " + std::to_string(i));
        talk.say(said.back());
    }
    CHECK(talk.heard() == said);
}

TEST_CASE("where no comments resource answers, the updates tell what was said") {
    Talk talk(Level::server2022);
    talk.system.change([](Switches& switches) { switches.comment_calls = CommentCalls::absent; });
    talk.say("before");
    talk.system.edit(static_cast<int>(talk.id), jamal, {{"System.Title", "Another title"}});
    talk.say("after");
    const auto comments = talk.tracker.read_comments(talk.project, talk.id);
    REQUIRE(comments.size() == 2);
    CHECK(comments[0].text == "before");
    CHECK(comments[0].id == 2);
    CHECK(comments[0].author.email == jamal);
    CHECK(comments[1].text == "after");
    CHECK(comments[1].id == 4);
    CHECK(comments[0].created < comments[1].created);
    CHECK(comments[1].created < Time(std::chrono::hours(24) * 365 * 1000));
}

TEST_CASE("a deleted comment is not told, also by a server that shows it") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        return json_answer(200, R"({"totalCount":2,"comments":[
            {"id":5,"isDeleted":true,"text":"","createdDate":"2026-03-04T08:11:26Z"},
            {"id":6,"text":"kept","createdBy":{"displayName":"Ada"},"createdDate":"2026-03-04T08:11:27Z"}]})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    const auto comments = azure_devops::Discussion(client).read("P", 7);
    REQUIRE(comments.size() == 1);
    CHECK(comments[0].text == "kept");
}

TEST_CASE("what is said on an item that cannot be seen is not known, which is that item's trouble") {
    const auto level = GENERATE(Level::server2019, Level::server2020, Level::services);
    Talk talk(level);
    talk.say("hidden");
    CHECK(talk.heard().size() == 1);
    talk.system.change([&](Switches& switches) { switches.unreadable_ids = {static_cast<int>(talk.id)}; });
    for (const auto id : {talk.id, WorkItemId{4711}}) {
        const auto error = trouble_of(talk, id);
        REQUIRE(error);
        CHECK(error->reach == Reach::item);
        CHECK(error->fate == Fate::refused);
    }
}

TEST_CASE("a page that names itself as the next one ends the reading") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        return json_answer(200, R"({"comments":[{"id":6,"text":"x"}],"continuationToken":"same"})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    CHECK(azure_devops::Discussion(client).read("P", 7).size() == 2);
    CHECK(http.count("continuationToken=same") == 1);
}

TEST_CASE("trouble with the side while reading comments is thrown") {
    Talk talk(Level::services);
    talk.system.change([](Switches& switches) { switches.stopped = true; });
    CHECK_THROWS_AS(talk.heard(), SyncError);
}
