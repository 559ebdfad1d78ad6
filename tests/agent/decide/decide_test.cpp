#include "decide/decide.h"

#include "bug_process.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a selected ticket without a link becomes a work item with a reason for every field") {
    const auto mappings = only(bug_mapping());
    const Plan plan = decide(some_ticket(), nullptr, mappings, bug_rules());
    REQUIRE(plan.kind == Plan::Kind::create);
    CHECK(plan.item.project == "Widgets");
    CHECK(plan.item.type == "Bug");
    CHECK(text_of(plan.item.fields.at("System.Title")) == "Printer on fire");
    CHECK(plan.base.at("System.Title") == "Printer on fire");
    CHECK(plan.mapping == "bugs");
    CHECK(plan.ticket_url == "https://desk.example/t/7");
    CHECK(plan.link_back == LinkBackState::not_wanted);
}

TEST_CASE("a linked, deleted or spam ticket needs nothing") {
    const auto mappings = only(bug_mapping());
    Link link;
    link.work_item = 12;
    const Plan linked = decide(some_ticket(), &link, mappings, bug_rules());
    CHECK(linked.kind == Plan::Kind::nothing);
    CHECK(linked.reason == "linked to work item 12");
    for (const auto presence : {Presence::deleted, Presence::spam}) {
        Ticket ticket = some_ticket();
        ticket.presence = presence;
        CHECK(decide(ticket, nullptr, mappings, bug_rules()).kind == Plan::Kind::nothing);
    }
}

TEST_CASE("the first mapping that selects a ticket has it") {
    Mapping first = bug_mapping();
    first.name = "first";
    first.select = "ticket.department == 'Sales'";
    Mapping second = bug_mapping();
    second.name = "second";
    auto mappings = only(first);
    mappings.push_back(std::make_unique<Translator>(second));
    CHECK(decide(some_ticket(), nullptr, mappings, bug_rules()).mapping == "second");
    Ticket sales = some_ticket();
    sales.fields["department"] = std::string("Sales");
    CHECK(decide(sales, nullptr, mappings, bug_rules()).mapping == "first");
}

TEST_CASE("a ticket that no mapping selects needs nothing, and the reason names them all") {
    Mapping mapping = bug_mapping();
    mapping.select = "false";
    const Plan plan = decide(some_ticket(), nullptr, only(mapping), bug_rules());
    CHECK(plan.kind == Plan::Kind::nothing);
    CHECK(plan.reason.find("bugs") != std::string::npos);
    CHECK(decide(some_ticket(), nullptr, MappingList(), bug_rules()).kind == Plan::Kind::nothing);
}

TEST_CASE("a broken select holds the ticket instead of letting a later mapping take it") {
    Mapping broken = bug_mapping();
    broken.select = "ticket.subject +";
    auto mappings = only(broken);
    mappings.push_back(std::make_unique<Translator>(bug_mapping()));
    CHECK(decide(some_ticket(), nullptr, mappings, bug_rules()).kind == Plan::Kind::hold);
}

TEST_CASE("a ticket that names a work item already gets no second one") {
    Mapping mapping = bug_mapping();
    mapping.link_back = LinkBackRule{"Work item", "", false};
    Ticket ticket = some_ticket();
    const auto mappings = only(mapping);
    CHECK(decide(ticket, nullptr, mappings, bug_rules()).link_back == LinkBackState::pending);
    ticket.custom["Work item"] = std::string("345");
    const Plan plan = decide(ticket, nullptr, mappings, bug_rules());
    CHECK(plan.kind == Plan::Kind::nothing);
    CHECK(plan.reason.find("345") != std::string::npos);
}

TEST_CASE("a ticket whose first message could not be read waits, when the mapping wants it") {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(mapped("System.Description", source_text(Source::Kind::desk, "description")));
    Ticket ticket = some_ticket();
    ticket.described = false;
    CHECK(decide(ticket, nullptr, only(mapping), bug_rules()).kind == Plan::Kind::hold);
    CHECK(decide(ticket, nullptr, only(bug_mapping()), bug_rules()).kind == Plan::Kind::create);
}

TEST_CASE("an unknown project or type holds the ticket and says what there is") {
    Mapping mapping = bug_mapping();
    mapping.type.text = "Bugg";
    Plan plan = decide(some_ticket(), nullptr, only(mapping), bug_rules());
    CHECK(plan.kind == Plan::Kind::hold);
    CHECK(plan.hint.find("'Bug'") != std::string::npos);

    mapping = bug_mapping();
    mapping.project.text = "Gizmos";
    Rules rules = bug_rules();
    rules.missing_projects["Gizmos"] = "there is no project 'Gizmos'";
    plan = decide(some_ticket(), nullptr, only(mapping), rules);
    CHECK(plan.kind == Plan::Kind::hold);
    CHECK(plan.reason.find("there is no project 'Gizmos'") != std::string::npos);
}
