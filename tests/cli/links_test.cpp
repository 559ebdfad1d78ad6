#include "json/json.h"
#include "programs/bridge.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>

using namespace programs;
using deskbridge::json::Document;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string two_way() {
    return preset_with(
        R"("fields": [ { "work": "System.Title", "desk": "subject", "flow": "both" } ],)"
        R"("comments": { "replies": "to_work", "notes": "to_work", "from_work": "note" }, "link_back": null)");
}

struct Desk {
    /// How many hyperlinks of ours an item has, whosever.
    std::size_t marks(std::int64_t id) {
        const auto item = sandbox.work_call(
            "GET", "/_apis/wit/workitems/" + std::to_string(id) + "?$expand=all&api-version=7.1");
        const auto relations = item["relations"].items();
        return static_cast<std::size_t>(
            std::count_if(relations.begin(), relations.end(), [](const auto& relation) {
                return relation["attributes"]["comment"].text().starts_with("deskbridge:1");
            }));
    }
    std::string title(std::int64_t id) {
        for (const auto& item : sandbox.items())
            if (item.id == id) return item.title;
        return {};
    }
    std::string subject(const std::string& ticket) {
        return std::string(sandbox.desk_call("GET", "/tickets/" + ticket)["data"]["subject"].text());
    }
    std::size_t messages(const std::string& ticket) {
        return sandbox.desk_call("GET", "/tickets/" + ticket + "/messages?count=200")["data"].size();
    }

    SandboxProgram sandbox;
    Bridge bridge{sandbox, {.mapping = two_way()}};
};

}  // namespace

TEST_CASE("People link a ticket with a work item that is there, and what was said before stays where it is") {
    Desk desk;
    REQUIRE(desk.bridge.run({"sync"}).code == 0);
    const auto item = desk.sandbox.add_item("Pump controller hangs");
    desk.sandbox.work_call(
        "POST",
        "/Widgets/_apis/wit/workItems/" + std::to_string(item) + "/comments?api-version=7.1-preview.4",
        R"({"text": "Seen in the lab."})");
    const auto before = desk.messages("1");
    const auto added = desk.bridge.run({"links", "add", "1", std::to_string(item), "--comment"});
    INFO(added.out << added.err);
    CHECK(added.code == 0);
    CHECK(desk.marks(item) == 1);
    CHECK(desk.bridge.run({"links", "add", "1", std::to_string(item)}).code == 1);
    CHECK(desk.marks(item) == 1);
    const auto comments = desk.sandbox.comments(item);
    REQUIRE(comments.size() == 2);
    CHECK(says(comments.back(), "Linked to ticket 1"));
    CHECK(desk.messages("1") == before + 1);

    // the sides differ and nothing tells which is newer: people decide
    CHECK(desk.bridge.run({"sync"}).code == 1);
    const auto list = desk.bridge.run({"conflicts", "list", "--json"});
    const auto listed = Document::parse(list.out, "the list");
    const auto conflict = listed["conflicts"][0];
    CHECK(conflict["work"].text() == "Pump controller hangs");
    CHECK(
        desk.bridge
            .run({"conflicts", "resolve", std::to_string(conflict["id"].integer().value()), "--take", "work"})
            .code == 0);
    const auto second = desk.bridge.run({"sync"});
    INFO(second.out << second.err);
    CHECK(second.code == 0);
    CHECK(desk.subject("1") == "Pump controller hangs");
    CHECK(desk.messages("1") == before + 1);
    std::string said;
    for (const auto& comment : desk.sandbox.comments(item)) said += comment + "\n";
    INFO(said);
    CHECK(desk.sandbox.comments(item).size() == 2);

    desk.sandbox.work_call(
        "POST",
        "/Widgets/_apis/wit/workItems/" + std::to_string(item) + "/comments?api-version=7.1-preview.4",
        R"({"text": "Found it."})");
    CHECK(desk.bridge.run({"sync"}).code == 0);
    CHECK(desk.messages("1") == before + 2);
    const auto rest = desk.sandbox.both_sides();
    CHECK(desk.bridge.run({"sync"}).code == 0);
    CHECK(desk.sandbox.both_sides() == rest);
}

