#include "decide/word_merge.h"

#include "pair.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

constexpr auto tags = "System.Tags";

FieldMapping labelled(Flow flow, bool enforce = false) {
    auto field = flowing(tags, "labels", flow);
    field.enforce = enforce;
    return field;
}

Pair tagged_pair(FieldMapping field) {
    Pair pair(with_field(std::move(field)));
    pair.ticket.fields["labels"] = Words{"bug", "Hardware"};
    pair.create();
    return pair;
}

std::string sorted(Words words) {
    std::sort(words.begin(), words.end());
    return text_of(Value{words});
}
std::string labels(const Pair& pair) {
    const auto value = pair.ticket.get("labels");
    const auto* words = std::get_if<Words>(&value);
    return words == nullptr ? std::string() : sorted(*words);
}
std::string tags_of(const Pair& pair) {
    const auto found = pair.item.fields.find(tags);
    const auto* words = found == pair.item.fields.end() ? nullptr : std::get_if<Words>(&found->second);
    return words == nullptr ? std::string() : sorted(*words);
}

Words many_words() {
    Words words;
    for (int n = 0; n < 99; ++n)
        words.push_back("a label of some length " + std::to_string(n) + std::string(40, 'x'));
    return words;
}

}  // namespace

TEST_CASE("a change of words is what was added and what was taken away") {
    const auto change = change_of({"a", "b", "c"}, {"B", "d", "c", "D"});
    CHECK(change.added == Words{"d"});
    CHECK(change.removed == Words{"a"});
    CHECK(changed({"x", "A", "b"}, change) == Words{"x", "b", "d"});
    CHECK(same_words({"a", "b"}, {"B", "A"}));
    CHECK(words_of_entry("a; b c; d") == Words{"a", "b c", "d"});
    CHECK(words_of_entry("; #1") == Words{"#1"});
    CHECK(words_of_entry("").empty());
}

TEST_CASE("both sides' changes of a set are carried, and neither is undone") {
    auto pair = tagged_pair(labelled(Flow::both));
    pair.ticket.fields["labels"] = Words{"Hardware", "urgent"};
    pair.item.fields[tags] = Words{"bug", "Hardware", "triaged"};
    const auto plan = pair.look();
    CHECK(plan_of(plan, tags).kind == FieldPlan::Kind::both_ways);
    CHECK(pair.settle() == 1);
    CHECK(labels(pair) == "Hardware; triaged; urgent");
    CHECK(tags_of(pair) == "Hardware; triaged; urgent");
}

TEST_CASE("when only one of both writes arrives, the other is not forgotten") {
    for (const auto lost : {Side::desk, Side::work}) {
        auto pair = tagged_pair(labelled(Flow::both));
        pair.ticket.fields["labels"] = Words{"Hardware", "urgent"};
        pair.item.fields[tags] = Words{"bug", "Hardware", "triaged"};
        auto plan = pair.look();
        if (lost == Side::desk) plan.to_desk.clear();
        if (lost == Side::work) plan.to_work.clear();
        pair.apply(plan);
        CHECK(pair.settle() == 1);
        CHECK(labels(pair) == "Hardware; triaged; urgent");
        CHECK(tags_of(pair) == "Hardware; triaged; urgent");
    }
}

TEST_CASE("tags that only the work side knows survive a change of labels that flow one way") {
    auto pair = tagged_pair(labelled(Flow::to_work));
    pair.item.fields[tags] = Words{"bug", "Hardware", "team-7"};
    CHECK(pair.cycle() == 0);
    pair.ticket.fields["labels"] = Words{"bug", "urgent"};
    CHECK(pair.settle() == 1);
    CHECK(tags_of(pair) == "bug; team-7; urgent");
    CHECK(labels(pair) == "bug; urgent");
    pair.ticket.fields["labels"] = Words{"bug"};
    CHECK(pair.cycle(false) == 1);
    CHECK(tags_of(pair) == "bug; team-7");
}

