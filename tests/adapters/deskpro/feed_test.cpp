#include "bench.h"
#include "scripted_http.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

const std::vector<std::string> changes{"created", "date_status", "date_last_user_reply",
                                       "date_last_agent_reply"};

Options capped(int count) {
    Options options;
    options.count_cap = count;
    return options;
}

std::set<std::string> minus(std::set<std::string> left, const std::set<std::string>& right) {
    for (const auto& id : right) left.erase(id);
    return left;
}

}  // namespace

TEST_CASE("History lists every ticket once, by creation, whatever the instance caps pages at") {
    for (const int cap : {7, 10, 20, 50, 100, 200}) {
        INFO(cap);
        Bench bench(capped(cap));
        const auto ids = bench.add_many(430);
        std::string cursor;
        CHECK(bench.walk("history", cursor) == ids);
        CHECK(cursor.empty());
    }
}

TEST_CASE("History announces how many there are, and an empty desk ends at once") {
    Bench bench;
    auto page = bench.adapter.read_feed(bench.feed("history"), "", {});
    CHECK(page.tickets.empty());
    CHECK(!page.more);
    bench.add_many(230);
    page = bench.adapter.read_feed(bench.feed("history"), "", {});
    CHECK(page.total == 230);
    CHECK(page.more);
    CHECK(page.tickets.size() == 200);
}

TEST_CASE("From now on means that what is there is no news, even when all of it was changed a moment ago") {
    for (const int count : {0, 1, 60, 450}) {
        INFO(count);
        Bench bench;
        bench.add_many(count);
        for (const auto& name : changes) {
            INFO(name);
            auto cursor = bench.adapter.cursor_from_now(bench.feed(name), {});
            CHECK(bench.walk(name, cursor).empty());
            CHECK(bench.walk(name, cursor).empty());
        }
    }
}

TEST_CASE("What happens after now is news, in the same second too") {
    Bench bench;
    bench.add_many(60);
    std::map<std::string, std::string> cursors;
    for (const auto& name : changes) cursors[name] = bench.adapter.cursor_from_now(bench.feed(name), {});

    SECTION("a new ticket") {
        const auto id = std::to_string(bench.add("New"));
        CHECK(bench.walk("created", cursors["created"]) == std::vector<std::string>{id});
        CHECK(as_set(bench.walk("date_status", cursors["date_status"])).count(id) == 1);
        CHECK(bench.walk("created", cursors["created"]).empty());
    }
    SECTION("a change of status, seen once") {
        bench.now += 1'000;
        bench.desk.edit(5, {.status = "resolved"});
        bench.now += 1'000;
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"5"});
        CHECK(bench.walk("date_status", cursors["date_status"]).empty());
        CHECK(bench.walk("created", cursors["created"]).empty());
    }
    SECTION("a reply, seen once, and the next one again") {
        bench.now += 1'000;
        bench.reply(9);
        bench.now += 1'000;
        CHECK(bench.walk("date_last_user_reply", cursors["date_last_user_reply"]) ==
              std::vector<std::string>{"9"});
        CHECK(bench.walk("date_last_user_reply", cursors["date_last_user_reply"]).empty());
        bench.now += 1'000;
        bench.reply(9);
        CHECK(bench.walk("date_last_user_reply", cursors["date_last_user_reply"]) ==
              std::vector<std::string>{"9"});
    }
    SECTION("an agent's replies, of which only the first moves the status too") {
        const auto answer = [&] {
            bench.now += 1'000;
            bench.desk.write(9, {"<p>Try this</p>", false, "maren.holt@meridian.example", std::nullopt});
            bench.now += 1'000;
        };
        answer();
        CHECK(bench.walk("date_last_agent_reply", cursors["date_last_agent_reply"]) ==
              std::vector<std::string>{"9"});
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"9"});
        answer();
        CHECK(bench.walk("date_last_agent_reply", cursors["date_last_agent_reply"]) ==
              std::vector<std::string>{"9"});
        CHECK(bench.walk("date_status", cursors["date_status"]).empty());
        CHECK(bench.walk("date_last_user_reply", cursors["date_last_user_reply"]).empty());
    }
    SECTION("what changes twice within a second, and is looked at in between") {
        bench.now += 1'000;
        bench.desk.edit(5, {.status = "pending"});
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"5"});
        bench.now += 400;
        bench.desk.edit(5, {.status = "resolved"});
        bench.now += 600;
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"5"});
        CHECK(bench.walk("date_status", cursors["date_status"]).empty());
    }
    SECTION("a change that shows a minute after its date") {
        bench.now += 60'000;
        bench.desk.edit(7, {.status = "pending"});
        bench.now += 1'000;
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"7"});
        bench.now -= 30'000;
        bench.desk.edit(8, {.status = "pending"});
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"8"});
    }
    SECTION("more changes than a cursor remembers") {
        bench.now += 1'000;
        const auto more = bench.add_many(900);
        bench.now += 1'000;
        CHECK(as_set(bench.walk("date_status", cursors["date_status"])) == as_set(more));
        bench.now += 1'000;
        bench.desk.edit(900, {.status = "resolved"});
        CHECK(bench.walk("date_status", cursors["date_status"]) == std::vector<std::string>{"900"});
    }
}

