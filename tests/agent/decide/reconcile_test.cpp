#include "decide/reconcile.h"

#include "customer.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using Kind = FieldPlan::Kind;

namespace {

Time at_second(int second) {
    return Time(std::chrono::seconds(second));
}

}  // namespace

TEST_CASE("a link that nobody has touched since it was made needs nothing, with and without its item") {
    for (const auto flow : {Flow::to_work, Flow::to_desk, Flow::both}) {
        auto pair = customer_pair(flow);
        for (const bool with_item : {true, false}) {
            const auto plan = pair.look(with_item);
            CHECK_FALSE(plan.writes());
            CHECK(plan.agreed.empty());
            CHECK(plan_of(plan, "System.Title").kind == Kind::same);
            CHECK(plan_of(plan, customer).kind == Kind::same);
        }
    }
}

TEST_CASE("a change on the ticket goes to the work item where the field flows there") {
    for (const auto flow : {Flow::to_work, Flow::both}) {
        auto pair = customer_pair(flow);
        set_desk(pair, "Beta");
        const auto plan = pair.look(false);
        CHECK(plan_of(plan, customer).kind == Kind::to_work);
        CHECK(text_of(plan.to_work.at(customer)) == "Beta");
        CHECK(plan.to_desk.empty());
        CHECK(pair.apply(plan) == 1);
        CHECK(pair.cycle() == 0);
    }
    auto pair = customer_pair(Flow::to_desk);
    pair.item.fields[customer] = std::string("Acme");
    pair.cycle();
    set_desk(pair, "Beta");
    CHECK(plan_of(pair.look(), customer).kind == Kind::left);
    CHECK(pair.cycle() == 0);
    CHECK(pair.work(customer) == "Acme");
}

TEST_CASE("a change on the work item goes to the ticket where the field flows there") {
    for (const auto flow : {Flow::to_desk, Flow::both}) {
        auto pair = customer_pair(flow);
        set_work(pair, "Beta");
        const auto plan = pair.look();
        CHECK(plan_of(plan, customer).kind == Kind::to_desk);
        CHECK(text_of(plan.to_desk.at("organization")) == "Beta");
        CHECK(plan.to_work.empty());
        CHECK(pair.apply(plan) == 1);
        CHECK(pair.cycle() == 0);
    }
}

TEST_CASE("a one-way field does not fight a person, and the next change of the ruling side wins") {
    auto pair = customer_pair(Flow::to_work);
    set_work(pair, "Beta");
    CHECK(plan_of(pair.look(), customer).kind == Kind::left);
    CHECK(pair.cycle() == 0);
    CHECK(pair.work(customer) == "Beta");
    CHECK(plan_of(pair.look(), customer).kind == Kind::same);
    set_desk(pair, "Gamma");
    pair.cycle();
    CHECK(pair.work(customer) == "Gamma");
    CHECK(pair.desk("organization") == "Gamma");
}

TEST_CASE("an enforced one-way field is put back, on either side") {
    auto to_work = customer_pair(Flow::to_work, OnConflict::newest, true);
    set_work(to_work, "Beta");
    CHECK(to_work.settle() == 1);
    CHECK(to_work.work(customer) == "Acme");

    auto to_desk = customer_pair(Flow::to_desk, OnConflict::newest, true);
    set_work(to_desk, "Real");
    CHECK(to_desk.settle() == 1);
    set_desk(to_desk, "Beta");
    CHECK(needs_item(to_desk.look(false)));
    CHECK(to_desk.settle() == 1);
    CHECK(to_desk.desk("organization") == "Real");
}

TEST_CASE("an enforced field whose ticket puts its own value back at once is left after the second time") {
    auto pair = customer_pair(Flow::to_desk, OnConflict::newest, true);
    set_work(pair, "Real");
    pair.desk_rule = [](const auto&, const Value&, const Value&) { return Value{std::string("mine")}; };
    CHECK(pair.settle() <= 3);
    CHECK(pair.cycle() == 0);
    CHECK(pair.desk("organization") == "mine");
    CHECK(pair.conflicts.back().desk == "mine");
}

TEST_CASE("both sides with the same new value are agreed without a write") {
    auto pair = customer_pair(Flow::both);
    set_desk(pair, "Beta");
    set_work(pair, "Beta");
    const auto plan = pair.look();
    CHECK(plan_of(plan, customer).kind == Kind::agreed);
    CHECK(pair.apply(plan) == 0);
    CHECK(pair.conflicts.empty());
    CHECK(plan_of(pair.look(), customer).kind == Kind::same);
}

