#include "adapters/azure_devops/feed.h"

#include "stand_in.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::Switches;

namespace {

constexpr const char* jamal = "jamal@example.com";

const auto every_level = {Level::server2019, Level::server2019_1, Level::server2020, Level::server2020_1,
                          Level::server2022, Level::server2022_1, Level::services};

sandbox::azure_devops::Options two_projects(Level level) {
    auto out = options_for(level, "Widgets");
    out.projects.push_back(out.projects.front());
    out.projects.back().name = "Gadgets";
    out.projects.back().fields.clear();
    return out;
}

/// A stand-in whose answers tell the time of its own clock.
struct News : Bench {
    explicit News(Level level = Level::services) : Bench(two_projects(level)) {
        http.after = [this](const HttpRequest&, HttpResponse& answer) {
            answer.headers.erase("Date");
            answer.headers.emplace("Date", sandbox::http_date(now));
        };
    }
    int add(const std::string& title) {
        return system.add_item("Widgets", "Bug", jamal, {{"System.Title", title}});
    }
    void edit(int id, const std::string& title) { system.edit(id, jamal, {{"System.Title", title}}); }
    void wait(long long minutes) { now += minutes * 60'000; }
    /// One round: the newest entry of each item. Ends, whatever the feed says.
    std::map<WorkItemId, ItemNews> round(std::string& cursor) {
        std::map<WorkItemId, ItemNews> out;
        pages = 0;
        for (bool more = true; more && pages < 2000; ++pages) {
            auto page = tracker.read_news(cursor);
            for (const auto& news : page.news) out[news.id] = news;
            cursor = page.cursor;
            more = page.more;
        }
        return out;
    }
    /// Rounds until what was is not told any more.
    void settle(std::string& cursor) {
        for (int i = 0; i < 4; ++i) {
            wait(10);
            round(cursor);
        }
    }
    std::size_t pages = 0;
};

SyncError error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const SyncError& error) {
        return error;
    }
    FAIL("no error was thrown");
    return SyncError(Reach::run, Trouble::data, "");
}

}  // namespace

TEST_CASE("the feed tells what comes after now, at every level") {
    News news(GENERATE(values(every_level)));
    if (GENERATE(true, false))
        news.http.after = [&news](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
            answer.headers.erase("Date");
            answer.headers.emplace("Date", sandbox::http_date(news.now));
        };
    const auto old = news.add("old");
    news.wait(30);
    auto cursor = news.tracker.cursor_from_now();
    CHECK(news.round(cursor).empty());
    const auto made = news.add("new");
    news.edit(old, "edited");
    auto seen = news.round(cursor);
    REQUIRE(seen.size() == 2);
    CHECK(seen[made].revision == 1);
    CHECK(seen[old].revision == 2);
    CHECK_FALSE(seen[old].deleted);
    news.system.remove(old, jamal);
    seen = news.round(cursor);
    CHECK(seen[old].deleted);
    CHECK(seen[old].revision == 3);
    news.system.restore(old, jamal);
    CHECK_FALSE(news.round(cursor)[old].deleted);
}

TEST_CASE("an item stays in view when it is moved to another project or gets another type") {
    News news(GENERATE(Level::server2019, Level::services));
    const auto id = news.add("wanders");
    auto cursor = news.tracker.cursor_from_now();
    news.settle(cursor);
    news.system.edit(id, jamal, {{"System.TeamProject", "Gadgets"}});
    CHECK(news.round(cursor)[id].revision == 2);
    news.settle(cursor);
    news.system.edit(id, jamal, {{"System.WorkItemType", "Task"}});
    CHECK(news.round(cursor)[id].revision == 3);
}

TEST_CASE("at rest the feed is silent, and costs one call with a token") {
    News news;
    const auto id = news.add("x");
    auto cursor = news.tracker.cursor_from_now();
    CHECK(news.round(cursor).count(id) == 1);
    news.settle(cursor);
    std::vector<std::string> asked;
    news.http.before = [&](const HttpRequest& request) { asked.push_back(request.url); };
    CHECK(news.round(cursor).empty());
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].find("continuationToken=") != std::string::npos);
    CHECK(asked[0].find("startDateTime") == std::string::npos);
}

