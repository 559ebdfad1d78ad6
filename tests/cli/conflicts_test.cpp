#include "json/json.h"
#include "programs/bridge.h"

#include <catch2/catch.hpp>

using namespace programs;
using deskbridge::json::Document;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// One ticket and its work item, whose title people have to decide about when both sides change it.
struct Pair {
    Pair() {
        const auto first = bridge.run({"backfill", "--limit", "1"});
        INFO(first.out << first.err);
        REQUIRE(first.code == 0);
        item = sandbox.items().front();
        ticket = item.ticket_url.substr(item.ticket_url.rfind('/') + 1);
        REQUIRE(bridge.run({"sync"}).code == 0);
    }

    void say_subject(const std::string& subject) {
        sandbox.desk_call("PUT", "/tickets/" + ticket, R"({"subject": ")" + subject + R"("})");
    }
    void say_title(const std::string& title) {
        sandbox.edit_item(item.id, "System.Title", "\"" + title + "\"");
    }
    std::string subject() { return sandbox.desk_call("GET", "/tickets/" + ticket)["data"]["subject"].text(); }
    std::string title() { return sandbox.items().front().title; }

    SandboxProgram sandbox;
    Bridge bridge{sandbox,
                  {.mapping = preset_with(R"("fields": [ { "work": "System.Title", "desk": "subject", )"
                                          R"("flow": "both", "on_conflict": "ask" } ])")}};
    Item item;
    std::string ticket;
};

std::int64_t open_conflict(const Bridge& bridge) {
    const auto list = bridge.run({"conflicts", "list", "--json"});
    INFO(list.out << list.err);
    REQUIRE(list.code == 1);
    const auto document = Document::parse(list.out, "the list");
    REQUIRE(document["conflicts"].size() == 1);
    return document["conflicts"][0]["id"].integer().value();
}

}  // namespace

TEST_CASE("A field that both sides changed waits for a person, who sees both values and decides") {
    for (const std::string take : {"desk", "work"}) {
        Pair pair;
        pair.say_subject("As the customer says");
        pair.say_title("As the engineer says");
        const auto plan = pair.bridge.run({"plan", "--ticket", pair.ticket});
        INFO(plan.out << plan.err);
        CHECK(says(plan.out, "conflict"));
        CHECK(pair.bridge.run({"sync"}).code == 1);
        CHECK(pair.subject() == "As the customer says");
        CHECK(pair.title() == "As the engineer says");
        CHECK(says(pair.bridge.run({"status"}).out, "conflicts      1"));

        const auto id = std::to_string(open_conflict(pair.bridge));
        const auto list = pair.bridge.run({"conflicts", "list"});
        CHECK(says(list.out, "As the customer says"));
        CHECK(says(list.out, "As the engineer says"));
        const auto shown = pair.bridge.run({"conflicts", "show", id});
        INFO(shown.out);
        CHECK(shown.code == 1);
        for (const std::string& part :
             {std::string("System.Title"), pair.item.ticket_url, std::string("last agreed"),
              std::string("As the customer says"), std::string("As the engineer says")})
            CHECK(says(shown.out, part));

        const auto decided = pair.bridge.run({"conflicts", "resolve", id, "--take", take});
        INFO(decided.out << decided.err);
        CHECK(decided.code == 0);
        CHECK(pair.bridge.run({"conflicts", "list"}).code == 0);
        CHECK(says(pair.bridge.run({"conflicts", "list"}).out, "decided: " + take));
        CHECK(pair.bridge.run({"sync"}).code == 0);
        const std::string won = take == "desk" ? "As the customer says" : "As the engineer says";
        CHECK(pair.subject() == won);
        CHECK(pair.title() == won);
        CHECK(says(pair.bridge.run({"conflicts", "list"}).out, "no conflict is open"));
        const auto all = pair.bridge.run({"conflicts", "list", "--all"});
        CHECK(all.code == 0);
        CHECK(says(all.out, "settled"));
        CHECK(pair.bridge.run({"conflicts", "resolve", id, "--take", take}).code == 1);
        const auto before = pair.sandbox.both_sides();
        CHECK(pair.bridge.run({"sync"}).code == 0);
        CHECK(pair.sandbox.both_sides() == before);
    }
}

TEST_CASE("A decision is carried by an agent that runs meanwhile") {
    Pair pair;
    pair.say_subject("As the customer says");
    pair.say_title("As the engineer says");
    REQUIRE(pair.bridge.run({"sync"}).code == 1);
    const auto id = std::to_string(open_conflict(pair.bridge));
    auto agent = pair.bridge.start({"run"});
    REQUIRE(agent.wait_for("runs for"));
    CHECK(pair.bridge.run({"conflicts", "resolve", id, "--take", "work"}).code == 0);
    CHECK(agent.wait_until([&] { return pair.subject() == "As the engineer says"; }));
}

TEST_CASE("A decision about nothing, or without a side, is refused with what to write") {
    Pair pair;
    CHECK(pair.bridge.run({"conflicts", "show", "77"}).code == 1);
    CHECK(says(pair.bridge.run({"conflicts", "resolve", "77", "--take", "desk"}).out, "no conflict 77"));
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"conflicts"},
                                               {"conflicts", "show"},
                                               {"conflicts", "show", "x"},
                                               {"conflicts", "resolve", "1"},
                                               {"conflicts", "resolve", "1", "--take", "both"}})
        CHECK(pair.bridge.run(call).code == 2);
}

TEST_CASE("A linked ticket is explained field by field, and the plan says what goes which way") {
    Pair pair;
    const auto rest = pair.bridge.run({"plan"});
    INFO(rest.out << rest.err);
    CHECK(rest.code == 0);
    CHECK(says(rest.out, "0 linked tickets have something to carry"));

    pair.say_title("Found it");
    pair.sandbox.work_call("POST",
                           "/Widgets/_apis/wit/workItems/" + std::to_string(pair.item.id) +
                               "/comments?api-version=7.1-preview.4",
                           R"({"text": "Which firmware?"})");
    const auto before = pair.sandbox.both_sides();
    const auto plan = pair.bridge.run({"plan"});
    INFO(plan.out << plan.err);
    CHECK(says(plan.out, "ticket " + pair.ticket));
    CHECK(says(plan.out, "1 field, 1 comment to the ticket"));
    CHECK(says(plan.out, "System.Title -> subject = Found it"));
    CHECK(says(plan.out, "1 linked tickets have something to carry"));

    const auto explained = pair.bridge.run({"explain", pair.ticket});
    INFO(explained.out << explained.err);
    CHECK(explained.code == 0);
    CHECK(says(explained.out, "to ticket    System.Title"));
    CHECK(says(explained.out, "agreed"));
    CHECK(says(explained.out, "Found it"));

    const auto document = Document::parse(pair.bridge.run({"explain", pair.ticket, "--json"}).out, "it");
    const auto link = document["links"][0];
    CHECK(link["action"].text() == "carry");
    CHECK(link["to_desk"]["fields"]["subject"].text() == "Found it");
    CHECK(link["work_item"].integer() == pair.item.id);
    CHECK(pair.sandbox.both_sides() == before);
}
