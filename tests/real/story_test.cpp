#include "programs/bridge.h"
#include "request_tracker_desk.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

using namespace programs;
using real::RequestTrackerDesk;

namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// False, told in a way that ctest reads as skipped, where there is no real server.
bool is_there() {
    if (std::getenv("DESKBRIDGE_REAL") != nullptr) return true;
    std::cout << "skipped: no real Request Tracker; make test-real brings one\n";
    return false;
}

/// The real desk, the stand-in for Azure DevOps, and a bridge between them.
struct Stage {
    explicit Stage(const std::string& account, const std::string& keys = {},
                   const std::string& preset = "request-tracker-agile-bug-two-way",
                   const std::vector<std::string>& sandbox_arguments = {})
        : sandbox({}, sandbox_arguments),
          bridge(sandbox,
                 {.desk_key = desk.token_of(account),
                  .desk = fmt::format(
                      R"({{ "kind": "request-tracker", "url": "{}", "token": {{ "file": "desk.key" }} }})",
                      desk.url()),
                  .mapping = R"({ "name": "Engineering", "extends": ")" + preset + '"' + keys + " }",
                  .resend_after_seconds = 2,
                  .poll_seconds = 5}) {}

    /// The item of a ticket, whatever there is of it.
    std::vector<Item> items_of(const std::string& ticket) {
        auto items = sandbox.items();
        const auto url = desk.url() + "/Ticket/Display.html?id=" + ticket;
        std::erase_if(items, [&](const Item& item) { return item.ticket_url != url; });
        return items;
    }
    Item item_of(const std::string& ticket) {
        const auto items = items_of(ticket);
        return items.empty() ? Item{} : items.front();
    }
    void comment(std::int64_t item, const std::string& text) {
        sandbox.edit_item(item, "System.History", '"' + text + '"');
    }
    /// How often the words stand in the comments of a ticket's item, and in what is said on the ticket.
    int on_item(const std::string& ticket, const std::string& words) {
        const auto comments = sandbox.comments(item_of(ticket).id);
        return static_cast<int>(std::count_if(comments.begin(), comments.end(),
                                              [&](const auto& text) { return holds(text, words); }));
    }
    int on_ticket(const std::string& ticket, const std::string& words) {
        const auto said = desk.said_on(ticket);
        return static_cast<int>(std::count_if(said.begin(), said.end(),
                                              [&](const auto& each) { return holds(each.text, words); }));
    }
    /// Everything that a write would change on either side.
    std::string both_sides() {
        std::string text = fmt::format("transaction {}\n", desk.last_transaction());
        for (const auto& item : sandbox.items())
            text += fmt::format("item {} revision {} {}\n", item.id, item.revision, item.mark);
        return text;
    }

    RequestTrackerDesk desk;
    SandboxProgram sandbox;
    Bridge bridge;
};

/// What nobody made twice: one item for a ticket, told of once, by field, label and note.
void check_linked(Stage& stage, const std::string& id) {
    INFO("ticket " << id);
    const auto items = stage.items_of(id);
    REQUIRE(items.size() == 1);
    const auto ticket = stage.desk.ticket(id);
    CHECK(ticket.custom.at("Work item") == std::vector{std::to_string(items[0].id)});
    const auto& labels = ticket.custom.at("Labels");
    CHECK(std::count(labels.begin(), labels.end(), "azure-devops") == 1);
    CHECK(stage.on_ticket(id, "deskbridge:1 ") == 1);
    CHECK(items[0].title == ticket.subject);
}

/// A run of the agent until something holds that is asked of both sides.
class Agent {
public:
    explicit Agent(Stage& stage) : process_(stage.bridge.start({"run"})) {}
    void until(const std::string& what, const std::function<bool()>& holds) {
        INFO(what << "\n" << process_.out() << process_.err());
        // each look at both sides is a call to them: let the agent have its turn between two
        const bool came = process_.wait_until(holds, std::chrono::seconds{90});
        UNSCOPED_INFO(what << "\n" << process_.err());
        REQUIRE(came);
    }
    Process& process() { return process_; }
    void stop() {
        process_.signal(SIGTERM);
        CHECK(process_.wait().code == 0);
    }

private:
    Process process_;
};

/// Two cycles with every sweep, in which nothing is written anywhere.
void check_at_rest(Stage& stage) {
    const auto settled = stage.bridge.run({"sync"});
    INFO(settled.out << settled.err);
    CHECK(settled.code == 0);
    const auto before = stage.both_sides();
    for (int i = 0; i < 2; ++i) {
        const auto again = stage.bridge.run({"sync"});
        INFO(again.out << again.err);
        CHECK(again.code == 0);
        CHECK(stage.both_sides() == before);
    }
}

