#include "programs/bridge.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace programs;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// What a preset promises of the items that it makes.
struct Promise {
    std::string preset;
    std::string process;
    std::string type;
    std::string text;  ///< the field that takes the first message, since the type's form shows it
    bool severity = false;
    std::string state;
};

std::vector<Promise> promises() {
    const std::string repro = "Microsoft.VSTS.TCM.ReproSteps";
    const std::string description = "System.Description";
    return {{"agile-bug", "agile", "Bug", repro, true, "New"},
            {"agile-user-story", "agile", "User Story", description, false, "New"},
            {"scrum-bug", "scrum", "Bug", repro, true, "New"},
            {"scrum-product-backlog-item", "scrum", "Product Backlog Item", description, false, "New"},
            {"basic-issue", "basic", "Issue", description, false, "To Do"},
            {"cmmi-bug", "cmmi", "Bug", repro, true, "Proposed"}};
}

const Item* item_titled(const std::vector<Item>& items, const std::string& part) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return says(item.title, part); });
    return found == items.end() ? nullptr : &*found;
}

void check_item(const Item& item, const Promise& promise) {
    CHECK(item.fields.at("System.WorkItemType") == promise.type);
    CHECK(item.fields.at("System.State") == promise.state);
    CHECK(says(item.fields.at(promise.text), "every calibration report"));
    for (const char* other : {"System.Description", "Microsoft.VSTS.TCM.ReproSteps"})
        if (promise.text != other) CHECK(item.fields.count(other) == 0);
    CHECK(item.fields.at("Microsoft.VSTS.Common.Priority") == "2");
    CHECK(item.fields.count("Microsoft.VSTS.Common.Severity") == (promise.severity ? 1 : 0));
    CHECK(says(item.fields.at("System.Tags"), "reports"));
    CHECK_FALSE(item.mark.empty());
}

}  // namespace

TEST_CASE("Every preset fits its process as it is, and makes its items of tickets") {
    for (const auto& promise : promises()) {
        SandboxProgram sandbox({}, {"--project", "Widgets=" + promise.process});
        for (const auto* desk : {"", "deskpro-"}) {
            const std::string preset = desk + promise.preset;
            INFO(preset);
            const Bridge bridge(
                sandbox, {.mapping = fmt::format(R"({{ "name": "as it is", "extends": "{}" }})", preset)});
            const auto check = bridge.run({"check", "--json"});
            INFO(check.out << check.err);
            CHECK(check.code == 0);
            CHECK(says(check.out, promise.type + " in Widgets: "));
            CHECK_FALSE(says(check.out, R"("kind": "warning")"));
            CHECK_FALSE(says(check.out, R"("kind": "error")"));
        }
        CHECK(run({built_program("deskbridge"), "--config", (sandbox.folder() / "deskbridge.json").string(),
                   "check"})
                  .code == 0);
        const Bridge bridge(sandbox, {.mapping = fmt::format(
                                          R"({{ "name": "all", "extends": "deskpro-{}", "select": "true" }})",
                                          promise.preset)});
        const auto backfill = bridge.run({"backfill"});
        INFO(promise.preset << "\n" << backfill.out << backfill.err);
        CHECK(backfill.code == 0);
        const auto items = sandbox.items();
        CHECK(items.size() == sandbox.tickets().size());
        const auto* item = item_titled(items, "Calibration report prints the wrong serial number");
        REQUIRE(item != nullptr);
        check_item(*item, promise);
    }
}

TEST_CASE("Check finds a required field of the process before the first write, and says what to do") {
    SandboxProgram sandbox({}, {"--project", "Widgets=cmmi", "--required-field", "Widgets:Custom.Customer",
                                "--required-field", "Widgets:Custom.Owner=identity"});
    const auto before = sandbox.both_sides();
    const Bridge bridge(sandbox,
                        {.mapping = R"({ "name": "m", "extends": "deskpro-cmmi-bug", "select": "true" })"});
    const auto check = bridge.run({"check"});
    INFO(check.out << check.err);
    CHECK(check.code == 2);
    CHECK(says(check.out, "Custom.Customer: Bug requires a value in Customer (Custom.Customer)"));
    CHECK(says(check.out, R"(what to do: map it, for example {"work": "Custom.Customer", "value": ...})"));
    CHECK(says(check.out, "Custom.Owner: Bug requires a value in Owner (Custom.Owner)"));
    CHECK(says(check.out, "gets an account in the `people` file"));
    CHECK(sandbox.both_sides() == before);
    CHECK(sandbox.items().empty());

    bridge.write_mapping(R"({ "name": "m", "extends": "deskpro-cmmi-bug", "select": "true", "fields": [
        { "work": "Custom.Customer", "desk": "organization", "default": "nobody's" },
        { "work": "Custom.Owner", "value": "maren.holt@meridian.example" } ] })");
    const auto fixed = bridge.run({"check"});
    INFO(fixed.out << fixed.err);
    CHECK(fixed.code == 0);
    CHECK(bridge.run({"backfill"}).code == 0);
    const auto items = sandbox.items();
    CHECK(items.size() == sandbox.tickets().size());
    for (const auto& item : items) {
        CHECK(item.fields.at("Custom.Owner") == "maren.holt@meridian.example");
        CHECK_FALSE(item.fields.at("Custom.Customer").empty());
    }
}

