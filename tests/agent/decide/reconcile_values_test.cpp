#include "customer.h"
#include "decide/reconcile.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using Kind = FieldPlan::Kind;

TEST_CASE("a work value without a row is reported, and is looked at again when the item is at hand") {
    auto field = flowing("Custom.Customer", "organization", Flow::both);
    field.source.values = {{"Acme", std::string("A")}, {"Beta", std::string("B")}};
    Pair pair(with_field(field));
    set_desk(pair, "Acme");
    pair.create();
    set_work(pair, "C");
    const auto plan = pair.look();
    CHECK(plan_of(plan, customer).kind == Kind::problem);
    CHECK(pair.apply(plan) == 0);
    CHECK(needs_item(pair.look(false)));
    set_work(pair, "A");
    CHECK(pair.cycle() == 0);
    CHECK_FALSE(needs_item(pair.look(false)));
}

TEST_CASE("of several ticket values that mean the same, the present one stays") {
    auto field = flowing("Custom.Customer", "organization", Flow::both);
    field.source.values = {
        {"Acme", std::string("A")}, {"Acme Ltd", std::string("A")}, {"Beta", std::string("B")}};
    Pair pair(with_field(field));
    set_desk(pair, "Beta");
    pair.create();
    set_desk(pair, "Acme Ltd");
    CHECK(pair.cycle() == 1);
    CHECK(pair.work(customer) == "A");
    CHECK(pair.cycle() == 0);
    set_desk(pair, "Acme");
    CHECK(pair.cycle() == 0);
    set_work(pair, "B");
    CHECK(pair.cycle() == 1);
    set_work(pair, "A");
    CHECK(pair.cycle() == 1);
    CHECK(pair.desk("organization") == "Acme");
}

TEST_CASE("another spelling that means what the ticket says already writes nothing to it") {
    auto field = flowing("Custom.Customer", "organization", Flow::both);
    field.source.values = {{"Acme", std::string("A")}, {"Beta", std::string("B")}};
    Pair pair(with_field(field));
    set_desk(pair, "Acme");
    pair.create();
    set_work(pair, "a");
    const auto plan = pair.look();
    CHECK(plan.to_desk.empty());
    CHECK(plan_of(plan, customer).kind == Kind::agreed);
    CHECK(pair.apply(plan) == 0);
    CHECK(pair.cycle() == 0);
    CHECK(pair.work(customer) == "a");
}

TEST_CASE("a ticket value that the mapping keeps out leaves the work item, and the work item rules on") {
    auto field = flowing("Custom.Customer", "organization", Flow::both);
    field.source.values = {{"Acme", std::string("A")}, {"Beta", std::string("B")}};
    field.source.otherwise.kind = Otherwise::Kind::keep;
    Pair pair(with_field(field));
    set_desk(pair, "Acme");
    pair.create();
    set_desk(pair, "Odd");
    CHECK(pair.cycle() == 0);
    CHECK(pair.work(customer) == "A");
    CHECK(plan_of(pair.look(), customer).kind == Kind::same);
    set_work(pair, "B");
    CHECK(pair.cycle() == 1);
    CHECK(pair.desk("organization") == "Beta");
}

TEST_CASE("a person whom the tracker does not know leaves the field, with one note") {
    auto pair = Pair(with_field(flowing("System.AssignedTo", "assignee", Flow::both)));
    pair.create();
    CHECK(pair.cycle() == 0);
    pair.ticket.fields["assignee"] = Person{"Bob", "bob@example.com", {}};
    pair.rules.unknown_people.insert({"System.AssignedTo", "bob@example.com"});
    const auto plan = pair.look();
    CHECK_FALSE(plan.writes());
    REQUIRE(plan.notes.size() == 1);
    CHECK(plan.notes[0].find("bob@example.com") != std::string::npos);
    pair.apply(plan);
    pair.rules.unknown_people.clear();
    CHECK(pair.look().notes.empty());
    CHECK(pair.cycle() == 0);
}

