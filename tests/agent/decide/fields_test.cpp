#include "decide/fields.h"

#include "bug_process.h"
#include "decide/base.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using Kind = FieldVerdict::Kind;

namespace {

Source fixed(const std::string& value) {
    Source source;
    source.kind = Source::Kind::value;
    source.fixed = value;
    return source;
}

Plan decide_with(const FieldMapping& field, const Rules& rules = bug_rules()) {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(field);
    return decide(some_ticket(), nullptr, only(mapping), rules);
}

const FieldVerdict& verdict_of(const Plan& plan, const std::string& field) {
    for (const auto& verdict : plan.fields)
        if (verdict.field == field) return verdict;
    throw std::logic_error("no verdict on " + field);
}

}  // namespace

TEST_CASE("a field that the type does not have holds the ticket and suggests the one meant") {
    const Plan plan = decide_with(mapped("Custom.Severty", fixed("2 - High")));
    CHECK(plan.kind == Plan::Kind::hold);
    CHECK(plan.reason.find("Custom.Severty") != std::string::npos);
    CHECK(plan.hint.find("Custom.Severity") != std::string::npos);
}

TEST_CASE("a value that is not allowed holds the ticket and lists those that are") {
    const Plan plan = decide_with(mapped("Custom.Severity", fixed("Huge")));
    CHECK(plan.kind == Plan::Kind::hold);
    CHECK(plan.reason.find("'Huge'") != std::string::npos);
    CHECK(plan.hint.find("1 - Critical, 2 - High") != std::string::npos);
}

TEST_CASE("an allowed value in another case is the allowed one") {
    const Plan plan = decide_with(mapped("Severity", fixed("2 - HIGH")));
    REQUIRE(plan.kind == Plan::Kind::create);
    CHECK(text_of(plan.item.fields.at("Custom.Severity")) == "2 - High");
}

TEST_CASE("a read-only field is a problem, not a silent loss") {
    const Plan plan = decide_with(mapped("System.ChangedDate", fixed("2026-01-01")));
    CHECK(plan.kind == Plan::Kind::hold);
    CHECK(plan.reason.find("read-only") != std::string::npos);
}

TEST_CASE("a required field that stays empty holds the ticket and shows how to fill it") {
    Rules rules = bug_rules();
    rules.processes.at("Widgets").types[0].fields[8].required = true;
    const Plan plan = decide(some_ticket(), nullptr, only(bug_mapping()), rules);
    CHECK(plan.kind == Plan::Kind::hold);
    CHECK(plan.reason.find("Custom.Customer") != std::string::npos);
    CHECK(plan.hint.find("Custom.Customer") != std::string::npos);

    rules.processes.at("Widgets").types[0].fields[8].has_default = true;
    CHECK(decide(some_ticket(), nullptr, only(bug_mapping()), rules).kind == Plan::Kind::create);
}

TEST_CASE("every problem is told, not only the first") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("Custom.Severity", fixed("Huge")));
    mapping.fields.push_back(mapped("Nonsense", fixed("x")));
    const Plan plan = decide(some_ticket(), nullptr, only(mapping), bug_rules());
    CHECK(plan.reason.find("Custom.Severity") != std::string::npos);
    CHECK(plan.reason.find("Nonsense") != std::string::npos);
}

TEST_CASE("a title beyond the limit is cut and says so") {
    const Plan plan =
        decide_with(mapped("System.Title", fixed("A title of far more than twenty characters")));
    REQUIRE(plan.kind == Plan::Kind::create);
    const auto title = text_of(plan.item.fields.at("System.Title"));
    CHECK(title == "A title of far more…");
    bool cut = false;
    for (const auto& verdict : plan.fields) cut = cut || verdict.kind == Kind::cut;
    CHECK(cut);
}

TEST_CASE("a title is one line") {
    const Plan plan = decide_with(mapped("System.Title", fixed("two\nlines")));
    CHECK(text_of(plan.item.fields.at("System.Title")) == "two lines");
}