TEST_CASE("A person stands on the item under the account that the people file gives them") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, {.mapping = R"x({ "name": "of three", "extends": "deskpro-agile-bug",
        "select": "contains(ticket.subject, 'Calibration report prints') or contains(ticket.subject, 'Export to CSV drops') or contains(ticket.subject, 'App closes when the Bluetooth')",
        "fields": [ { "work": "System.AssignedTo", "desk": "requester", "when": "create" } ] })x",
                                  .people = R"({ // customers, as whoever looks after them
        "Grace.Whitcombe@nordhafen.example": "maren.holt@meridian.example",
        "devon.marsh@brightwater.test": null })"});
    const auto backfill = bridge.run({"backfill"});
    INFO(backfill.out << backfill.err);
    CHECK(backfill.code == 0);
    const auto items = sandbox.items();
    CHECK(items.size() == 3);
    const auto* named = item_titled(items, "Calibration report prints the wrong serial number");
    REQUIRE(named != nullptr);
    CHECK(named->fields.at("System.AssignedTo") == "maren.holt@meridian.example");
    for (const auto* empty : {"Export to CSV drops the last row", "App closes when the Bluetooth gauge"}) {
        const auto* item = item_titled(items, empty);
        REQUIRE(item != nullptr);
        CHECK(item->fields.count("System.AssignedTo") == 0);
    }

    write_file(bridge.folder() / "people.json", R"({ "grace": "maren.holt@meridian.example" })");
    const auto broken = bridge.run({"check"});
    CHECK(broken.code == 2);
    CHECK(says(broken.err, "people.json:1:3:"));
}

TEST_CASE("The two-way preset carries subject, state and priority each way, and comments by their marker") {
    SandboxProgram sandbox;
    const Bridge bridge(
        sandbox,
        {.mapping = R"({ "name": "both", "extends": "deskpro-agile-bug-two-way", "select": "true" })"});
    REQUIRE(bridge.run({"backfill", "--limit", "1"}).code == 0);
    REQUIRE(bridge.run({"sync"}).code == 0);
    const auto item = sandbox.items().front();
    const auto ticket = item.ticket_url.substr(item.ticket_url.rfind('/') + 1);
    const auto desk = [&] { return sandbox.desk_call("GET", "/tickets/" + ticket); };
    CHECK(item.title == desk()["data"]["subject"].text());

    sandbox.edit_item(item.id, "System.Title", "\"Found it\"");
    sandbox.edit_item(item.id, "Microsoft.VSTS.Common.Priority", "1");
    sandbox.edit_item(item.id, "System.State", "\"Closed\"");
    const auto comment = [&](const std::string& text) {
        sandbox.work_call(
            "POST",
            "/Widgets/_apis/wit/workItems/" + std::to_string(item.id) + "/comments?api-version=7.1-preview.4",
            R"({"text": ")" + text + R"("})");
    };
    comment("Only for us");
    comment("#reply It is fixed in 4.3.2");
    const auto first = bridge.run({"sync"});
    INFO(first.out << first.err);
    CHECK(first.code == 0);
    CHECK(desk()["data"]["subject"].text() == "Found it");
    CHECK(desk()["data"]["status"].text() == "resolved");
    int notes = 0, replies = 0;
    const auto messages = sandbox.desk_call("GET", "/tickets/" + ticket + "/messages?count=200");
    for (const auto& message : messages["data"].items()) {
        const std::string text(message["message"].text());
        const bool note = message["is_agent_note"].flag();
        if (says(text, "Only for us")) notes += note ? 1 : 100;
        if (says(text, "It is fixed in 4.3.2")) replies += note || says(text, "#reply") ? 100 : 1;
    }
    CHECK(notes == 1);
    CHECK(replies == 1);

    sandbox.desk_call("PUT", "/tickets/" + ticket, R"({"status": "awaiting_agent", "subject": "Again"})");
    CHECK(bridge.run({"sync"}).code == 0);
    CHECK(sandbox.items().front().title == "Again");
    CHECK(sandbox.items().front().fields.at("System.State") == "Active");
    const auto before = sandbox.both_sides();
    CHECK(bridge.run({"sync"}).code == 0);
    CHECK(sandbox.both_sides() == before);
}
