#include "decide/inspect_desk.h"

#include "bug_process.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using Severity = Finding::Severity;

namespace {

FieldMapping flowing(const std::string& work, const std::string& path, Flow flow) {
    auto field = mapped(work, source_text(Source::Kind::desk, path));
    field.flow = flow;
    return field;
}

std::vector<Finding> on_the_way(const FieldMapping& field, const std::vector<std::string>& writable) {
    Mapping mapping;
    mapping.fields = {field};
    return inspect_way_to_desk(Translator(mapping), writable);
}

TypeRules walked() {
    TypeRules type = bug_process().types[0];
    type.states = {{"New", {}}, {"Active", {}}, {"Closed", {}}};
    type.transitions = {{"New", {"Active"}}, {"Active", {"Closed"}}};
    for (auto& field : type.fields)
        if (field.reference == "System.State") field.allowed.clear();
    return type;
}

std::vector<Finding> of_states(const std::string& first, const std::string& second) {
    Mapping mapping;
    mapping.fields = {flowing("System.State", "status", Flow::both)};
    mapping.fields[0].source.values = {{"a", first}, {"b", second}};
    return inspect_states(Translator(mapping), walked());
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a field that flows to the ticket has to be one that its desk can write") {
    const std::vector<std::string> writable{"subject", "status", "custom[\"Version\"]"};
    CHECK(on_the_way(flowing("System.Title", "subject", Flow::both), writable).empty());
    CHECK(on_the_way(flowing("System.Title", "custom['Version']", Flow::to_desk), writable).empty());
    CHECK(on_the_way(flowing("System.Title", "sla", Flow::to_work), writable).empty());
    CHECK(on_the_way(flowing("System.Title", "sla", Flow::both), {}).empty());
    const auto findings = on_the_way(flowing("System.Title", "subjct", Flow::both), writable);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Severity::error);
    CHECK(says(findings[0].message, "'subjct'"));
    CHECK(says(findings[0].fix, "did you mean 'subject'"));
}

TEST_CASE("settings of the way to the ticket that say nothing are told of") {
    auto once = flowing("System.Title", "subject", Flow::both);
    once.when = When::create;
    CHECK(on_the_way(once, {}).size() == 1);
    auto enforced = flowing("System.Title", "subject", Flow::both);
    enforced.enforce = true;
    CHECK(on_the_way(enforced, {}).size() == 1);
    enforced.flow = Flow::to_work;
    CHECK(on_the_way(enforced, {}).empty());

    Mapping mapping;
    mapping.comments = CommentRules{};
    mapping.comments->from_work = CommentRules::FromWork::marked;
    CHECK(inspect_way_to_desk(Translator(mapping), {}).empty());
    mapping.comments->public_marker = " ";
    CHECK(inspect_way_to_desk(Translator(mapping), {}).size() == 1);
    mapping.comments->replies_to_work = false;
    CHECK(inspect_way_to_desk(Translator(mapping), {}).size() == 2);
    mapping.comments->from_work = CommentRules::FromWork::note;
    CHECK(inspect_way_to_desk(Translator(mapping), {}).empty());
}

TEST_CASE("states of a mapping are those of the type, and a way leads from each to each") {
    const auto unknown = of_states("Active", "Activ");
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].severity == Severity::error);
    CHECK(says(unknown[0].fix, "did you mean 'Active'"));
    const auto one_way = of_states("New", "Closed");
    REQUIRE(one_way.size() == 1);
    CHECK(one_way[0].severity == Severity::warning);
    CHECK(says(one_way[0].message, "from state 'Closed' to 'New'"));
}

TEST_CASE("a count of work items needs a field of the desk that takes it") {
    Mapping mapping;
    mapping.link_back = LinkBackRule{};
    CHECK_FALSE(flows_to_desk(mapping));
    mapping.link_back->count = "Work items";
    CHECK(flows_to_desk(mapping));
    const std::vector<std::string> with{"subject", "custom[\"Work items\"]"};
    const std::vector<std::string> without{"subject"};
    CHECK(inspect_way_to_desk(Translator(mapping), with).empty());
    CHECK(inspect_way_to_desk(Translator(mapping), {}).empty());
    const auto findings = inspect_way_to_desk(Translator(mapping), without);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Severity::error);
    CHECK(says(findings[0].message, "'Work items'"));
}

TEST_CASE("an event that moves work items to the recycle bin is told of, and no other") {
    Mapping mapping;
    CHECK(inspect_way_to_desk(Translator(mapping), {}).empty());
    mapping.events.ticket_deleted = OnEvent::unlink;
    mapping.events.item_deleted = OnEvent::recreate;
    CHECK(inspect_way_to_desk(Translator(mapping), {}).empty());
    mapping.events.ticket_spam = OnEvent::recycle;
    const auto findings = inspect_way_to_desk(Translator(mapping), {});
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Severity::warning);
    CHECK(says(findings[0].message, "ticket_spam"));
}