TEST_CASE("both sides changed: the policy says who wins, and what lost is kept") {
    struct Row {
        OnConflict policy;
        int desk_second, work_second;
        std::string wins, loses;
    };
    const Row rows[] = {
        {OnConflict::desk, 0, 0, "Desk", "Work"},   {OnConflict::work, 0, 0, "Work", "Desk"},
        {OnConflict::newest, 9, 5, "Desk", "Work"}, {OnConflict::newest, 5, 9, "Work", "Desk"},
        {OnConflict::newest, 7, 7, "Work", "Desk"}, {OnConflict::newest, 7, 0, "Work", "Desk"}};
    for (const auto& row : rows) {
        auto pair = customer_pair(Flow::both, row.policy);
        set_desk(pair, "Desk");
        set_work(pair, "Work");
        pair.desk_time = at_second(row.desk_second);
        pair.work_time = at_second(row.work_second);
        CHECK(pair.cycle() == 1);
        CHECK(pair.desk("organization") == row.wins);
        CHECK(pair.work(customer) == row.wins);
        REQUIRE(pair.conflicts.size() == 1);
        CHECK(pair.conflicts[0].state == Conflict::State::settled);
        CHECK(pair.conflicts[0].base == "Acme");
        CHECK(pair.conflicts[0].desk == "Desk");
        CHECK(pair.conflicts[0].work == "Work");
        CHECK_FALSE(pair.conflicts[0].reason.empty());
        CHECK(pair.cycle() == 0);
    }
}

TEST_CASE("both sides changed a one-way field: the ruling side wins, and what lost is kept") {
    for (const auto flow : {Flow::to_work, Flow::to_desk}) {
        auto pair = customer_pair(flow);
        set_work(pair, "First");
        pair.cycle();
        set_desk(pair, "Desk");
        set_work(pair, "Work");
        CHECK(pair.cycle() == 1);
        const std::string wins = flow == Flow::to_work ? "Desk" : "Work";
        CHECK(pair.desk("organization") == wins);
        CHECK(pair.work(customer) == wins);
        REQUIRE(pair.conflicts.size() == 1);
        CHECK(pair.conflicts[0].state == Conflict::State::settled);
    }
}

TEST_CASE("ask: nothing is written until a person decides, and then that side is carried") {
    for (const auto side : {Side::desk, Side::work}) {
        auto pair = customer_pair(Flow::both, OnConflict::ask);
        set_desk(pair, "Desk");
        set_work(pair, "Work");
        auto plan = pair.look();
        CHECK(plan_of(plan, customer).kind == Kind::conflict);
        REQUIRE(plan.conflicts.size() == 1);
        CHECK(plan.conflicts[0].state == Conflict::State::open);
        CHECK(pair.apply(plan) == 0);
        CHECK(pair.cycle() == 0);
        CHECK(needs_item(pair.look(false)));
        set_desk(pair, "Desk again");
        CHECK(needs_item(pair.look(false)));

        pair.taken[customer] = side;
        CHECK(needs_item(pair.look(false)));
        CHECK(pair.cycle() == 1);
        CHECK(pair.desk("organization") == (side == Side::desk ? "Desk again" : "Work"));
        CHECK(pair.work(customer) == pair.desk("organization"));
        CHECK(pair.conflicts.back().state == Conflict::State::settled);
        CHECK(pair.open.empty());
        CHECK(pair.cycle() == 0);
        CHECK_FALSE(needs_item(pair.look(false)));
    }
}

TEST_CASE("an open conflict is over when both sides come to the same") {
    auto pair = customer_pair(Flow::both, OnConflict::ask);
    set_desk(pair, "Desk");
    set_work(pair, "Work");
    pair.cycle();
    set_desk(pair, "Work");
    CHECK(pair.cycle() == 0);
    CHECK(pair.conflicts.back().state == Conflict::State::settled);
    CHECK(pair.open.empty());
    CHECK(plan_of(pair.look(false), customer).kind == Kind::same);
}

TEST_CASE("a field that is written at creation only is never touched again") {
    auto field = flowing("Custom.Customer", "organization", Flow::both);
    field.when = When::create;
    Pair pair(with_field(field));
    set_desk(pair, "Acme");
    pair.create();
    set_desk(pair, "Desk");
    set_work(pair, "Work");
    CHECK(plan_of(pair.look(), customer).kind == Kind::left);
    CHECK(pair.cycle() == 0);
}

