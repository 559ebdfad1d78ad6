#include "decide/state_path.h"

#include "pair.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using States = std::vector<std::string>;

namespace {

TypeRules strict_bug() {
    TypeRules type = bug_process().types[0];
    type.states = {{"New", "Proposed"},
                   {"Active", "InProgress"},
                   {"Resolved", "Resolved"},
                   {"Closed", "Completed"},
                   {"Lost", "Removed"}};
    type.transitions = {{"New", {"Active", "Resolved"}},
                        {"Active", {"Resolved", "New"}},
                        {"Resolved", {"Closed", "Active"}},
                        {"Closed", {"Active"}}};
    return type;
}

Pair strict_pair(Flow flow) {
    auto field = flowing("System.State", "status", flow);
    field.source.values = {{"open", std::string("Active")},
                           {"waiting", std::string("Active")},
                           {"done", std::string("Closed")},
                           {"gone", std::string("Lost")},
                           {"odd", std::string("Nowhere")}};
    Pair pair(with_field(field));
    pair.rules.processes.at("Widgets").types[0] = strict_bug();
    pair.ticket.fields["status"] = std::string("open");
    pair.create({{"System.State", std::string("New")}});
    return pair;
}

}  // namespace

TEST_CASE("the shortest way is taken, and of several the one that the process names first") {
    const auto type = strict_bug();
    CHECK(state_path(type, "New", "Closed") == States{"Resolved"});
    CHECK(state_path(type, "New", "Active") == States{});
    CHECK(state_path(type, "Closed", "New") == States{"Active"});
    CHECK(state_path(type, "closed", "new") == States{"Active"});
    CHECK(state_path(type, "Active", "Active") == States{});
    CHECK_FALSE(state_path(type, "New", "Lost"));
    CHECK_FALSE(state_path(type, "Lost", "New"));
    CHECK(moves_from(type, "New") == "from 'New' an item of type Bug may go to Active, Resolved");

    TypeRules square;
    square.transitions = {{"A", {"C", "B"}}, {"B", {"D"}}, {"C", {"D"}}};
    CHECK(state_path(square, "A", "D") == States{"C"});
}

TEST_CASE("a process that does not say how states follow lets any be tried") {
    CHECK(state_path(TypeRules(), "New", "Closed") == States{});
}

TEST_CASE("a state in which no item may start is walked to after creation") {
    auto pair = strict_pair(Flow::both);
    const auto plan = pair.look();
    CHECK(plan.states.empty());
    CHECK(text_of(plan.to_work.at("System.State")) == "Active");
    CHECK(pair.settle() == 1);
    CHECK(pair.work("System.State") == "Active");
    CHECK(pair.desk("status") == "open");
}

TEST_CASE("a state is walked to from where the item is, and what lies between comes back as no change") {
    auto pair = strict_pair(Flow::both);
    pair.ticket.fields["status"] = std::string("done");
    const auto plan = pair.look();
    CHECK(plan.states == States{"Resolved"});
    pair.link.base = passed_state(pair.link.base, "Resolved");
    pair.item.fields["System.State"] = std::string("Resolved");
    const auto rest = pair.look();
    CHECK(rest.states.empty());
    CHECK(rest.to_desk.empty());
    CHECK(text_of(rest.to_work.at("System.State")) == "Closed");
    CHECK(pair.settle() == 1);

    pair.ticket.fields["status"] = std::string("waiting");
    CHECK(pair.look(false).states.empty());
    CHECK(pair.settle() == 1);
    CHECK(pair.work("System.State") == "Active");
    CHECK(pair.desk("status") == "waiting");
}

TEST_CASE("a state without a way, or that the type does not have, is a problem that says what there is") {
    auto pair = strict_pair(Flow::to_work);
    pair.settle();
    pair.ticket.fields["status"] = std::string("gone");
    auto plan = pair.look();
    CHECK(plan_of(plan, "System.State").kind == FieldPlan::Kind::problem);
    CHECK(plan_of(plan, "System.State").hint.find("Resolved, New") != std::string::npos);
    CHECK_FALSE(plan.writes());
    CHECK(plan.after_work.empty());

    pair.ticket.fields["status"] = std::string("odd");
    plan = pair.look();
    CHECK(plan_of(plan, "System.State").kind == FieldPlan::Kind::problem);
    CHECK(plan_of(plan, "System.State").hint.find("New, Active, Resolved, Closed, Lost") !=
          std::string::npos);
}

TEST_CASE("a state that the work side changes goes to the ticket, and one without a row stays") {
    auto pair = strict_pair(Flow::both);
    pair.settle();
    pair.item.fields["System.State"] = std::string("Closed");
    CHECK(pair.settle() == 1);
    CHECK(pair.desk("status") == "done");
    CHECK(pair.work("System.State") == "Closed");
}
