#include "programs/bridge.h"

#include <catch2/catch.hpp>

using namespace programs;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A broken mapping, and what has to be told of it: where, what there is, what to do.
struct Mistake {
    std::string mapping;
    std::vector<std::string> told;
};

std::string with_field(const std::string& field) {
    return preset_with(R"("fields": [ )" + field + " ]");
}

/// Mistakes that only the live process and the live desk show.
std::vector<Mistake> mistakes_of_the_process() {
    return {
        {with_field(R"({ "work": "Microsoft.VSTS.Common.Priorty", "value": 2 })"),
         {"Microsoft.VSTS.Common.Priorty", "Microsoft.VSTS.Common.Priority"}},
        {with_field(R"({ "work": "Microsoft.VSTS.Common.Severity", "value": "Dire" })"),
         {"Microsoft.VSTS.Common.Severity", "Dire", "1 - Critical, 2 - High, 3 - Medium, 4 - Low"}},
        {with_field(
             R"({ "work": "Microsoft.VSTS.Common.Priority", "desk": "priority", "values": { "High": 9 }, "otherwise": "keep" })"),
         {"Microsoft.VSTS.Common.Priority", "9", "1, 2, 3, 4"}},
        {with_field(R"({ "work": "System.Title", "remove": true })"), {"System.Title", "requires a value"}},
        {with_field(R"({ "work": "System.CreatedDate", "desk": "created" })"), {"System.CreatedDate"}},
        {with_field(R"({ "work": "Microsoft.VSTS.Build.FoundIn", "desk": "prodct" })"),
         {"prodct", "product"}},
        {with_field(R"({ "work": "Microsoft.VSTS.TCM.ReproSteps", "desk": "description", "flow": "both" })"),
         {"Microsoft.VSTS.TCM.ReproSteps", "'description'", "cannot be written", "to_work"}},
        {preset_with(R"("project": "Widgetz")"), {"Widgetz", "Widgets"}},
        {preset_with(R"("type": "Bugg")"), {"Bugg", "Bug"}},
        {preset_with(R"("area": "Widgets\\Nowhere")"), {"Widgets\\Nowhere"}},
    };
}

/// Mistakes that the file itself shows.
std::vector<Mistake> mistakes_of_the_file() {
    return {
        {preset_with(R"("seelct": "true")"), {"mapping.json:1:", "seelct", "select"}},
        {R"({ "name": "x", "extends": "deskpro-agile-bug", "select": "ticket.status ==" })",
         {"mapping.json:1:", "select"}},
        {R"x({ "name": "x", "extends": "deskpro-agile-bug", "select": "os.exit()" })x",
         {"mapping.json:1:", "os"}},
        {with_field(R"({ "work": "System.Tags", "template": "{{ticket.subject}" })"), {"mapping.json:1:"}},
        {with_field(R"({ "work": "System.Tags" })"),
         {"mapping.json:1:", "'desk', 'template', 'value' or 'compute'"}},
        {R"({ "name": "x", "extends": "deskpro-agile-bugg" })", {"deskpro-agile-bug"}},
        {R"({ "name": "x", )", {"mapping.json:1:"}},
    };
}

}  // namespace

TEST_CASE("Check, plan and backfill tell a mistake in a mapping before anything is written") {
    SandboxProgram sandbox;
    const auto before = sandbox.both_sides();
    const Bridge bridge(sandbox);
    for (const auto& mistake : mistakes_of_the_process()) {
        bridge.write_mapping(mistake.mapping);
        const auto check = bridge.run({"check"});
        INFO(mistake.mapping << "\n" << check.out << check.err);
        CHECK(check.code == 2);
        for (const auto& part : mistake.told) CHECK(says(check.out, part));
    }
    CHECK(sandbox.both_sides() == before);
    CHECK_FALSE(std::filesystem::exists(bridge.state()));
}

TEST_CASE("A mapping that cannot be read stops every command with 2 and the place") {
    SandboxProgram sandbox;
    const auto before = sandbox.both_sides();
    const Bridge bridge(sandbox);
    for (const auto& mistake : mistakes_of_the_file()) {
        bridge.write_mapping(mistake.mapping);
        for (const std::vector<std::string>& call :
             std::vector<std::vector<std::string>>{{"check"},
                                                   {"plan"},
                                                   {"backfill"},
                                                   {"sync"},
                                                   {"run"},
                                                   {"explain", "1"},
                                                   {"mapping", "test"}}) {
            const auto told = bridge.run(call);
            INFO(mistake.mapping << "\n" << call.front() << "\n" << told.out << told.err);
            CHECK(told.code == 2);
            for (const auto& part : mistake.told) CHECK(says(told.out + told.err, part));
        }
    }
    CHECK(sandbox.both_sides() == before);
}

