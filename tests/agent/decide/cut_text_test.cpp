#include "pair.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using Kind = FieldPlan::Kind;

namespace {

/// The title of the sample process takes 20 characters.
Pair long_pair(OnConflict policy = OnConflict::newest) {
    Mapping mapping = bug_mapping();
    mapping.fields = {flowing("System.Title", "subject", Flow::both, policy)};
    Pair pair(mapping);
    pair.ticket.fields["subject"] = std::string("A printer that burns for hours");
    pair.create();
    return pair;
}

}  // namespace

TEST_CASE("an edit of a cut text never replaces the whole one, and is kept") {
    for (const auto policy : {OnConflict::desk, OnConflict::work, OnConflict::newest, OnConflict::ask}) {
        auto pair = long_pair(policy);
        CHECK(pair.link.base.at("!System.Title") == "1");
        CHECK(pair.cycle() == 0);
        pair.item.fields["System.Title"] = std::string("Edited");
        const auto plan = pair.look();
        CHECK(plan_of(plan, "System.Title").kind == Kind::left);
        CHECK(plan.notes.size() == 1);
        CHECK(pair.apply(plan) == 0);
        CHECK(pair.desk("subject") == "A printer that burns for hours");
        REQUIRE(pair.conflicts.size() == 1);
        CHECK(pair.conflicts[0].work == "Edited");
        CHECK(pair.cycle() == 0);
        CHECK(pair.conflicts.size() == 1);
    }
}

TEST_CASE("a whole text that is short enough by now goes over, and is whole from then on") {
    auto pair = long_pair();
    pair.ticket.fields["subject"] = std::string("Short");
    CHECK(pair.settle() == 1);
    CHECK(pair.link.base.count("!System.Title") == 0);
    pair.item.fields["System.Title"] = std::string("Edited");
    CHECK(pair.settle() == 1);
    CHECK(pair.desk("subject") == "Edited");
}

TEST_CASE("both sides changed a cut text: neither overwrites what the other does not have") {
    auto pair = long_pair(OnConflict::work);
    pair.ticket.fields["subject"] = std::string("Another printer that burns for hours");
    pair.item.fields["System.Title"] = std::string("Edited");
    CHECK(pair.cycle() == 0);
    CHECK(pair.desk("subject") == "Another printer that burns for hours");
    CHECK(pair.work("System.Title") == "Edited");
    REQUIRE(pair.conflicts.size() == 1);
    CHECK(pair.cycle() == 0);
}