TEST_CASE("A quiet desk costs one call for each feed of changes, also right after an import") {
    Bench bench;
    bench.add_many(700);
    for (const auto& name : changes) {
        INFO(name);
        auto cursor = bench.adapter.cursor_from_now(bench.feed(name), {});
        CHECK(cursor.size() < 20'000);
        bench.walk(name, cursor);
        bench.http.said.clear();
        bench.walk(name, cursor);
        CHECK(bench.http.said.size() == 1);
    }
}

TEST_CASE("A walk goes on from the cursor of every page, by another adapter, with nothing left out") {
    Bench bench(capped(50));
    for (const auto* name : {"created", "history", "open", "date_status"}) {
        INFO(name);
        Bench fresh(capped(50));
        std::string cursor;
        fresh.add_many(30);
        if (std::string(name) == "created" || std::string(name) == "date_status")
            cursor = fresh.adapter.cursor_from_now(fresh.feed(name), {});
        const auto before = cursor.empty() ? 30 : 0;
        fresh.now += 300'000;
        const auto ids = fresh.add_many(260);
        const auto seen = fresh.walk(name, cursor, {}, true);
        CHECK(minus(as_set(ids), as_set(seen)).empty());
        CHECK(static_cast<int>(seen.size()) == 260 + before);
    }
}

TEST_CASE("A page may be asked for again with the same cursor") {
    Bench bench(capped(50));
    bench.add_many(120);
    std::string cursor;
    std::set<std::string> seen;
    for (bool more = true; more;) {
        const auto first = bench.adapter.read_feed(bench.feed("history"), cursor, {});
        const auto again = bench.adapter.read_feed(bench.feed("history"), cursor, {});
        REQUIRE(first.tickets.size() == again.tickets.size());
        CHECK(first.cursor == again.cursor);
        for (const auto& ticket : again.tickets) seen.insert(ticket.id);
        cursor = again.cursor;
        more = again.more;
    }
    CHECK(seen.size() == 120);
}

TEST_CASE("One created and one deleted between pages cancel in the total and still hide no ticket") {
    for (const auto* name : {"history", "open"}) {
        INFO(name);
        Bench bench(capped(50));
        const auto ids = bench.add_many(300);
        long long victim = 1;
        bench.desk.between_pages([&](int) {
            bench.desk.remove(victim++);
            bench.add("Late");
        });
        std::string cursor;
        auto seen = as_set(bench.walk(name, cursor));
        for (long long id = 1; id < victim; ++id) seen.insert(std::to_string(id));
        CHECK(minus(as_set(ids), seen).empty());
    }
}

TEST_CASE("Most of a list may vanish between two pages, whether they are asked for together or not") {
    for (const auto batch : {Options::Batch::both, Options::Batch::none}) {
        const bool together = batch != Options::Batch::none;
        INFO("together " << together);
        Options options;
        options.batch = batch;
        Bench bench(options);
        const auto ids = bench.add_many(1500);
        const long long gone = together ? 190 : 380;
        bool done = false;
        bench.desk.between_pages([&](int page) {
            if (page < (together ? 2 : 3) || done) return;
            done = true;
            for (long long id = 1; id <= gone; ++id) bench.desk.remove(id);
        });
        std::string cursor;
        const auto seen = as_set(bench.walk("history", cursor));
        CHECK(done);
        for (long long id = gone + 1; id <= 1500; ++id) CHECK(seen.count(std::to_string(id)) == 1);
    }
}

TEST_CASE("A list of thousands is read with five pages in a call, and each ticket once") {
    Bench bench;
    const auto ids = bench.add_many(2300);
    bench.adapter.doubts({}, {});
    std::string cursor;
    bench.http.said.clear();
    CHECK(bench.walk("history", cursor) == ids);
    const auto lists = std::count_if(bench.http.said.begin(), bench.http.said.end(), [](const auto& line) {
        return line.find("/batch") != std::string::npos || line.find("/tickets?") != std::string::npos;
    });
    CHECK(lists == 4);  // 200, then 985 at most in each
}

TEST_CASE("Tickets that are deleted under a walk of changes pull none past it") {
    for (const auto* name : {"created", "date_status"}) {
        INFO(name);
        Bench bench(capped(50));
        bench.add_many(10);
        auto cursor = bench.adapter.cursor_from_now(bench.feed(name), {});
        bench.now += 400'000;
        const auto ids = bench.add_many(300);
        long long newest = 310;
        std::set<std::string> removed;
        bench.desk.between_pages([&](int) {
            for (int i = 0; i < 8 && newest > 100; ++i) {
                removed.insert(std::to_string(newest));
                bench.desk.remove(newest--);
            }
        });
        const auto seen = as_set(bench.walk(name, cursor));
        CHECK(minus(minus(as_set(ids), removed), seen).empty());
    }
}

TEST_CASE("An order that the instance refuses or ignores costs calls, never tickets") {
    for (const auto answer : {Options::UnknownOrder::refuse, Options::UnknownOrder::ignore}) {
        Options options = capped(50);
        options.order_fields = {"id"};
        options.unknown_order = answer;
        Bench bench(options);
        bench.add_many(120);
        for (const auto* name : {"date_status", "date_last_user_reply", "date_last_agent_reply"}) {
            INFO(name);
            auto cursor = bench.adapter.cursor_from_now(bench.feed(name), {});
            bench.now += 1'000;
            bench.desk.edit(3, {.status = "resolved"});
            // An order that is ignored may look like the right one; it must not bring what is old.
            CHECK(bench.walk(name, cursor).size() <= 1);
        }
        auto cursor = bench.adapter.cursor_from_now(bench.feed("created"), {});
        const auto id = std::to_string(bench.add("New"));
        CHECK(bench.walk("created", cursor) == std::vector<std::string>{id});
    }
}

TEST_CASE("When an instance learns to sort by a date, what is there is no news then") {
    Options options;
    options.order_fields = {"id"};
    options.unknown_order = Options::UnknownOrder::refuse;
    Bench bench(options);
    bench.add_many(20);
    auto cursor = bench.adapter.cursor_from_now(bench.feed("date_status"), {});
    bench.desk.change_options([](Options& o) { o.order_fields.insert("date_status"); });
    CHECK(bench.walk("date_status", cursor).empty());
    bench.now += 1'000;
    bench.desk.edit(3, {.status = "resolved"});
    CHECK(bench.walk("date_status", cursor) == std::vector<std::string>{"3"});
}

namespace {

/// An instance that knows no `order_dir`: what is asked for with it comes upwards. With `group_sort` it
/// obeys.
class OwnDirection : public Http {
public:
    OwnDirection(Http& next, bool knows_group_sort) : next_(next), knows_group_sort_(knows_group_sort) {}
    HttpResponse exchange(const HttpRequest& request) override {
        auto changed = request;
        const auto at = changed.url.find("order_dir=desc");
        const bool obeys = knows_group_sort_ && changed.url.find("group_sort=desc") != std::string::npos;
        if (at != std::string::npos && !obeys) changed.url.replace(at, 14, "order_dir=asc");
        return next_.exchange(changed);
    }

private:
    Http& next_;
    bool knows_group_sort_;
};

std::vector<std::string> walked(HelpDesk& adapter, const Feed& feed, std::string& cursor) {
    std::vector<std::string> ids;
    for (bool more = true; more;) {
        const auto page = adapter.read_feed(feed, cursor, {});
        for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
        cursor = page.cursor;
        more = page.more;
    }
    return ids;
}

}  // namespace

TEST_CASE("Ids that come in an order of the instance's own are all read") {
    Bench bench(capped(50));
    bench.add_many(120);
    OwnDirection http(bench.http, false);
    deskpro::Deskpro adapter(http, {"http://127.0.0.1"});
    auto cursor = adapter.cursor_from_now(bench.feed("created"), {});
    const auto ids = bench.add_many(60);
    CHECK(as_set(walked(adapter, bench.feed("created"), cursor)) == as_set(ids));
}

TEST_CASE("The other name of the direction is found where the first is not heeded") {
    Bench bench;
    bench.add_many(120);
    bench.now += 600'000;
    OwnDirection http(bench.http, true);
    deskpro::Deskpro adapter(http, {"http://127.0.0.1"});
    auto created = adapter.cursor_from_now(bench.feed("created"), {});
    auto status = adapter.cursor_from_now(bench.feed("date_status"), {});
    const auto id = std::to_string(bench.add("New"));
    bench.http.said.clear();
    CHECK(walked(adapter, bench.feed("created"), created) == std::vector<std::string>{id});
    CHECK(walked(adapter, bench.feed("date_status"), status) == std::vector<std::string>{id});
    for (const auto& said : bench.http.said)
        if (said.find("/tickets?") != std::string::npos)
            CHECK(said.find("group_sort=desc") != std::string::npos);
}

TEST_CASE("The sweep lists what is open, and hidden tickets are in no list") {
    Bench bench;
    bench.add_many(6);
    bench.desk.edit(1, {.status = "resolved"});
    bench.desk.edit(2, {.status = "archived"});
    bench.desk.edit(3, {.status = "pending"});
    bench.desk.remove(4);
    bench.desk.spam(5);
    std::string cursor;
    CHECK(bench.walk("open", cursor) == std::vector<std::string>{"3", "6"});
    CHECK(bench.walk("history", cursor) == std::vector<std::string>{"1", "2", "3", "6"});
    bench.desk.merge(6, 3);
    CHECK(bench.walk("open", cursor) == std::vector<std::string>{"3"});
}

TEST_CASE("What a mapping finds narrows what is listed") {
    Bench bench;
    bench.add_many(5);
    const auto labelled = std::to_string(bench.add("Labelled", "<p>x</p>", {"bug", "b&c=d+e"}));
    bench.desk.edit(2, {.status = "pending", .department = "Billing"});
    const auto found = [&](const Find& find) {
        std::string cursor;
        return bench.walk("history", cursor, find);
    };
    CHECK(found({{"labels", {"bug"}}}) == std::vector<std::string>{labelled});
    CHECK(found({{"labels", {"b&c=d+e"}}}) == std::vector<std::string>{labelled});
    CHECK(found({{"department", {"Billing"}}}) == std::vector<std::string>{"2"});
    CHECK(found({{"department", {"billing"}}}) == std::vector<std::string>{"2"});
    CHECK(found({{"status", {"pending"}}}) == std::vector<std::string>{"2"});
    CHECK(found({{"status", {"Pending"}}}) == std::vector<std::string>{"2"});
    CHECK(found({{"filter", {"Open tickets"}}}).size() == 6);
    CHECK(found({{"department", {"Billing"}}, {"labels", {"bug"}}}).empty());
}

TEST_CASE("What cannot be narrowed by exactly lists more, never less") {
    Bench bench;
    bench.add_many(3);
    bench.add("Labelled", "<p>x</p>", {"bug"});
    for (const Find& find : {Find{{"labels", {"bug", "crash"}}}, Find{{"department", {"Biling"}}},
                             Find{{"department", {"Billing", "Sales"}}}, Find{{"status", {"open"}}},
                             Find{{"colour", {"red"}}}, Find{{"labels", {}}}}) {
        INFO(find.begin()->first);
        std::string cursor;
        CHECK(bench.walk("history", cursor, find).size() == 4);
        CHECK(bench.walk("open", cursor, find).size() == 4);
    }
}

TEST_CASE("A page that fails moves no cursor and ends no walk") {
    Bench bench(capped(50));
    const auto ids = bench.add_many(260);
    std::mt19937 random(17);
    bench.http.after = [&](const HttpRequest&, HttpResponse& answer) {
        switch (random() % 12) {
            case 0: answer = json_answer(200, ""); break;
            case 1: answer = json_answer(200, "{}"); break;
            case 2: answer = html_answer(200); break;
            case 3: answer.body.resize(answer.body.size() / 2); break;
            case 4: answer = json_answer(503, "{}"); break;
            case 5: throw dropped();
            default: break;
        }
    };
    for (const auto* name : {"history", "created"}) {
        INFO(name);
        std::set<std::string> seen;
        std::string cursor;
        int failures = 0;
        for (bool more = true; more;) {
            try {
                const auto page = bench.adapter.read_feed(bench.feed(name), cursor, {});
                for (const auto& ticket : page.tickets) seen.insert(ticket.id);
                cursor = page.cursor;
                more = page.more;
            } catch (const SyncError& error) {
                CHECK(error.reach == Reach::side);
                ++failures;
            }
        }
        CHECK(failures > 0);
        CHECK(seen == as_set(ids));
    }
}

TEST_CASE("A refusal of not_status is taken as that, and the sweep filters by itself") {
    Bench bench;
    bench.add_many(4);
    bench.desk.edit(1, {.status = "resolved"});
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("not_status") != std::string::npos)
            answer = json_answer(400, R"({"code":"invalid_input"})");
    };
    std::string cursor;
    CHECK(bench.walk("open", cursor) == std::vector<std::string>{"2", "3", "4"});
}

