#include "decide/inspect.h"

#include "bug_process.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

std::vector<Finding> findings_of(const Mapping& mapping, const Process& process = bug_process(),
                                 const std::vector<std::string>& names = {}) {
    const Translator translator(mapping);
    return inspect(translator, process.types[0], process, names);
}

bool tells(const std::vector<Finding>& findings, const std::string& field, const std::string& fix) {
    for (const auto& finding : findings)
        if (finding.field == field && finding.fix.find(fix) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("a mapping that fits has no findings") {
    CHECK(findings_of(bug_mapping()).empty());
}

TEST_CASE("every value of a value map is held against the allowed ones") {
    Mapping mapping = bug_mapping();
    auto field = mapped("Custom.Severity", source_text(Source::Kind::desk, "priority"));
    field.source.values = {{"High", std::string("2 - High")}, {"Urgent", std::string("1 - Criticl")}};
    mapping.fields.push_back(field);
    const auto findings = findings_of(mapping);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message.find("1 - Criticl") != std::string::npos);
    CHECK(tells(findings, "Custom.Severity", "1 - Critical"));
}

TEST_CASE("unknown fields, read-only fields and required fields left out are found before the first ticket") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("Custom.Severty", source_text(Source::Kind::desk, "priority")));
    mapping.fields.push_back(mapped("System.ChangedDate", source_text(Source::Kind::desk, "created")));
    Process process = bug_process();
    process.types[0].fields[8].required = true;
    const auto findings = findings_of(mapping, process);
    CHECK(tells(findings, "Custom.Severty", "Custom.Severity"));
    CHECK(tells(findings, "System.ChangedDate", "remove it"));
    CHECK(tells(findings, "Custom.Customer", "Custom.Customer"));
}

TEST_CASE("a ticket field that the desk does not have is found, with the one that was meant") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("Custom.Customer", source_text(Source::Kind::desk, "custom['Customr']")));
    const std::vector<std::string> names{"subject", "custom[\"Customer\"]"};
    CHECK(tells(findings_of(mapping, bug_process(), names), "Custom.Customer", "Customer"));
    mapping.fields.back().source.text = "custom['Customer']";
    CHECK(findings_of(mapping, bug_process(), names).empty());
}

TEST_CASE("a picklist that is fed without a value map is worth a warning") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("Custom.Severity", source_text(Source::Kind::desk, "priority")));
    const auto findings = findings_of(mapping);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Finding::Severity::warning);
}

TEST_CASE("the types and the project of a mapping are known when they are fixed or listed") {
    Mapping mapping = bug_mapping();
    CHECK(types_of(mapping) == std::vector<std::string>{"Bug"});
    CHECK(fixed_project(mapping) == "Widgets");
    mapping.type = source_text(Source::Kind::desk, "type");
    mapping.type.values = {{"problem", std::string("Bug")}, {"request", std::string("User Story")}};
    mapping.type.when_absent = std::string("Bug");
    CHECK(types_of(mapping) == std::vector<std::string>{"Bug", "User Story"});
    mapping.project.text = "{{ticket.product}}";
    CHECK(fixed_project(mapping).empty());
}

TEST_CASE("a person, a text and tags that the process requires are found, whoever owns the field") {
    Process process = bug_process();
    for (const std::size_t at : {3, 4, 5, 8}) process.types[0].fields[at].required = true;
    const auto findings = findings_of(bug_mapping(), process);
    CHECK(findings.size() == 4);
    CHECK(tells(findings, "System.AssignedTo", "`people` file"));
    CHECK(tells(findings, "System.Description", "map it"));
    CHECK(tells(findings, "System.Tags", "map it"));
    CHECK(tells(findings, "Custom.Customer", "map it"));
}

TEST_CASE("a required field that a ticket may leave empty is worth a warning, until it has a default") {
    Process process = bug_process();
    process.types[0].fields[8].required = true;
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("Custom.Customer", source_text(Source::Kind::desk, "organization")));
    const auto findings = findings_of(mapping, process);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Finding::Severity::warning);
    CHECK(tells(findings, "Custom.Customer", "give it a `default`"));

    mapping.fields.back().source.when_absent = std::string("nobody");
    CHECK(findings_of(mapping, process).empty());
    mapping.fields.back().source.when_absent.reset();
    process.types[0].fields[8].has_default = true;
    CHECK(findings_of(mapping, process).empty());
}

TEST_CASE("a two-way value map that does not lead back is refused with the pair that breaks") {
    auto process = bug_process();
    process.types[0].fields.push_back(field_rule("Custom.Paid", "Paid", FieldKind::boolean));
    struct Row {
        const char* work;
        Value value;
        bool breaks;
    };
    const Row rows[] = {{"Custom.Paid", std::string("Yes"), true},
                        {"Custom.Paid", true, false},
                        {"System.Description", std::string("Yes & no"), true},
                        {"System.Tags", std::string("one; two"), true},
                        {"System.Tags", std::string("one"), false},
                        {"Custom.Customer", std::string("Yes"), false},
                        {"Custom.Customer", std::int64_t{2}, false}};
    for (const auto& row : rows)
        for (const auto flow : {Flow::both, Flow::to_work}) {
            INFO(row.work << " = " << text_of(row.value));
            Mapping mapping = bug_mapping();
            auto field = mapped(row.work, source_text(Source::Kind::desk, "priority"));
            field.flow = flow;
            field.source.values = {{"Ja", row.value}};
            mapping.fields.push_back(field);
            const auto findings = findings_of(mapping, process);
            REQUIRE(findings.size() == (row.breaks && flow == Flow::both ? 1 : 0));
            if (findings.empty()) continue;
            CHECK(findings[0].severity == Finding::Severity::error);
            CHECK(findings[0].message.find("'Ja' becomes '" + text_of(row.value) + "'") != std::string::npos);
        }
}

TEST_CASE("values of the work side that no ticket value stands for are worth a warning") {
    Mapping mapping = bug_mapping();
    auto field = mapped("Custom.Severity", source_text(Source::Kind::desk, "priority"));
    field.flow = Flow::both;
    field.source.values = {{"High", std::string("2 - High")}};
    mapping.fields.push_back(field);
    auto findings = findings_of(mapping);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Finding::Severity::warning);
    CHECK(findings[0].message.find("1 - Critical") != std::string::npos);
    mapping.fields.back().source.otherwise.kind = Otherwise::Kind::keep;
    CHECK(findings_of(mapping).empty());
}