TEST_CASE("a state in which no item may start is left for later") {
    const Plan late = decide_with(mapped("System.State", fixed("Closed")));
    CHECK(late.kind == Plan::Kind::create);
    CHECK(verdict_of(late, "System.State").kind == Kind::left);
    CHECK(late.item.fields.count("System.State") == 0);
    const Plan early = decide_with(mapped("System.State", fixed("new")));
    CHECK(early.item.fields.count("System.State") == 1);
}

TEST_CASE("an area that does not exist is a problem with a suggestion") {
    const Plan good = decide_with(mapped("System.AreaPath", fixed("widgets\\desktop")));
    CHECK(text_of(good.item.fields.at("System.AreaPath")) == "Widgets\\Desktop");
    const Plan bad = decide_with(mapped("System.AreaPath", fixed("Widgets\\Destop")));
    CHECK(bad.kind == Plan::Kind::hold);
    CHECK(bad.hint.find("Widgets\\Desktop") != std::string::npos);
}

TEST_CASE("a person whom the tracker has refused is left out, the ticket goes on") {
    Rules rules = bug_rules();
    const auto assignee = mapped("System.AssignedTo", source_text(Source::Kind::desk, "assignee"));
    const Plan known = decide_with(assignee, rules);
    REQUIRE(known.item.fields.count("System.AssignedTo") == 1);
    rules.unknown_people.emplace("System.AssignedTo", text_of(known.item.fields.at("System.AssignedTo")));
    const Plan unknown = decide_with(assignee, rules);
    CHECK(unknown.kind == Plan::Kind::create);
    CHECK(unknown.item.fields.count("System.AssignedTo") == 0);
    CHECK(verdict_of(unknown, "System.AssignedTo").kind == Kind::left);
}

TEST_CASE("a field left empty for an unknown person names them by address") {
    Rules rules = bug_rules();
    const auto assignee = mapped("System.AssignedTo", source_text(Source::Kind::desk, "assignee"));
    rules.unknown_people.emplace("System.AssignedTo", "ada@example.com");
    const auto plan = decide_with(assignee, rules);
    const auto& verdict = verdict_of(plan, "System.AssignedTo");
    CHECK(verdict.reason == "the work tracker does not know ada@example.com; left empty");
    CHECK(verdict.noted);
    CHECK_FALSE(verdict_of(plan, "System.Title").noted);
}

TEST_CASE("two people of the same name are not taken for each other") {
    Rules rules = bug_rules();
    rules.unknown_people.emplace("System.AssignedTo", "ada.other@example.com");
    rules.unknown_people.emplace("System.AssignedTo", "Ada");
    const auto assignee = mapped("System.AssignedTo", source_text(Source::Kind::desk, "assignee"));
    const Plan plan = decide_with(assignee, rules);
    CHECK(plan.item.fields.at("System.AssignedTo") == Value(Person{"", "ada@example.com", ""}));
}

TEST_CASE("the people file says under which account the tracker knows a person") {
    Rules rules = bug_rules();
    const auto assignee = mapped("System.AssignedTo", source_text(Source::Kind::desk, "assignee"));
    rules.people["ada@example.com"] = "CORP\\ada";
    const Plan named = decide_with(assignee, rules);
    CHECK(named.item.fields.at("System.AssignedTo") == Value(Person{"CORP\\ada", "", ""}));
    CHECK(verdict_of(named, "System.AssignedTo").reason == "from `assignee`, by the people file");

    rules.unknown_people.emplace("System.AssignedTo", "CORP\\ada");
    CHECK(verdict_of(decide_with(assignee, rules), "System.AssignedTo").reason ==
          "the work tracker does not know CORP\\ada, the account of ada@example.com; left empty");

    rules.people["ada@example.com"] = "lovelace@corp.example";
    CHECK(decide_with(assignee, rules).item.fields.at("System.AssignedTo") ==
          Value(Person{"", "lovelace@corp.example", ""}));
}