void kill_at(Stage& stage, const std::string& rule, const std::vector<std::string>& command) {
    const int number = stage.sandbox.add_rule(rule);
    auto process = stage.bridge.start(command);
    const bool struck = process.wait_until([&] { return stage.sandbox.standing(number).struck == 1; },
                                           std::chrono::seconds{90});
    INFO(process.out() << process.err());
    REQUIRE(struck);
    process.signal(SIGKILL);
    CHECK(process.wait().code == 128 + SIGKILL);
    stage.sandbox.clear_rules();
}

}  // namespace

TEST_CASE("Every preset fits a real desk and its process, and makes its items") {
    if (!is_there()) return;
    struct Promise {
        std::string preset, process, type, label;
    };
    for (const auto& promise : {Promise{"request-tracker-agile-bug", "agile", "Bug", "bug"},
                                Promise{"request-tracker-scrum-product-backlog-item", "scrum",
                                        "Product Backlog Item", "feature"}}) {
        INFO(promise.preset);
        Stage stage("deskbridge", "", promise.preset, {"--project", "Widgets=" + promise.process});
        const auto id = stage.desk.add("Engineering", "As it is", "<p>Text</p>", promise.label);
        const auto check = stage.bridge.run({"check"});
        INFO(check.out << check.err);
        CHECK(check.code == 0);
        CHECK(holds(check.out, promise.type + " in Widgets: "));
        CHECK_FALSE(holds(check.out, "warning"));
        CHECK(stage.bridge.run({"backfill"}).code == 0);
        const auto item = stage.item_of(id);
        CHECK(item.title == "[" + id + "] As it is");
        CHECK(item.fields.at("System.WorkItemType") == promise.type);
        check_at_rest(stage);
    }
}

TEST_CASE("History of a real desk comes over once, killed and cut off on the way") {
    if (!is_there()) return;
    Stage stage("deskbridge");
    std::vector<std::string> ids;
    for (int i = 0; i < 6; ++i)
        ids.push_back(stage.desk.add("Engineering", fmt::format("Gearbox {} grinds", i),
                                     fmt::format("<p>It grinds, ü 日本 {}.</p>", i), "bug",
                                     i == 0 ? "trace.bin" : ""));
    const auto other = stage.desk.add("Support", "Not for engineering", "<p>A question</p>");
    const auto wish = stage.desk.add("Engineering", "A wish", "<p>A wish</p>", "feature");
    stage.desk.reply(ids[1], "<p>Dear customer, we look at it.</p>");
    stage.desk.note(ids[1], "<p>Between us: it is old.</p>");

    const auto check = stage.bridge.run({"check"});
    INFO(check.out << check.err);
    CHECK(check.code == 0);

    kill_at(
        stage,
        R"({"system": "work", "method": "POST", "path_contains": "$batch", "moment": "after", "times": 1, "act": "stall"})",
        {"backfill"});
    stage.sandbox.add_rule(
        R"({"system": "work", "method": "POST", "path_contains": "$batch", "moment": "after", "times": 1, "act": "drop"})");
    const auto backfill = stage.bridge.run({"backfill"});
    INFO(backfill.out << backfill.err);
    CHECK(backfill.code == 0);

    for (const auto& id : ids) check_linked(stage, id);
    CHECK(stage.items_of(other).empty());
    CHECK(stage.items_of(wish).empty());
    CHECK(holds(stage.item_of(ids[2]).repro_steps, "It grinds, ü 日本 2."));
    CHECK(stage.item_of(ids[0]).fields.at("Microsoft.VSTS.Common.Severity") == "2 - High");
    CHECK(stage.on_item(ids[1], "Dear customer, we look at it.") == 1);
    CHECK(stage.on_item(ids[1], "Between us: it is old.") == 1);
    check_at_rest(stage);
}