TEST_CASE("a page of any size loses no item and tells each once with its newest revision") {
    const std::size_t size = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{200});
    News news;
    news.system.change([&](Switches& switches) { switches.feed_page = size; });
    auto cursor = news.tracker.cursor_from_now();
    news.settle(cursor);
    std::vector<int> ids;
    for (int i = 0; i < 30; ++i) ids.push_back(news.add("x"));
    for (const auto id : ids) news.edit(id, "y");
    auto seen = news.round(cursor);
    CHECK(seen.size() == 30);
    CHECK(news.pages == (60 + size - 1) / size);
    for (const auto id : ids) CHECK(seen[id].revision == 2);
}

TEST_CASE("the same place may be asked again, and a new start goes on from its text") {
    News news;
    news.system.change([](Switches& switches) { switches.feed_page = 2; });
    auto cursor = news.tracker.cursor_from_now();
    for (int i = 0; i < 7; ++i) news.add("x");
    auto page = news.tracker.read_news(cursor);
    REQUIRE(page.more);
    const auto again = news.tracker.read_news(cursor);
    CHECK(again.news.size() == page.news.size());
    CHECK(again.cursor == page.cursor);
    AzureDevOps restarted(news.http, {"http://127.0.0.1:8790", "fabrikam"});
    std::set<WorkItemId> seen;
    for (const auto& each : page.news) seen.insert(each.id);
    while (page.more) {
        page = restarted.read_news(page.cursor);
        for (const auto& each : page.news) seen.insert(each.id);
    }
    CHECK(seen.size() == 7);
}

TEST_CASE("what shows late, behind what was read already, is met once more") {
    News news;
    auto cursor = news.tracker.cursor_from_now();
    const int first_rounds = GENERATE(0, 1, 8);
    for (int i = 0; i < first_rounds; ++i) {
        news.wait(2);
        news.round(cursor);
    }
    const auto late = news.add("late");
    news.system.change([&](Switches& switches) { switches.feed_late_ids = {late}; });
    news.now += 5'000;
    const auto early = news.add("early");
    CHECK(news.round(cursor).count(early) == 1);
    CHECK(news.round(cursor).count(late) == 0);
    const bool refused = GENERATE(false, true);
    news.system.change([&](Switches& switches) {
        switches.feed_late_ids.clear();
        switches.feed_token_refusal = refused ? 400 : 0;
    });
    news.now += 50'000;
    CHECK(news.round(cursor).count(late) == 1);
}

TEST_CASE("a token that the server refuses loses nothing") {
    const int status = GENERATE(400, 404, 410);
    News news(GENERATE(Level::server2019, Level::services));
    news.system.change([](Switches& switches) { switches.feed_page = 3; });
    auto cursor = news.tracker.cursor_from_now();
    const auto early = news.add("early");
    news.settle(cursor);
    std::vector<int> ids;
    for (int i = 0; i < 10; ++i) ids.push_back(news.add("x"));
    std::string middle = cursor;
    if (GENERATE(false, true)) middle = news.tracker.read_news(cursor).cursor;
    // weeks later
    news.wait(60 * 24 * 30);
    ids.push_back(news.add("y"));
    news.system.change([&](Switches& switches) { switches.feed_token_refusal = status; });
    const auto first = news.tracker.read_news(middle);
    news.system.change([](Switches& switches) { switches.feed_token_refusal = 0; });
    std::set<WorkItemId> seen;
    for (const auto& each : first.news) seen.insert(each.id);
    middle = first.cursor;
    for (const auto& [id, each] : news.round(middle)) seen.insert(id);
    for (const auto id : ids) CHECK(seen.count(id) == 1);
    CHECK(seen.count(early) == 0);
}

