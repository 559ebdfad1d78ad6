#include "json/json.h"
#include "programs/bridge.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace programs;
using deskbridge::json::Document;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Each ticket has exactly one work item, which leads back to it.
void check_one_each(const std::vector<Item>& items, const std::vector<DeskTicket>& tickets) {
    CHECK(items.size() == tickets.size());
    const auto count = items_by_ticket(items);
    CHECK(count.size() == tickets.size());
    for (const auto& item : items) {
        INFO(item.id << " " << item.ticket_url);
        CHECK(item.mark.rfind("deskbridge:1 ", 0) == 0);
        const auto ticket = std::find_if(tickets.begin(), tickets.end(), [&](const DeskTicket& candidate) {
            return item.ticket_url.ends_with("/" + std::to_string(candidate.id));
        });
        REQUIRE(ticket != tickets.end());
        CHECK(says(item.title, "[" + ticket->ref + "] "));
        CHECK(ticket->labels.contains("azure-devops"));
        CHECK(says(ticket->fields, "\"" + std::to_string(item.id) + "\""));
    }
}

std::int64_t number(const Outcome& outcome, const char* name) {
    return Document::parse(outcome.out, "the report")["tenants"][0][name].integer().value();
}

}  // namespace

TEST_CASE(
    "A backfill of the samples makes one work item for each ticket, and nothing after it writes again") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const auto first = bridge.run({"backfill", "--json"});
    INFO(first.out << first.err);
    REQUIRE(first.code == 0);
    const auto tickets = sandbox.tickets(true);
    REQUIRE(tickets.size() >= 60);
    CHECK(number(first, "created") == static_cast<std::int64_t>(tickets.size()));
    CHECK(number(first, "told") == static_cast<std::int64_t>(tickets.size()));
    check_one_each(sandbox.items(), tickets);
    for (const auto& ticket : tickets) {
        const auto noted = std::count_if(ticket.messages.begin(), ticket.messages.end(),
                                         [](const std::string& text) { return says(text, "deskbridge:1"); });
        CHECK(noted == 1);
    }

    const auto before = sandbox.both_sides();
    const int patches = sandbox.count("work", "PATCH", "");
    const int batches = sandbox.count("work", "POST", "$batch");
    const int puts = sandbox.count("desk", "PUT", "");
    for (const std::string verb : {"backfill", "sync", "backfill", "sync", "sync"}) {
        const auto again = bridge.run({verb, "--json"});
        INFO(verb << "\n" << again.out << again.err);
        CHECK(again.code == 0);
        CHECK(number(again, "created") == 0);
        CHECK(number(again, "told") == 0);
    }
    CHECK(sandbox.both_sides() == before);
    CHECK(sandbox.standing(patches).met == 0);
    CHECK(sandbox.standing(batches).met == 0);
    CHECK(sandbox.standing(puts).met == 0);
}

TEST_CASE("A server without batches and one of 2020 get one work item for each ticket too") {
    for (const std::string level : {"server2019", "server2020"}) {
        SandboxProgram sandbox({}, {"--level", level});
        if (level == "server2020")
            sandbox.turn(R"({"work.batch": "absent", "work.artifact_query": "absent"})");
        const Bridge bridge(sandbox);
        const auto told = bridge.run({"backfill"});
        INFO(told.out << told.err);
        CHECK(told.code == 0);
        check_one_each(sandbox.items(), sandbox.tickets());
        const auto before = sandbox.both_sides();
        CHECK(bridge.run({"sync"}).code == 0);
        CHECK(sandbox.both_sides() == before);
    }
}

TEST_CASE("A limit takes so many tickets, and the next backfill takes the rest") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const auto some = bridge.run({"backfill", "--limit", "7", "--json"});
    INFO(some.out << some.err);
    CHECK(some.code == 0);
    CHECK(sandbox.items().size() == 7);
    CHECK(bridge.run({"sync"}).code == 0);
    CHECK(sandbox.items().size() == 7);
    CHECK(bridge.run({"backfill"}).code == 0);
    check_one_each(sandbox.items(), sandbox.tickets());
}

TEST_CASE("Since and until take the tickets created between them") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const std::string since = "2025-05-01T00:00:00Z";
    const std::string until = "2025-07-01T00:00:00Z";
    std::set<std::string> wanted;
    for (int page = 1; page <= 2; ++page) {
        const auto answer = sandbox.desk_call("GET", "/tickets?count=100&page=" + std::to_string(page));
        for (const auto& ticket : answer["data"].items()) {
            const auto created = ticket["date_created"].text().substr(0, 19) + "Z";
            if (created >= since && created < until) wanted.insert("/" + ticket["id"].text());
        }
    }
    REQUIRE(wanted.size() > 2);
    const auto told = bridge.run({"backfill", "--since", since, "--until", "2025-07-01"});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    std::set<std::string> made;
    for (const auto& item : sandbox.items()) made.insert(item.ticket_url.substr(item.ticket_url.rfind('/')));
    CHECK(made == wanted);
}

TEST_CASE("A dry run writes nothing, on neither side nor here, and says what would be made") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const auto before = sandbox.both_sides();
    const auto words = bridge.run({"backfill", "--dry-run"});
    INFO(words.out << words.err);
    CHECK(words.code == 0);
    CHECK(says(words.out, "make a Bug in Widgets"));
    CHECK(says(words.out, "System.Title = ["));
    const auto told = bridge.run({"backfill", "--dry-run", "--limit", "5", "--json"});
    CHECK(number(told, "create") == 5);
    CHECK(Document::parse(told.out, "the plan")["tenants"][0]["plans"].size() == 5);
    CHECK(bridge.run({"plan"}).code == 0);
    CHECK(bridge.run({"explain", "--tenant", "demo", "1"}).code == 0);
    CHECK(bridge.run({"check"}).code == 0);
    CHECK(sandbox.both_sides() == before);
    CHECK_FALSE(std::filesystem::exists(bridge.state()));
    CHECK_FALSE(std::filesystem::exists(bridge.state().string() + ".lock"));
}

TEST_CASE("Every report as JSON is one document, and log lines as JSON are one each on standard error") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const std::vector<std::vector<std::string>> calls{{"backfill", "--dry-run", "--json"},
                                                      {"backfill", "--json"},
                                                      {"sync", "--json"},
                                                      {"plan", "--json"},
                                                      {"plan", "--ticket", "1", "--json"},
                                                      {"explain", "--tenant", "demo", "1", "--json"},
                                                      {"check", "--json"},
                                                      {"status", "--json"},
                                                      {"links", "list", "--json"},
                                                      {"links", "show", "1", "--json"},
                                                      {"links", "export", "--json"},
                                                      {"parked", "list", "--json"},
                                                      {"mapping", "test", "--json"},
                                                      {"db", "check", "--json"}};
    for (auto arguments : calls) {
        arguments.insert(arguments.begin(), {"--log-format", "json", "-v"});
        const auto told = bridge.run(arguments);
        INFO(arguments[3] << " " << arguments.back() << "\n" << told.out << told.err);
        CHECK(told.code == 0);
        CHECK(Document::parse(told.out, "the report").root().is_object());
        CHECK(told.out.back() == '\n');
        std::size_t from = 0;
        for (auto end = told.err.find('\n'); end != std::string::npos;
             from = end + 1, end = told.err.find('\n', from))
            CHECK(Document::parse(told.err.substr(from, end - from), "a log line").root().is_object());
        CHECK(from == told.err.size());
    }
}
