#include "adapters/deskpro/deskpro.h"

#include "adapters/deskpro/wire.h"
#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

TEST_CASE("A desk is known by its uuid, and the key by its agent") {
    Bench bench;
    const auto identity = bench.adapter.identify();
    CHECK(identity.id == bench.desk.options().uuid);
    CHECK(identity.product == "Deskpro Horizon (cloud)");
    CHECK(identity.account == "Integration");
    CHECK(bench.desk.counters().writes == 0);
    REQUIRE(bench.adapter.server_time());
    CHECK(bench.adapter.server_time()->time_since_epoch().count() == start);
}

TEST_CASE("A desk below a folder is found there") {
    Options options;
    options.prefix = "/support";
    Bench bench(options);
    bench.add_many(3);
    deskpro::Deskpro adapter(bench.http, {"http://127.0.0.1/support/"});
    CHECK(adapter.identify().id == options.uuid);
    const auto page = adapter.read_feed(bench.feed("history"), "", {});
    REQUIRE(page.tickets.size() == 3);
    CHECK(page.tickets[0].url == "http://127.0.0.1/support/app#/t/ticket/1");
    std::vector<Ticket> tickets = page.tickets;
    adapter.describe(tickets);
    CHECK(text_of(tickets[2].get("description")) == "<p>2</p>");
}

TEST_CASE("A wrong key is a refused sign-in, and is nowhere in the error") {
    Bench bench;
    SystemHttp http(bench.desk, "key 1:WRONGSECRET");
    deskpro::Deskpro adapter(http, {"http://127.0.0.1"});
    try {
        adapter.identify();
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.trouble == Trouble::sign_in);
        CHECK(error.reach == Reach::side);
        CHECK((error.what() + error.hint).find("WRONG") == std::string::npos);
    }
}

TEST_CASE("A desk keeps its name whatever happens to the question for it") {
    for (const auto& spoilt : {json_answer(200, ""), json_answer(200, "{}"), html_answer(200),
                               json_answer(500, "{}"), json_answer(403, "{}"), json_answer(429, "{}")}) {
        Bench bench;
        bench.http.after = [&](const HttpRequest& request, HttpResponse& answer) {
            if (request.url.find("/discover") != std::string::npos) answer = spoilt;
        };
        try {
            bench.adapter.identify();
            FAIL("no error");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
        }
    }
    Bench old;
    old.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("/discover") != std::string::npos) answer = json_answer(404, "{}");
    };
    CHECK(old.adapter.identify().id == "http://127.0.0.1");
}

TEST_CASE("What says that it is no Deskpro is none") {
    ScriptedHttp http(json_answer(200, R"({"data":{"is_deskpro":false,"helpdesk_uuid":"x"}})"));
    deskpro::Deskpro adapter(http, {"https://acme.example"});
    try {
        adapter.identify();
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.trouble == Trouble::configuration);
    }
}

TEST_CASE("Maintenance and limits reach whoever has to wait") {
    Options options;
    options.maintenance = true;
    Bench bench(options);
    try {
        bench.adapter.identify();
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.retry_after);
        CHECK(error.trouble == Trouble::unreachable);
    }
    options = {};
    options.hourly_limit = 3;
    Bench limited(options);
    limited.add_many(2);
    try {
        for (int i = 0; i < 10; ++i) limited.adapter.identify();
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.trouble == Trouble::limited);
        CHECK(error.retry_after);
    }
}

TEST_CASE("An address leads back to its ticket, a foreign one does not") {
    Bench bench;
    bench.add("x");
    const deskpro::Deskpro adapter(bench.http, {"https://acme.deskpro.com/"});
    CHECK(adapter.ticket_id_of("https://acme.deskpro.com/app#/t/ticket/17") == "17");
    CHECK(adapter.ticket_id_of(deskpro::ticket_url("https://acme.deskpro.com", "123456789012345678901")) ==
          "123456789012345678901");
    CHECK(bench.adapter.ticket_id_of(bench.ticket(1).url) == "1");
    for (const auto* foreign :
         {"https://acme.deskpro.com.evil.example/app#/t/ticket/17",
          "https://other.deskpro.com/app#/t/ticket/17", "https://acme.deskpro.com/app#/t/ticket/",
          "https://acme.deskpro.com/app#/t/ticket/1x", "https://acme.deskpro.com/app#/t/person/17",
          "https://acme.deskpro.com", ""}) {
        INFO(foreign);
        CHECK(!adapter.ticket_id_of(foreign));
    }
}