TEST_CASE("tokens that are refused for ever leave a feed by time") {
    News news;
    news.system.change([](Switches& switches) { switches.feed_token_refusal = 400; });
    auto cursor = news.tracker.cursor_from_now();
    for (int i = 0; i < 5; ++i) {
        const auto id = news.add("x");
        CHECK(news.round(cursor).count(id) == 1);
        news.wait(3);
    }
}

TEST_CASE("a reply that gives only the next link is read on from there") {
    News news;
    news.system.change([](Switches& switches) {
        switches.feed_tells_next_link_only = true;
        switches.feed_page = 2;
    });
    auto cursor = news.tracker.cursor_from_now();
    news.settle(cursor);
    for (int i = 0; i < 7; ++i) news.add("x");
    CHECK(news.round(cursor).size() == 7);
    CHECK(news.pages == 4);
    news.settle(cursor);
    CHECK(news.round(cursor).empty());
}

TEST_CASE("a next link to elsewhere is not followed, and said") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        return json_answer(200, R"({"values":[{"id":1,"rev":1,"fields":{}}],"isLastBatch":false,
            "nextLink":"https://evil.example/_apis/x?continuationToken=7"})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Kinds kinds;
    azure_devops::Reading reading(client, kinds);
    azure_devops::Feed feed(client, reading);
    const auto error = error_of([&] { feed.read(R"({"since":"2026-11-21T11:30:00Z"})"); });
    CHECK(error.reach == Reach::side);
    CHECK(error.hint.find("public URL") != std::string::npos);
    CHECK(http.count("evil") == 0);
}

TEST_CASE("a feed that never says that it ends does not hold the reader") {
    News news;
    news.system.change([](Switches& switches) {
        switches.feed_never_ends = true;
        switches.feed_page = 4;
    });
    auto cursor = news.tracker.cursor_from_now();
    for (int i = 0; i < 10; ++i) news.add("x");
    CHECK(news.round(cursor).size() == 10);
    CHECK(news.pages < 10);
    const auto id = news.add("y");
    CHECK(news.round(cursor).count(id) == 1);
}