TEST_CASE("Plan and explain show for a ticket which field is wrong, what is allowed and what to do") {
    SandboxProgram sandbox;
    const auto before = sandbox.both_sides();
    const Bridge bridge(
        sandbox, {.mapping = with_field(R"({ "work": "Microsoft.VSTS.Common.Severity", "value": "Dire" })")});
    for (const std::vector<std::string>& call : std::vector<std::vector<std::string>>{
             {"plan", "--ticket", "1"}, {"explain", "1"}, {"backfill", "--dry-run", "--limit", "1"}}) {
        const auto told = bridge.run(call);
        INFO(call.front() << "\n" << told.out << told.err);
        CHECK(told.code == 1);
        CHECK(says(told.out, "Microsoft.VSTS.Common.Severity"));
        CHECK(says(told.out, "Dire"));
        CHECK(says(told.out, "1 - Critical, 2 - High, 3 - Medium, 4 - Low"));
        CHECK(says(told.out, "what to do: "));
    }
    CHECK(sandbox.both_sides() == before);
}

TEST_CASE("A project that does not exist stops the tenant with 2 and parks no ticket") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, {.mapping = preset_with(R"("project": "Widgetz")")});
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"plan", "--ticket", "1"}, {"backfill"}}) {
        const auto told = bridge.run(call);
        INFO(call.front() << "\n" << told.out << told.err);
        CHECK(told.code == 2);
        CHECK(says(told.err, "Widgetz"));
        CHECK(says(told.err, "what to do: "));
    }
    CHECK(says(bridge.run({"parked", "list"}).out, "nothing is set aside"));
    bridge.write_mapping(preset_with(""));
    CHECK(bridge.run({"backfill"}).code == 0);
    CHECK(sandbox.items().size() == sandbox.tickets().size());
}

TEST_CASE("A type that the process of a project does not have is told with those it has") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, {.mapping = preset_with(R"("project": "Gadgets", "type": "User Story")")});
    const auto check = bridge.run({"check"});
    INFO(check.out);
    CHECK(check.code == 2);
    CHECK(says(check.out, "project 'Gadgets' has no work item type 'User Story'"));
    CHECK(says(check.out, "Product Backlog Item"));
}

TEST_CASE(
    "The cases beside a mapping are run by check and mapping test, and a failing one is told with its "
    "place") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    write_file(bridge.folder() / "mapping.cases.json", R"([
  { "name": "title with number", "ticket": { "ref": "A-1", "subject": "Fire" },
    "expect": { "selected": true, "fields": { "System.Title": "[A-1] Fire" } } },
  { "name": "a wish", "ticket": { "ref": "A-2", "subject": "Water" },
    "expect": { "fields": { "System.Title": "Water" } } } ])");
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"check"}, {"mapping", "test"}}) {
        const auto told = bridge.run(call);
        INFO(told.out << told.err);
        CHECK(told.code == 2);
        CHECK(says(told.out, "a wish"));
        CHECK(says(told.out, "mapping.cases.json:4:"));
        CHECK(says(told.out, "[A-2] Water"));
        CHECK_FALSE(says(told.out, "title with number"));
    }
    CHECK(run({built_program("deskbridge"), "mapping", "test", "deskpro-agile-bug"}).code == 0);
}

TEST_CASE("What cannot flow to the ticket is found before anything is carried") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox,
                        {.mapping = preset_with(
                             R"("fields": [ { "work": "System.Title", "desk": "ref", "flow": "both" } ])")});
    const auto told = bridge.run({"check"});
    INFO(told.out << told.err);
    CHECK(told.code == 2);
    CHECK(says(told.out, "'ref' of a ticket cannot be written"));
    bridge.write_mapping(R"({ "name": "n", "extends": "deskpro-agile-bug-two-way", "select": "true" })");
    const auto fine = bridge.run({"check"});
    INFO(fine.out << fine.err);
    CHECK(fine.code == 0);
    CHECK(says(fine.out, "every field that flows to the ticket can be written there"));
}

TEST_CASE("A mapping that was renamed leaves its links behind, and that is said") {
    SandboxProgram sandbox;
    sandbox.add_ticket("The pump does not start", "<p>It hums.</p>");
    const Bridge bridge(sandbox);
    REQUIRE(bridge.run({"backfill"}).code == 0);
    auto text = text_of(bridge.mapping());
    const std::string name = "\"Every ticket\"";
    text.replace(text.find(name), name.size(), "\"Every tickets\"");
    write_file(bridge.mapping(), text);
    for (const char* verb : {"check", "sync"}) {
        const auto told = bridge.run({verb});
        INFO(told.out << told.err);
        CHECK(says(told.out + told.err, "1 links go by mapping 'Every ticket'"));
        CHECK(says(told.out + told.err, "if 'Every tickets' is the same mapping under another name"));
    }
    const auto explained = bridge.run({"explain", "1"});
    CHECK(says(explained.out, "has no mapping 'Every ticket'"));
    CHECK_FALSE(says(explained.out, "cannot be read"));
}
