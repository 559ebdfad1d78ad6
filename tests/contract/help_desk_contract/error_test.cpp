#include "bench.h"

#include <catch2/catch.hpp>
#include <functional>
#include <optional>

using namespace help_desk_contract;
using namespace deskbridge;

namespace {

HttpResponse answer(int status, const std::string& type, const std::string& body, Headers more = {}) {
    HttpResponse response{status, std::move(more), body};
    response.headers.emplace("Content-Type", type);
    return response;
}

/// Everything that is read of a desk.
std::vector<std::pair<std::string, std::function<void()>>> reads(Bench& bench, const std::string& id) {
    auto& desk = bench.desk();
    const auto history = feeds_of(bench, Feed::Kind::history).front();
    const auto changes = feeds_of(bench, Feed::Kind::changes).front();
    return {{"identify", [&desk] { desk.identify(); }},
            {"history", [&desk, history] { desk.read_feed(history, "", {}); }},
            {"changes", [&desk, changes] { desk.read_feed(changes, "", {}); }},
            {"now", [&desk, changes] { desk.cursor_from_now(changes, {}); }},
            {"tickets", [&desk, id] { desk.read_tickets(std::vector{id}); }}};
}

std::optional<SyncError> error_of(const std::function<void()>& read) {
    try {
        read();
        return {};
    } catch (const SyncError& error) {
        return error;
    }
}

/// Every read ends in an error of reach side that is about `trouble`.
void expect_side(Bench& bench, const Line::Mishap& mishap, Trouble trouble) {
    const auto id = bench.add({.subject = "trouble"});
    bench.line().mishap = mishap;
    for (const auto& [name, read] : reads(bench, id)) {
        INFO(name);
        const auto error = error_of(read);
        REQUIRE(error);
        CHECK(error->reach == Reach::side);
        CHECK(static_cast<int>(error->trouble) == static_cast<int>(trouble));
        CHECK(std::string(error->what()).find("hunter2") == std::string::npos);
    }
    bench.line().mishap = {};
    CHECK(ticket_of(bench, id).id == id);
}

}  // namespace

TEST_CASE("A refused sign-in is trouble of the sign-in") {
    on_every_desk("error_401", [](Bench& bench) {
        expect_side(
            bench,
            [](const HttpRequest&) { return answer(401, "application/json", R"({"message":"hunter2"})"); },
            Trouble::sign_in);
    });
}

TEST_CASE("A limit is told with the time to wait") {
    on_every_desk("error_429", [](Bench& bench) {
        const auto limited = [](const HttpRequest&) {
            return answer(429, "application/json", "{}", {{"Retry-After", "30"}});
        };
        expect_side(bench, limited, Trouble::limited);
        bench.line().mishap = limited;
        const auto error = error_of([&] { bench.desk().identify(); });
        REQUIRE(error);
        CHECK(error->retry_after == std::chrono::milliseconds{30'000});
    });
}

TEST_CASE(
    "A desk that is down, redirects, or is not whom we expect is trouble of the desk, never an empty "
    "answer") {
    const std::vector<std::pair<std::string, Line::Mishap>> mishaps{
        {"error_503", [](const HttpRequest&) { return answer(503, "text/html", "<p>down</p>"); }},
        {"error_502", [](const HttpRequest&) { return answer(502, "text/html", ""); }},
        {"error_302",
         [](const HttpRequest&) {
             return answer(302, "text/html", "", {{"Location", "/login"}});
         }},
        {"error_page", [](const HttpRequest&) { return answer(200, "text/html", "<html>Sign in</html>"); }},
        {"error_half",
         [](const HttpRequest&) { return answer(200, "application/json", R"({"items":[{"id":"1")"); }},
        {"error_null", [](const HttpRequest&) { return answer(200, "application/json", ""); }}};
    for (const auto& [name, mishap] : mishaps) DYNAMIC_SECTION(name) {
            on_every_desk(name, [&, mishap = mishap](Bench& bench) {
                expect_side(bench, mishap, Trouble::unreachable);
            });
        }
}

TEST_CASE("What becomes of a write whose answer is lost is told by its fate") {
    on_every_desk("error_fate", [](Bench& bench) {
        const auto id = bench.add({.subject = "fate"});
        for (const auto fate : {Fate::timed_out, Fate::closed, Fate::not_sent}) {
            bench.line().mishap = [&](const HttpRequest& request) -> HttpResponse {
                if (request.method == "GET" || request.method == "HEAD") return bench.line().through(request);
                throw SyncError(Reach::side, Trouble::unreachable, "no answer").with(fate);
            };
            const std::vector<NewMessage> messages{{id, Visibility::internal, {"<p>lost</p>"}, {}}};
            std::optional<SyncError> error;
            try {
                error = bench.desk().say(messages).front().error;
            } catch (const SyncError& thrown) {
                error = thrown;
            }
            bench.line().mishap = {};
            REQUIRE(error);
            CHECK(static_cast<int>(error->fate) == static_cast<int>(fate));
        }
        CHECK(said_on(bench, id).empty());
    });
}

TEST_CASE("Calls are counted, and no more than they have to be") {
    on_every_desk("counted", [](Bench& bench) {
        std::vector<std::string> ids;
        for (int i = 0; i < 10; ++i) ids.push_back(bench.add({.subject = "counted"}));
        Changes changes(bench);
        changes.more();
        auto tickets = bench.desk().read_tickets(ids);
        const std::vector<TicketChange> change{{ids[0], {{"subject", std::string("other")}}}};
        bench.desk().look_up(change);
        bench.desk().read_tickets(std::vector{ids[0]});
        const auto budget = bench.budget();
        const auto calls = [&](const std::function<void()>& work) {
            bench.line().said.clear();
            work();
            INFO(Catch::Detail::stringify(bench.line().said));
            return bench.line().said.size();
        };
        CHECK(calls([&] { bench.desk().change(change); }) <= budget.change_one);
        CHECK(calls([&] { bench.desk().read_tickets(ids); }) <= budget.read_ten);
        CHECK(calls([&] { bench.desk().describe(tickets); }) <= budget.describe_ten);
        changes.more();
        CHECK(calls([&] { changes.more(); }) <= budget.idle_feeds);
        const std::vector<NewMessage> messages{{ids[0], Visibility::internal, {"<p>said</p>"}, {}}};
        CHECK(calls([&] { bench.desk().say(messages); }) <= budget.say_one);
    });
}