TEST_CASE("a person of the people file goes back under the address that the desk knows") {
    Pair pair(with_field(flowing("System.AssignedTo", "assignee", Flow::both)));
    pair.rules.people = {{"ada@example.com", "CORP\\ada"}, {"bob@example.com", "CORP\\bob"}};
    pair.create();
    pair.item.fields["System.AssignedTo"] = Person{"Ada", "CORP\\ada", "1"};
    CHECK(pair.cycle() == 0);
    pair.item.fields["System.AssignedTo"] = Person{"Bob", "CORP\\bob", "2"};
    CHECK(pair.cycle() == 1);
    CHECK(std::get<Person>(pair.ticket.fields["assignee"]).email == "bob@example.com");
    CHECK(pair.cycle() == 0);
}

TEST_CASE("a follower sends and receives no fields but the state") {
    Mapping mapping = with_field(flowing("Custom.Customer", "organization", Flow::both));
    mapping.fields.push_back(flowing("System.State", "status", Flow::both));
    Pair pair(mapping);
    set_desk(pair, "Acme");
    pair.ticket.fields["status"] = std::string("New");
    pair.create({{"System.State", std::string("New")}});
    pair.follower = true;
    set_work(pair, "Work");
    pair.ticket.fields["subject"] = std::string("Out");
    pair.item.fields["System.State"] = std::string("Active");
    const auto plan = pair.look();
    CHECK(plan.to_work.empty());
    CHECK(plan.to_desk.size() == 1);
    CHECK(text_of(plan.to_desk.at("status")) == "Active");
    CHECK(plan_of(plan, customer).kind == Kind::left);
    pair.apply(plan);
    CHECK(pair.cycle() == 0);
}

TEST_CASE(
    "a ticket that takes an item over writes nothing that stands there already, only what changes then") {
    const auto flow = GENERATE(Flow::both, Flow::to_work);
    Pair pair(with_field(flowing("Custom.Customer", "organization", flow)));
    set_desk(pair, "Acme");
    pair.create();
    pair.link.base = {{"%role", "follower"}};
    set_work(pair, "Work");
    pair.takes_over = true;
    CHECK(needs_item(pair.look(false)));
    const auto plan = pair.look();
    CHECK_FALSE(plan.writes());
    CHECK(plan.conflicts.empty());
    CHECK(plan_of(plan, customer).kind == Kind::agreed);
    pair.apply(plan);
    pair.takes_over = false;
    set_desk(pair, "Bolt");
    CHECK(pair.cycle() == 1);
    CHECK(pair.work(customer) == "Bolt");
    CHECK(pair.cycle() == 0);
}

TEST_CASE("a ticket whose first message is not at hand does not empty the description") {
    Pair pair(with_field(flowing("System.Description", "description", Flow::to_work)));
    pair.create();
    pair.ticket.described = false;
    pair.ticket.fields.erase("description");
    CHECK(plan_of(pair.look(), "System.Description").kind == Kind::left);
    CHECK(pair.cycle() == 0);
}

TEST_CASE("the same number, time or text in another spelling is no change") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(flowing("Custom.Count", "count", Flow::both));
    mapping.fields.push_back(flowing("Custom.Due", "due", Flow::both));
    mapping.fields.push_back(flowing("Custom.Text", "text", Flow::both));
    Pair pair(mapping);
    auto& type = pair.rules.processes.at("Widgets").types[0];
    type.fields.push_back(field_rule("Custom.Count", "Count", FieldKind::number));
    type.fields.push_back(field_rule("Custom.Due", "Due", FieldKind::time));
    type.fields.push_back(field_rule("Custom.Text", "Text", FieldKind::plain_text));
    pair.ticket.fields["count"] = std::string("2");
    pair.ticket.fields["due"] = std::string("2026-03-04T08:11:26Z");
    pair.ticket.fields["text"] = std::string("one \r\ntwo\xC2\xA0three\n");
    pair.create();
    pair.item.fields["Custom.Count"] = 2.0;
    pair.item.fields["Custom.Due"] = std::string("2026-03-04T09:11:26+01:00");
    pair.item.fields["Custom.Text"] = std::string("one\ntwo three");
    CHECK(pair.cycle() == 0);
    CHECK(pair.conflicts.empty());
    CHECK(plan_of(pair.look(), "Custom.Count").kind == Kind::same);
    CHECK(plan_of(pair.look(), "Custom.Due").kind == Kind::same);
    CHECK(plan_of(pair.look(), "Custom.Text").kind == Kind::same);
    pair.item.fields["Custom.Count"] = 2.5;
    CHECK(pair.cycle() == 1);
    CHECK(pair.desk("count") == "2.5");
    CHECK(pair.cycle() == 0);
}