TEST_CASE("the people file is asked without regard to case, and may leave a person out on purpose") {
    Rules rules = bug_rules();
    rules.people["ada@example.com"] = std::nullopt;
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("System.AssignedTo", source_text(Source::Kind::desk, "assignee")));
    Ticket ticket = some_ticket();
    ticket.fields["assignee"] = Person{"Ada", "Ada@Example.com", "3"};
    const Plan plan = decide(ticket, nullptr, only(mapping), rules);
    CHECK(plan.kind == Plan::Kind::create);
    CHECK(plan.item.fields.count("System.AssignedTo") == 0);
    const auto& verdict = verdict_of(plan, "System.AssignedTo");
    CHECK(verdict.reason == "the people file leaves Ada@Example.com out");
    CHECK_FALSE(verdict.noted);
}

TEST_CASE("a required person whom the tracker does not know holds the ticket and points to the people file") {
    Rules rules = bug_rules();
    rules.processes.at("Widgets").types[0].fields[3].required = true;
    const auto assignee = mapped("System.AssignedTo", source_text(Source::Kind::desk, "assignee"));
    CHECK(decide_with(assignee, rules).kind == Plan::Kind::create);
    rules.unknown_people.emplace("System.AssignedTo", "ada@example.com");
    const Plan held = decide_with(assignee, rules);
    CHECK(held.kind == Plan::Kind::hold);
    CHECK(held.reason.find("requires a value in Assigned To") != std::string::npos);
    CHECK(held.hint.find("`people` file") != std::string::npos);
}

TEST_CASE("tags fit the tracker: 400 characters each, 100 of them, and it is said what was cut") {
    Rules rules = bug_rules();
    rules.processes.at("Widgets").types[0].fields[4].limit = 400;
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("System.Tags", source_text(Source::Kind::desk, "labels")));
    const auto decided = [&](const Words& labels) {
        Ticket ticket = some_ticket();
        ticket.fields["labels"] = labels;
        return decide(ticket, nullptr, only(mapping), rules);
    };
    const Plan fits = decided({std::string(400, 'x'), "b"});
    CHECK(verdict_of(fits, "System.Tags").kind == Kind::set);

    const Plan clipped = decided({std::string(401, 'x'), "b"});
    CHECK(verdict_of(clipped, "System.Tags").kind == Kind::cut);
    CHECK(verdict_of(clipped, "System.Tags").reason == "cut to the 400 characters that one of them may have");
    CHECK(clipped.item.fields.at("System.Tags") == Value(Words{std::string(399, 'x') + "…", "b"}));

    Words many;
    for (int i = 0; i < 120; ++i) many.push_back("tag " + std::to_string(i));
    const Plan fewer = decided(many);
    CHECK(std::get<Words>(fewer.item.fields.at("System.Tags")).size() == 100);
    CHECK(verdict_of(fewer, "System.Tags").reason == "only the first 100 of 120 are kept");
    CHECK(fewer.base.at("System.Tags") == base_value(fewer.item.fields.at("System.Tags")));
}

TEST_CASE("rich text that is too long goes on in its words, says so on the item, and is whole in a file") {
    Rules rules = bug_rules();
    rules.processes.at("Widgets").types[0].fields[5].limit = 500;
    Ticket ticket = some_ticket();
    std::string html;
    for (int i = 0; i < 200; ++i) html += "<p>It <b>burns</b></p>";
    ticket.fields["description"] = Html{html};
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("System.Description", source_text(Source::Kind::desk, "description")));
    const auto without_files = decide(ticket, nullptr, only(mapping), rules);
    CHECK(without_files.originals.empty());
    mapping.attachments = AttachmentFlow::to_work;
    const auto plan = decide(ticket, nullptr, only(mapping), rules);
    REQUIRE(plan.kind == Plan::Kind::create);
    CHECK(verdict_of(plan, "System.Description").kind == Kind::cut);
    const auto sent = std::get<Html>(plan.item.fields.at("System.Description")).markup;
    CHECK(sent.size() <= 500);
    CHECK(sent.find("all of it is on the ticket") != std::string::npos);
    REQUIRE(plan.originals.size() == 1);
    CHECK(plan.originals[0].name == "Description.html");
    CHECK(plan.originals[0].content.size() > 4000);
    CHECK(plan.notes ==
          std::vector<std::string>{"Description: cut to the 500 characters that the field takes"});
}