TEST_CASE("A real desk and its work items follow each other while people work on both") {
    if (!is_there()) return;
    Stage stage("deskbridge");
    const auto first = stage.desk.add("Engineering", "First", "<p>The first one</p>");
    const auto second = stage.desk.add("Engineering", "Second", "<p>The second one</p>");
    const auto third = stage.desk.add("Engineering", "Third", "<p>The third one</p>");
    REQUIRE(stage.bridge.run({"backfill"}).code == 0);
    const auto survivor = stage.desk.add("Support", "Survivor", "<p>What the second is merged into</p>");

    {
        Agent agent(stage);
        const auto fresh = stage.desk.add("Engineering", "Made meanwhile", "<p>New</p>", "bug", "log.bin");
        agent.until("a new ticket has its item",
                    [&] { return stage.item_of(fresh).title == "Made meanwhile"; });

        stage.desk.set(first, "Subject", R"("First, said better")");
        stage.desk.set(first, "Priority", "75");
        stage.desk.reply(first, "<p>Dear customer, a fix is coming.</p>");
        stage.desk.note(first, "<p>Do not tell them yet.</p>");
        agent.until("the first item follows its ticket", [&] {
            const auto item = stage.item_of(first);
            return item.title == "First, said better" &&
                   item.fields.at("Microsoft.VSTS.Common.Priority") == "2" &&
                   item.fields.at("System.State") == "Active" &&
                   stage.on_item(first, "Do not tell them yet.") == 1;
        });

        const auto item = stage.item_of(third);
        stage.sandbox.edit_item(item.id, "System.Title", R"("Third, by engineering")");
        stage.sandbox.edit_item(item.id, "Microsoft.VSTS.Common.Priority", "1");
        stage.comment(item.id, "Only for us: the bearing.");
        stage.comment(item.id, "#reply Please send us the log.");
        agent.until("the third ticket follows its item", [&] {
            const auto ticket = stage.desk.ticket(third);
            return ticket.subject == "Third, by engineering" && ticket.priority == 100 &&
                   stage.on_ticket(third, "Only for us: the bearing.") == 1 &&
                   stage.on_ticket(third, "Please send us the log.") == 1;
        });
        // whatever the desk is just answering gets lost, in the middle of what follows
        for (int i = 0; i < 4; ++i) {
            const auto words = fmt::format("Through the cut {}.", i);
            stage.comment(item.id, words);
            stage.desk.cut();
            agent.until("the comment arrived", [&] { return stage.on_ticket(third, words) > 0; });
        }
        agent.process().signal(SIGKILL);
        CHECK(agent.process().wait().code == 128 + SIGKILL);
        check_linked(stage, fresh);
    }

    stage.sandbox.edit_item(stage.item_of(third).id, "System.State", R"("Closed")");
    stage.desk.reply(first, "<p>The fix is there.</p>");
    kill_at(
        stage,
        R"({"system": "work", "method": "POST", "path_contains": "$batch", "moment": "after", "times": 1, "act": "stall"})",
        {"run"});

    stage.desk.set(second, "MergeInto", survivor);
    Agent agent(stage);
    agent.until("what was cut off is carried", [&] {
        return stage.desk.ticket(third).status == "resolved" &&
               stage.on_item(first, "The fix is there.") == 1;
    });
    agent.until("the merged ticket's item goes on with the survivor", [&] {
        return stage.desk.ticket(survivor).custom["Work item"] ==
                   std::vector{std::to_string(stage.item_of(second).id)} ||
               stage.item_of(second).title == "Survivor";
    });
    stage.desk.set(first, "Status", R"("deleted")");
    agent.until("the deleted ticket is noted on its item", [&] {
        const auto comments = stage.sandbox.comments(stage.item_of(first).id);
        return std::any_of(comments.begin(), comments.end(),
                           [](const auto& text) { return holds(text, "deleted"); });
    });
    agent.stop();

    check_linked(stage, third);
    for (int i = 0; i < 4; ++i) CHECK(stage.on_ticket(third, fmt::format("Through the cut {}.", i)) == 1);
    CHECK(stage.items_of(second).size() == 1);
    CHECK(stage.on_item(first, "Dear customer, a fix is coming.") == 1);
    const auto mailed = stage.desk.mailed();
    CHECK(holds(mailed, "Please send us the log."));
    CHECK_FALSE(holds(mailed, "Only for us: the bearing."));
    CHECK_FALSE(holds(mailed, "deskbridge:1 "));
    for (const auto& said : stage.desk.said_on(third))
        CHECK(said.for_everyone == holds(said.text, "Please send us the log."));
    check_at_rest(stage);
}

TEST_CASE("An account in another time zone misses nothing and writes what it means") {
    if (!is_there()) return;
    Stage stage(
        "newyork",
        R"(, "fields": [ { "work": "Microsoft.VSTS.Build.FoundIn", "desk": "due", "flow": "both" } ])");
    const auto first = stage.desk.add("Engineering", "In time", "<p>Due</p>");
    stage.desk.set(first, "Due", R"("2026-12-24 10:00:00")");
    const auto backfill = stage.bridge.run({"backfill"});
    INFO(backfill.out << backfill.err);
    REQUIRE(backfill.code == 0);
    Agent agent(stage);
    agent.until("the item has the date", [&] {
        const auto item = stage.item_of(first);
        const auto due = item.fields.find("Microsoft.VSTS.Build.FoundIn");
        return due != item.fields.end() && due->second.starts_with("2026-12-24T10:00:00Z");
    });
    stage.sandbox.edit_item(stage.item_of(first).id, "Microsoft.VSTS.Build.FoundIn",
                            R"("2027-01-15T08:30:00Z")");
    stage.desk.note(first, "<p>In another zone.</p>");
    agent.until("the ticket has the new date", [&] {
        return stage.desk.staff("GET", "/ticket/" + first)["Due"].text() == "2027-01-15T08:30:00Z" &&
               stage.on_item(first, "In another zone.") == 1;
    });
    agent.stop();
    check_linked(stage, first);
    check_at_rest(stage);
}
