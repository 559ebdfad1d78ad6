// Systems that make something else of what they are given.
#include "mapping/texts.h"
#include "side_rules.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

constexpr auto customer = "Custom.Customer";

}  // namespace

TEST_CASE("what the tracker makes of a two-way value goes to the ticket once") {
    auto pair = customer_pair(Flow::both);
    pair.work_rule = rule_named("upper");
    pair.ticket.fields["organization"] = std::string("Beta");
    CHECK(pair.cycle() == 1);
    CHECK(pair.work(customer) == "BETA");
    CHECK(owed_to_desk(pair.link.base) == std::vector<std::string>{customer});
    CHECK(needs_item(pair.look(false)));
    CHECK(pair.cycle() == 1);
    CHECK(pair.desk("organization") == "BETA");
    CHECK(owed_to_desk(pair.link.base).empty());
    CHECK(pair.cycle() == 0);
    CHECK(pair.cycle(false) == 0);
}

TEST_CASE("what the tracker makes of a one-way value is accepted") {
    for (const bool enforce : {false, true}) {
        auto pair = customer_pair(Flow::to_work, OnConflict::newest, enforce);
        pair.work_rule = rule_named("upper");
        pair.ticket.fields["organization"] = std::string("Beta");
        CHECK(pair.settle() == 1);
        CHECK(pair.work(customer) == "BETA");
        CHECK(pair.desk("organization") == "Beta");
        CHECK(pair.link.base.at("<Custom.Customer") == "Beta");
    }
}

TEST_CASE("what the tracker makes of a value at creation goes to the ticket once") {
    Pair pair(with_field(flowing(customer, "organization", Flow::both)));
    pair.work_rule = rule_named("upper");
    pair.ticket.fields["organization"] = std::string("Beta");
    pair.create();
    CHECK(pair.settle() == 1);
    CHECK(pair.desk("organization") == "BETA");
}

TEST_CASE("rich text that the tracker writes otherwise is the same text") {
    Pair pair(with_field(flowing("System.Description", "description", Flow::both)));
    pair.work_rule = [](const std::string& field, const Value&, const Value& given) {
        const auto* html = std::get_if<Html>(&given);
        return field == "System.Description" && html != nullptr
                   ? Value{Html{"<div>" + html->markup + "&nbsp;</div>"}}
                   : given;
    };
    pair.create();
    CHECK(pair.cycle() == 0);
    pair.ticket.fields["description"] = Html{"<p>It still burns</p>"};
    CHECK(pair.settle() == 1);
    CHECK(std::get<Html>(pair.ticket.fields["description"]).markup == "<p>It still burns</p>");
}

TEST_CASE("whatever rules both sides have, they come to rest, whoever begins") {
    for (const auto& [work_name, work_rule] : side_rules())
        for (const auto& [desk_name, desk_rule] : side_rules())
            for (const auto side : {Side::desk, Side::work})
                for (const std::string text : {"Beta", " beta ", "BETA"}) {
                    INFO(work_name << " on the work side, " << desk_name << " on the desk, "
                                   << (side == Side::desk ? "desk" : "work") << " begins with '" << text
                                   << "'");
                    auto pair = customer_pair(Flow::both);
                    pair.work_rule = work_rule;
                    pair.desk_rule = desk_rule;
                    if (side == Side::desk)
                        pair.ticket.fields["organization"] = text;
                    else
                        pair.item.fields[customer] = text;
                    const bool one_side = work_name == "none" || desk_name == "none";
                    CHECK(pair.settle() <= (one_side ? 3 : 4));
                    CHECK(pair.cycle() == 0);
                }
}

TEST_CASE("a person is not taken for a rule: undoing what came over is a change") {
    auto pair = customer_pair(Flow::both);
    pair.item.fields[customer] = std::string("Beta");
    CHECK(pair.settle() == 1);
    pair.ticket.fields["organization"] = std::string("Acme");
    CHECK(pair.settle() == 1);
    CHECK(pair.work(customer) == "Acme");
}

TEST_CASE("what two rules undo for each other is named as a conflict that is over") {
    auto pair = customer_pair(Flow::both);
    pair.work_rule = rule_named("upper");
    pair.desk_rule = rule_named("lower");
    pair.ticket.fields["organization"] = std::string("beta");
    pair.settle();
    CHECK(pair.work(customer) == "BETA");
    CHECK(pair.desk("organization") == "beta");
    REQUIRE(pair.conflicts.size() == 1);
    CHECK(pair.conflicts[0].state == Conflict::State::settled);
}