TEST_CASE("A list that cannot be had at all is the desk's error, never an empty page") {
    for (const int status : {400, 401, 403, 404, 500}) {
        ScriptedHttp http(json_answer(status, R"({"code":"x"})"));
        deskpro::Deskpro adapter(http, {"https://acme.example"});
        for (const auto* name : {"created", "open", "history"}) {
            INFO(status << " " << name);
            try {
                adapter.read_feed({name, Feed::Kind::changes}, "", {});
                FAIL("no error");
            } catch (const SyncError& error) {
                CHECK(error.reach == Reach::side);
            }
        }
    }
}

TEST_CASE("Lists without meta, and pages that never end, are read to their end") {
    const auto tickets = [](int from, int to) {
        std::string out;
        for (int id = from; id <= to; ++id)
            out += (out.empty() ? "{\"id\":\"" : ",{\"id\":\"") + std::to_string(id) + "\"}";
        return json_answer(200, "{\"data\":[" + out + "],\"meta\":[],\"linked\":[]}");
    };
    const auto parameter = [](const HttpRequest& request, const std::string& name) {
        const auto at = request.url.find(name + "=");
        return std::stoi(request.url.substr(at + name.size() + 1));
    };
    const auto walk = [](ScriptedHttp& http) {
        deskpro::Deskpro adapter(http, {"https://acme.example"});
        std::vector<std::string> ids;
        std::string cursor;
        for (bool more = true; more;) {
            const auto page = adapter.read_feed({"history", Feed::Kind::history}, cursor, {});
            for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
            cursor = page.cursor;
            more = page.more;
            REQUIRE(http.requests.size() < 100);
        }
        return ids;
    };
    SECTION("a cap of 100 and no meta") {
        ScriptedHttp http([&](const HttpRequest& request) {
            const int count = std::min(100, parameter(request, "count"));
            const int page = parameter(request, "page");
            return tickets((page - 1) * count + 1, std::min(430, page * count));
        });
        CHECK(walk(http).size() == 430);
    }
    SECTION("ten on a page, whatever is asked") {
        ScriptedHttp http([&](const HttpRequest& request) {
            const int page = parameter(request, "page");
            return tickets((page - 1) * 10 + 1, std::min(73, page * 10));
        });
        CHECK(walk(http).size() == 73);
    }
    SECTION("the last page again for every page after it") {
        ScriptedHttp http([&](const HttpRequest& request) {
            const int count = parameter(request, "count");
            const int last = (430 + count - 1) / count;
            const int page = std::min(parameter(request, "page"), last);
            return tickets((page - 1) * count + 1, std::min(430, page * count));
        });
        CHECK(walk(http).size() == 430);
    }
    SECTION("the whole list, whatever is asked") {
        ScriptedHttp http([&](const HttpRequest&) { return tickets(1, 30); });
        CHECK(walk(http).size() == 30);
    }
}