TEST_CASE("a page that does not say whether it is the last is, when it has no rows") {
    int asked = 0;
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        if (++asked > 3) return json_answer(200, R"({"values":[],"continuationToken":"end"})");
        return json_answer(200, R"({"values":[{"id":1,"rev":)" + std::to_string(asked) +
                                    R"(}],"continuationToken":")" + std::to_string(asked) + R"("})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Kinds kinds;
    azure_devops::Reading reading(client, kinds);
    azure_devops::Feed feed(client, reading);
    std::string cursor = R"({"since":"2026-11-21T11:30:00Z"})";
    NewsPage page;
    do {
        page = feed.read(cursor);
        cursor = page.cursor;
    } while (page.more);
    CHECK(asked == 4);
    CHECK(page.news.empty());
}

TEST_CASE("a server that does not know one of the fields is asked for all") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return HttpResponse{404, {}, ""};
        if (request.url.find("fields=") != std::string::npos)
            return json_answer(400, R"({"message":"TF51535: Cannot find field System.IsDeleted."})");
        return json_answer(
            200, R"({"values":[{"id":5,"rev":2,"fields":{"System.Title":"x"}}],"isLastBatch":true})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Kinds kinds;
    azure_devops::Reading reading(client, kinds);
    azure_devops::Feed feed(client, reading);
    const auto page = feed.read(R"({"since":"2026-11-21T11:30:00Z"})");
    REQUIRE(page.news.size() == 1);
    CHECK(page.news[0].id == 5);
    feed.read(page.cursor);
    CHECK(http.count("fields=") == 1);
}

TEST_CASE("where the feed is refused queries tell what changed, and the page says so, at every level") {
    const int status = GENERATE(403, 404, 405);
    News news(GENERATE(Level::server2019, Level::server2022, Level::services));
    news.system.change([&](Switches& switches) { switches.feed_refusal = status; });
    const auto before = news.add("before");
    news.wait(10);
    auto cursor = news.tracker.cursor_from_now();
    const auto made = news.add("made");
    news.edit(made, "edited");
    news.system.edit(made, jamal,
                     {{"System.TeamProject", "Gadgets"},
                      {"System.AreaPath", "Gadgets"},
                      {"System.IterationPath", "Gadgets"}});
    const auto told = news.round(cursor);
    REQUIRE(told.count(made) == 1);
    CHECK(told.at(made).revision == 3);
    CHECK(told.count(before) == 0);
    const auto page = news.tracker.read_news(cursor);
    CHECK_THAT(page.remark, Catch::Contains("workitemrevisions") && Catch::Contains(std::to_string(status)));
    news.settle(cursor);
    CHECK(news.round(cursor).empty());
}

TEST_CASE("a round of queries tells each of many items once, and goes on from its text") {
    News news;
    news.system.change([](Switches& switches) { switches.feed_refusal = 403; });
    auto cursor = news.tracker.cursor_from_now();
    news.wait(10);
    for (int i = 0; i < 450; ++i) news.add("many");
    std::map<WorkItemId, int> times;
    bool more = true;
    for (int pages = 0; more && pages < 10; ++pages) {
        azure_devops::read_cursor(cursor);
        const auto page = news.tracker.read_news(cursor);
        for (const auto& each : page.news) ++times[each.id];
        cursor = page.cursor;
        more = page.more;
    }
    CHECK(times.size() == 450);
    CHECK(std::all_of(times.begin(), times.end(), [](const auto& each) { return each.second == 1; }));
}

TEST_CASE("a feed that is there again after a refusal is taken up again, and nothing between is lost") {
    News news;
    auto cursor = news.tracker.cursor_from_now();
    news.system.change([](Switches& switches) { switches.feed_refusal = 403; });
    const auto first = news.add("while it was refused");
    CHECK(news.round(cursor).count(first) == 1);
    news.system.change([](Switches& switches) { switches.feed_refusal = 0; });
    const auto second = news.add("when it was there again");
    CHECK(news.round(cursor).count(second) == 1);
    CHECK_FALSE(news.tracker.read_news(cursor).remark.empty());
    news.wait(61);
    const auto third = news.add("an hour later");
    CHECK(news.round(cursor).count(third) == 1);
    const auto page = news.tracker.read_news(cursor);
    CHECK(page.remark.empty());
}

TEST_CASE("without a time of the server there is no beginning from now") {
    News news;
    news.http.after = [](const HttpRequest&, HttpResponse& answer) { answer.headers.erase("Date"); };
    const auto error = error_of([&] { news.tracker.cursor_from_now(); });
    CHECK(error.reach == Reach::side);
    CHECK(error.hint.find("Date") != std::string::npos);
}

TEST_CASE("links between items are not in the feed, hyperlinks are") {
    News news;
    const auto one = news.add("one");
    auto cursor = news.tracker.cursor_from_now();
    news.settle(cursor);
    auto change = WorkItemChange{one, 1, {}, {}};
    const auto kept = news.tracker.upload({"Widgets", "a.txt", "/dev/null", 0});
    change.files = {{kept.url, "a.txt", ""}};
    CHECK(std::holds_alternative<Changed>(news.tracker.change({&change, 1}, true).at(0)));
    CHECK(news.round(cursor)[one].revision == 2);
}

TEST_CASE("an edited comment shows in the feed where the server makes a revision of it") {
    News news;
    const bool revision = GENERATE(true, false);
    const auto id = news.add("x");
    news.system.comment(id, jamal, "said");
    auto cursor = news.tracker.cursor_from_now();
    news.settle(cursor);
    news.system.change([&](Switches& switches) { switches.comment_changes_make_revisions = revision; });
    const auto comment = news.system.item(id)->comments.at(0).id;
    news.system.edit_comment(id, comment, jamal, "said otherwise");
    CHECK(news.round(cursor).count(id) == (revision ? 1 : 0));
    CHECK(news.tracker.read_comments("Widgets", id).at(0).text == "said otherwise");
}