TEST_CASE("enforced words are put back, on either side") {
    auto to_work = tagged_pair(labelled(Flow::to_work, true));
    to_work.item.fields[tags] = Words{"bug", "team-7"};
    CHECK(to_work.settle() == 1);
    CHECK(tags_of(to_work) == "Hardware; bug");

    auto to_desk = tagged_pair(labelled(Flow::to_desk, true));
    to_desk.item.fields[tags] = Words{"one"};
    to_desk.settle();
    to_desk.ticket.fields["labels"] = Words{"mine"};
    CHECK(to_desk.settle() == 1);
    CHECK(tags_of(to_desk) == "one");
    CHECK(labels(to_desk) == "Hardware; bug; one");
}

TEST_CASE("a ticket without labels that gets some keeps the item's tags") {
    Pair pair(with_field(labelled(Flow::to_work)));
    pair.ticket.fields.erase("labels");
    pair.create({{tags, Words{"given"}}});
    CHECK(pair.cycle() == 0);
    pair.ticket.fields["labels"] = Words{"urgent"};
    CHECK(pair.cycle(false) == 1);
    CHECK(tags_of(pair) == "given; urgent");
}

TEST_CASE("labels that mean nothing to the work side stay on the ticket") {
    auto field = labelled(Flow::both);
    field.source.values = {{"azure-devops", Value{}}};
    field.source.otherwise.kind = Otherwise::Kind::pass;
    auto pair = tagged_pair(field);
    pair.ticket.fields["labels"] = Words{"azure-devops", "bug", "Hardware"};
    CHECK(pair.cycle() == 0);
    pair.item.fields[tags] = Words{"bug", "triaged"};
    CHECK(pair.settle() == 1);
    CHECK(labels(pair) == "azure-devops; bug; triaged");
    pair.item.fields.erase(tags);
    CHECK(pair.settle() == 1);
    CHECK(labels(pair) == "azure-devops");
}

TEST_CASE("tags in another case, and in the tracker's own spelling, are the same tags") {
    auto pair = tagged_pair(labelled(Flow::both));
    pair.item.fields[tags] = Words{"HARDWARE", "Bug"};
    CHECK(pair.cycle() == 0);
    pair.ticket.fields["labels"] = Words{"bug", "Hardware", "ux"};
    pair.work_rule = [](const std::string& field, const Value&, const Value& given) {
        return field == tags ? Value{Words{"Bug", "HARDWARE", "UX"}} : given;
    };
    CHECK(pair.settle() == 1);
    CHECK(labels(pair) == "Hardware; bug; ux");
}

TEST_CASE("a set too large to be kept whole is merged as long as one side is unchanged, else united") {
    auto pair = tagged_pair(labelled(Flow::both));
    auto words = many_words();
    pair.ticket.fields["labels"] = words;
    CHECK(pair.settle() == 1);
    REQUIRE(is_digest(pair.link.base.at(tags)));

    words.pop_back();
    pair.ticket.fields["labels"] = words;
    CHECK(needs_item(pair.look(false)));
    CHECK(pair.settle() == 1);
    CHECK(std::get<Words>(pair.item.fields[tags]).size() == 98);

    auto fewer = words;
    fewer.pop_back();
    auto others = words;
    others.erase(others.begin());
    pair.ticket.fields["labels"] = fewer;
    pair.item.fields[tags] = others;
    CHECK(pair.settle() == 1);
    CHECK(std::get<Words>(pair.item.fields[tags]).size() == 98);
    CHECK(labels(pair) == tags_of(pair));
}

TEST_CASE("adopted words are united and none is lost") {
    auto pair = tagged_pair(labelled(Flow::both));
    pair.item.fields[tags] = Words{"bug", "team-7"};
    pair.link.base.clear();
    CHECK(pair.settle() == 1);
    CHECK(labels(pair) == "Hardware; bug; team-7");
    CHECK(tags_of(pair) == "Hardware; bug; team-7");
}