TEST_CASE("a field that is written at later changes only says nothing until the ticket changes") {
    auto field = flowing("Custom.Customer", "organization", Flow::to_work);
    field.when = When::update;
    Pair pair(with_field(field));
    set_desk(pair, "Acme");
    pair.create();
    CHECK(pair.work(customer).empty());
    CHECK(pair.cycle() == 0);
    set_desk(pair, "Beta");
    CHECK(pair.cycle() == 1);
    CHECK(pair.work(customer) == "Beta");
}

TEST_CASE("a ticket that no longer says anything empties the field, unless the process requires a value") {
    auto pair = customer_pair(Flow::to_work);
    pair.ticket.fields.erase("organization");
    auto plan = pair.look(false);
    CHECK(is_nothing(plan.to_work.at(customer)));
    CHECK(pair.apply(plan) == 1);
    CHECK(pair.cycle() == 0);

    pair.ticket.fields.erase("subject");
    plan = pair.look(false);
    CHECK(plan_of(plan, "System.Title").kind == Kind::left);
    CHECK_FALSE(plan.writes());
}

TEST_CASE("a default that the tracker filled in is no change, and a later one of it is") {
    Pair pair(with_field(flowing("Custom.Customer", "organization", Flow::both)));
    pair.create({{customer, std::string("Somebody")}});
    CHECK(pair.cycle() == 0);
    CHECK(pair.desk("organization").empty());
    set_work(pair, "Beta");
    CHECK(pair.cycle() == 1);
    CHECK(pair.desk("organization") == "Beta");
    CHECK(pair.cycle() == 0);
}

TEST_CASE("an adopted link agrees on what is equal, and lets the mapping rule what differs") {
    struct Row {
        Flow flow;
        OnConflict policy;
        Kind kind;
    };
    const Row rows[] = {{Flow::to_work, OnConflict::newest, Kind::to_work},
                        {Flow::to_desk, OnConflict::newest, Kind::to_desk},
                        {Flow::both, OnConflict::newest, Kind::conflict},
                        {Flow::both, OnConflict::ask, Kind::conflict},
                        {Flow::both, OnConflict::desk, Kind::to_work},
                        {Flow::both, OnConflict::work, Kind::to_desk}};
    for (const auto& row : rows) {
        auto equal = customer_pair(row.flow, row.policy);
        set_work(equal, "Acme");
        equal.link.base.clear();
        CHECK(equal.cycle() == 0);
        CHECK(equal.conflicts.empty());
        CHECK(plan_of(equal.look(), customer).kind == Kind::same);

        auto other = customer_pair(row.flow, row.policy);
        set_work(other, "Work");
        other.link.base.clear();
        other.desk_time = at_second(9);
        other.work_time = at_second(5);
        if (row.flow != Flow::to_work) CHECK(needs_item(other.look(false)));
        CHECK(plan_of(other.look(), customer).kind == row.kind);
        other.settle();
        REQUIRE_FALSE(other.conflicts.empty());
        CHECK((other.conflicts.back().state == Conflict::State::open) == (row.kind == Kind::conflict));
        if (row.kind == Kind::conflict) CHECK(plan_of(other.look(), customer).kind == Kind::conflict);
        CHECK(other.cycle() == 0);
    }
}

TEST_CASE("an adopted link empties nothing") {
    auto pair = customer_pair(Flow::to_work);
    pair.ticket.fields.erase("organization");
    set_work(pair, "Work");
    pair.link.base.clear();
    CHECK(pair.cycle() == 0);
    CHECK(pair.work(customer) == "Work");
}

TEST_CASE("a field that the process does not bear is a problem, and the others go on") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(flowing("Custom.Gone", "organization", Flow::both));
    mapping.fields.push_back(flowing("System.ChangedDate", "updated", Flow::to_work));
    mapping.fields.push_back(flowing("Custom.Severity", "priority", Flow::to_work));
    Pair pair(mapping);
    pair.item.fields["System.Title"] = std::string("Printer on fire");
    pair.link.base = {{"System.Title", "Printer on fire"}, {"Custom.Severity", "2 - High"}};
    pair.ticket.fields["subject"] = std::string("Out");
    pair.ticket.fields["updated"] = std::string("2026-01-01");
    const auto plan = pair.look();
    CHECK(plan_of(plan, "Custom.Gone").kind == Kind::problem);
    CHECK(plan_of(plan, "System.ChangedDate").kind == Kind::problem);
    CHECK(plan_of(plan, "Custom.Severity").kind == Kind::problem);
    CHECK(plan_of(plan, "Custom.Severity").hint.find("2 - High") != std::string::npos);
    CHECK(text_of(plan.to_work.at("System.Title")) == "Out");
    CHECK(plan.to_work.size() == 1);
}