TEST_CASE("A department in which nothing shows is doubted, and fields that take no number") {
    Options options;
    options.keys = {{1, "SANDBOXKEY0123456789", 5, {}}};  // an agent who sees departments 1 and 4
    Bench bench(options);
    bench.desk.edit(bench.add("Unseen"), {.department = "Engineering"});
    bench.add("Seen");
    LinkBack wanted;
    CHECK(bench.adapter.doubts(wanted, {{"department", {"Support"}}}).empty());
    const auto doubts = bench.adapter.doubts(wanted, {{"department", {"Engineering", "Support"}}});
    REQUIRE(doubts.size() == 1);
    CHECK_THAT(doubts[0], Catch::Contains("no ticket in department 'Engineering'"));
    wanted.field = "Severity";
    const auto fields = bench.adapter.doubts(wanted, {});
    REQUIRE(fields.size() == 1);
    CHECK_THAT(fields[0], Catch::Contains("'Severity' (choice) takes no work item's number"));
}

TEST_CASE("A saved filter goes by id or title, and a wrong one lists nothing") {
    Bench bench;
    bench.desk.edit(bench.add("One"), {.department = "Engineering"});
    bench.add("Two");
    for (const auto* name : {"2", "Engineering, open"}) {
        std::string cursor;
        CHECK(bench.walk("history", cursor, {{"filter", {name}}}) == std::vector<std::string>{"1"});
    }
    const std::vector<Find> wrong{{{"filter", {"99"}}}, {{"filter", {"Mine"}}}, {{"filter", {"1", "2"}}}};
    for (const auto& find : wrong) {
        bench.desk.reset_counters();
        try {
            bench.adapter.read_feed(bench.feed("history"), "", find);
            FAIL("no error");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
            CHECK(error.trouble == Trouble::configuration);
        }
        CHECK(bench.desk.counters().requests.count("GET tickets") == 0);
    }
    auto keys = bench.desk.options().keys;
    keys[0].tags = {"tickets.*"};
    bench.desk.change_options([&](Options& o) { o.keys = keys; });
    auto narrow = bench.restarted();
    CHECK(narrow.read_feed(bench.feed("history"), "", {{"filter", {"2"}}}).tickets.size() == 1);
}

TEST_CASE("Maintenance is the desk's trouble for whatever is asked, with a long pause") {
    Bench bench;
    auto tickets = bench.adapter.read_tickets(bench.add_many(5));
    bench.desk.change_options([](Options& o) { o.maintenance = true; });
    const std::vector<MessageQuery> queries{{"1", ""}};
    const std::vector<std::function<void()>> calls{
        [&] { bench.adapter.identify(); },
        [&] { bench.adapter.read_feed(bench.feed("history"), "", {}); },
        [&] { bench.adapter.describe(tickets); },
        [&] { bench.adapter.read_messages(queries); },
        [&] {
            bench.adapter.fetch({"f", "a", 0, "http://127.0.0.1/api/v2/blobs/1A/download/a", false}, "", 9);
        },
        [&] {
            bench.adapter.write_links_back(std::vector<LinkBack>(1, LinkBack{"1", 7, "", "", "x", "", ""}),
                                           {});
        }};
    for (const auto& call : calls) {
        try {
            call();
            FAIL("no error");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
            CHECK(error.retry_after == std::chrono::minutes{5});
        }
    }
}

TEST_CASE("Doubts name what a mapping finds by and the desk has not, with what was meant") {
    Bench bench;
    const LinkBack none;
    bench.desk.edit(bench.add("One"), {.department = "Engineering"});
    CHECK(bench.adapter
              .doubts(none, {{"labels", {"bug"}},
                             {"department", {"Engineering"}},
                             {"status", {"awaiting_agent"}},
                             {"language", {"Deutsch"}},
                             {"filter", {"1"}}})
              .empty());
    const std::vector<std::pair<Find, std::string>> rows = {
        {{{"department", {"Enginering"}}}, "did you mean 'Engineering'?"},
        {{{"status", {"wide open"}}}, "there is no status 'wide open'"},
        {{{"filter", {"Nothing of the sort"}}}, "there are: "},
        {{{"colour", {"red"}}}, "does not list by 'colour'"}};
    for (const auto& [find, words] : rows) {
        const auto doubts = bench.adapter.doubts(none, find);
        REQUIRE(doubts.size() == 1);
        CHECK_THAT(doubts[0], Catch::Contains(words));
    }
    CHECK(bench.desk.counters().writes == 0);
}

TEST_CASE("Statuses fall into categories by their type") {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"awaiting_agent", "open"},
        {"awaiting_agent.with_engineering", "open"},
        {"awaiting_user", "waiting"},
        {"pending", "waiting"},
        {"pending.waiting_for_vendor", "waiting"},
        {"resolved", "solved"},
        {"resolved.done", "solved"},
        {"archived", "closed"},
        {"hidden.deleted", "closed"},
        {"something new", "open"}};
    for (const auto& [status, category] : rows) CHECK(deskpro::status_category(status) == category);
}