TEST_CASE("A ticket has several work items, and a work item several tickets, of which the oldest rules") {
    Desk desk;
    REQUIRE(desk.bridge.run({"backfill", "--limit", "2"}).code == 0);
    REQUIRE(desk.bridge.run({"sync"}).code == 0);
    const auto items = desk.sandbox.items();
    REQUIRE(items.size() == 2);
    const auto ticket_of = [](const Item& item) {
        return item.ticket_url.substr(item.ticket_url.rfind('/') + 1);
    };
    const auto first = ticket_of(items[0]), second = ticket_of(items[1]);
    const auto shared = std::to_string(items[0].id);
    const auto title = items[0].title;
    const auto added = desk.bridge.run({"links", "add", second, shared, "--json"});
    INFO(added.out << added.err);
    CHECK(added.code == 0);
    CHECK(Document::parse(added.out, "it")["work_item"].integer() == items[0].id);
    CHECK(desk.marks(items[0].id) == 2);
    CHECK(desk.bridge.run({"sync"}).code == 0);
    CHECK(desk.title(items[0].id) == title);
    CHECK(desk.subject(second) == items[1].title);
    CHECK(says(desk.bridge.run({"explain", second}).out, "an older link of the same work item rules"));
    CHECK(says(desk.bridge.run({"links", "show", second}).out, "added by people"));

    // the second ticket takes over when the first lets go
    const auto removed = desk.bridge.run({"links", "remove", first, shared});
    INFO(removed.out << removed.err);
    CHECK(removed.code == 0);
    CHECK(desk.marks(items[0].id) == 1);
    desk.sandbox.edit_item(items[0].id, "System.Title", "\"Of the second now\"");
    CHECK(desk.bridge.run({"sync"}).code <= 1);
    CHECK(desk.subject(first) == title);
}

TEST_CASE("A ticket whose link was removed gets no other work item until people let it") {
    Desk desk;
    REQUIRE(desk.bridge.run({"backfill", "--limit", "1"}).code == 0);
    const auto item = desk.sandbox.items().front();
    const auto ticket = item.ticket_url.substr(item.ticket_url.rfind('/') + 1);
    const auto before = desk.messages(ticket);
    const auto removed = desk.bridge.run({"links", "remove", ticket, std::to_string(item.id), "--comment"});
    INFO(removed.out << removed.err);
    CHECK(removed.code == 0);
    CHECK(desk.marks(item.id) == 0);
    CHECK(desk.messages(ticket) == before + 1);
    CHECK(says(desk.sandbox.comments(item.id).back(), "No longer linked to ticket " + ticket));
    CHECK(desk.bridge.run({"links", "show", ticket}).code == 1);
    CHECK(desk.bridge.run({"links", "remove", ticket, std::to_string(item.id)}).code == 1);

    desk.sandbox.desk_call("PUT", "/tickets/" + ticket, R"({"subject": "Changed", "fields": {"1": ""}})");
    CHECK(desk.bridge.run({"sync"}).code == 0);
    CHECK(desk.sandbox.items().size() == 1);
    CHECK(desk.title(item.id) == item.title);
    CHECK(says(desk.bridge.run({"parked", "list", "--all"}).out, "was removed"));
    CHECK(desk.bridge.run({"links", "add", ticket, std::to_string(item.id)}).code == 0);
    CHECK(says(desk.bridge.run({"parked", "list", "--all"}).out, "nothing is set aside"));
}

TEST_CASE("What cannot be linked is refused with the reason, and nothing is written") {
    Desk desk;
    REQUIRE(desk.bridge.run({"sync"}).code == 0);
    const auto item = std::to_string(desk.sandbox.add_item("Pump controller hangs"));
    const auto before = desk.sandbox.both_sides();
    const auto refused = [&](const std::vector<std::string>& call, const std::string& why) {
        const auto told = desk.bridge.run(call);
        INFO(told.out << told.err);
        CHECK(told.code == 1);
        CHECK(says(told.err, why));
    };
    refused({"links", "add", "4711", item}, "no ticket 4711");
    refused({"links", "add", "1", "4711"}, "work item 4711");
    refused({"links", "add", "1", item, "--mapping", "Every tickt"}, "did you mean 'Every ticket'");
    refused({"links", "remove", "1", item}, "is not linked");
    CHECK(desk.sandbox.both_sides() == before);
    CHECK(desk.bridge.run({"links", "list"}).code == 0);

    auto agent = desk.bridge.start({"run"});
    REQUIRE(agent.wait_for("runs for"));
    CHECK(desk.bridge.run({"links", "rebind"}).code == 5);
}

TEST_CASE("Links that people made are found again too, and nothing is said twice after a loss") {
    Desk desk;
    REQUIRE(desk.bridge.run({"backfill", "--limit", "2"}).code == 0);
    REQUIRE(desk.bridge.run({"sync"}).code == 0);
    const auto items = desk.sandbox.items();
    const auto ticket = items[1].ticket_url.substr(items[1].ticket_url.rfind('/') + 1);
    REQUIRE(desk.bridge.run({"links", "add", ticket, std::to_string(items[0].id)}).code == 0);
    REQUIRE(desk.bridge.run({"sync"}).code == 0);
    const auto before = desk.sandbox.both_sides();
    for (const char* end : {"", "-wal", "-shm", ".lock"})
        std::filesystem::remove(desk.bridge.state().string() + end);
    const auto rebuilt = desk.bridge.run({"links", "rebuild"});
    INFO(rebuilt.out << rebuilt.err);
    CHECK(rebuilt.code == 0);
    CHECK(says(rebuilt.out, "3 links found"));
    CHECK(says(desk.bridge.run({"links", "show", ticket}).out, "added by people"));
    CHECK(desk.bridge.run({"sync"}).code == 0);
    CHECK(desk.sandbox.both_sides() == before);
}

TEST_CASE("Links go on with another collection only when people have seen both and say so") {
    Desk desk;
    REQUIRE(desk.bridge.run({"backfill", "--limit", "2"}).code == 0);
    CHECK(says(desk.bridge.run({"links", "rebind"}).out, "belong to these systems already"));
    SandboxProgram other({}, {"--organization", "other"});
    auto text = text_of(desk.bridge.config());
    const std::string organization = "\"organization\": \"" + desk.sandbox.organization() + "\"";
    text.replace(text.find(organization), organization.size(), "\"organization\": \"other\"");
    text.replace(text.find(desk.sandbox.work()), desk.sandbox.work().size(), other.work());
    write_file(desk.bridge.config(), text);
    const auto stopped = desk.bridge.run({"sync"});
    CHECK(stopped.code == 2);
    CHECK(says(stopped.err, "deskbridge links rebind"));
    const auto shown = desk.bridge.run({"links", "rebind"});
    INFO(shown.out << shown.err);
    CHECK(shown.code == 1);
    CHECK(says(shown.out, "2 links belong to the systems from before"));
    CHECK(desk.bridge.run({"sync"}).code == 2);
    CHECK(desk.bridge.run({"links", "rebind", "--accept"}).code == 0);
    CHECK(says(desk.bridge.run({"links", "rebind"}).out, "belong to these systems already"));
    CHECK(desk.bridge.run({"plan"}).code <= 1);
}

TEST_CASE("Beside a running agent people's links are made and taken away by that one") {
    SandboxProgram sandbox;
    Bridge bridge{sandbox, {.mapping = two_way()}};
    REQUIRE(bridge.run({"sync"}).code == 0);
    const auto item = std::to_string(sandbox.add_item("Pump controller hangs"));
    auto agent = bridge.start({"-v", "run"});
    REQUIRE(agent.wait_for("cycle"));
    const auto added = bridge.run({"links", "add", "1", item, "--json"});
    INFO(added.out << added.err);
    CHECK(added.code == 0);
    CHECK(Document::parse(added.out, "the answer")["mapping"].text() == "Every ticket");
    CHECK(says(bridge.run({"links", "show", "1"}).out, "Every ticket"));
    const auto twice = bridge.run({"links", "add", "1", item});
    CHECK(twice.code == 1);
    CHECK(says(twice.err, "linked already"));
    const auto removed = bridge.run({"links", "remove", "1", item});
    CHECK(removed.code == 0);
    CHECK(says(removed.out, "no longer linked; the ticket gets no work item by itself"));
    CHECK_FALSE(says(bridge.run({"links", "show", "1"}).out, "Every ticket"));
    agent.signal(SIGTERM);
    CHECK(agent.wait(std::chrono::seconds{10}).code == 0);
}
