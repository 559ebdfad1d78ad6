#include "mapping/value_map.h"

#include "mapping/texts.h"
#include "sample.h"

#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge;
using Kind = MapAnswer::Kind;

namespace {

Source status(Otherwise::Kind otherwise, Value value = {}) {
    return with_values(desk("status"),
                       {{"awaiting_agent", std::string("Active")},
                        {"awaiting_user", std::string("Active")},
                        {"resolved", std::string("Closed")}},
                       otherwise, std::move(value));
}

Value text(const char* value) {
    return std::string(value);
}

}  // namespace

TEST_CASE("A row fits exactly, else without regard to case") {
    auto source = with_values(desk("x"), {{"a", text("first")}, {"A", text("second")}});
    CHECK(map_to_work(source, text("A")).value == text("second"));
    CHECK(map_to_work(source, text("a")).value == text("first"));
    CHECK(map_to_work(status(Otherwise::Kind::error), text("RESOLVED")).value == text("Closed"));
    auto people = with_values(desk("assignee"), {{"grace@vendor.example", text("CORP\\grace")}});
    CHECK(map_to_work(people, Person{"Grace", "grace@vendor.example", "1"}).value == text("CORP\\grace"));
    auto numbers = with_values(desk("urgency"), {{"8", std::int64_t{1}}, {"true", text("yes")}});
    CHECK(map_to_work(numbers, std::int64_t{8}).value == Value(std::int64_t{1}));
    CHECK(map_to_work(numbers, true).value == text("yes"));
}

TEST_CASE("A value in no row becomes what otherwise says") {
    CHECK(map_to_work(status(Otherwise::Kind::error), text("pending")).kind == Kind::missing);
    CHECK(map_to_work(status(Otherwise::Kind::keep), text("pending")).kind == Kind::keep);
    CHECK(map_to_work(status(Otherwise::Kind::pass), text("pending")).value == text("pending"));
    CHECK(map_to_work(status(Otherwise::Kind::fixed, text("New")), text("pending")).value == text("New"));
}

TEST_CASE("Of words each is mapped") {
    const Words labels{"bug", "printer", "internal"};
    auto source =
        with_values(desk("labels"), {{"bug", text("Defect")}, {"internal", {}}}, Otherwise::Kind::pass);
    CHECK(map_to_work(source, labels).value == Value(Words{"Defect", "printer"}));
    source.otherwise.kind = Otherwise::Kind::keep;
    CHECK(map_to_work(source, labels).value == Value(Words{"Defect"}));
    source.otherwise.kind = Otherwise::Kind::error;
    const auto answer = map_to_work(source, labels);
    CHECK(answer.kind == Kind::missing);
    CHECK(answer.value == text("printer"));
    source.otherwise = {Otherwise::Kind::fixed, text("defect")};
    CHECK(map_to_work(source, labels).value == Value(Words{"Defect"}));
}

TEST_CASE("Going back, the present value stays when it means the work value, else the first row is taken") {
    const auto source = status(Otherwise::Kind::error);
    CHECK(map_to_desk(source, text("Active"), text("awaiting_user")).value == text("awaiting_user"));
    CHECK(map_to_desk(source, text("active"), text("resolved")).value == text("awaiting_agent"));
    CHECK(map_to_desk(source, text("Active"), {}).value == text("awaiting_agent"));
    CHECK(map_to_desk(source, text("Resolved"), text("resolved")).kind == Kind::missing);
    CHECK(map_to_desk(status(Otherwise::Kind::keep), text("Resolved"), {}).kind == Kind::keep);
    CHECK(map_to_desk(status(Otherwise::Kind::pass), text("pending"), {}).value == text("pending"));
    CHECK(map_to_desk(status(Otherwise::Kind::fixed, text("New")), text("New"), text("pending")).value ==
          text("pending"));
    CHECK(map_to_desk(status(Otherwise::Kind::fixed, text("New")), text("New"), text("resolved")).kind ==
          Kind::keep);
}

TEST_CASE("A default is followed back to a ticket that says nothing") {
    auto source = status(Otherwise::Kind::error);
    source.when_absent = text("Proposed");
    const auto back = map_to_desk(source, text("Proposed"), {});
    CHECK(back.kind == Kind::found);
    CHECK(is_nothing(back.value));
    Source plain = desk("priority");
    plain.when_absent = text("Normal");
    CHECK(is_nothing(map_to_desk(plain, text("Normal"), {}).value));
    CHECK(map_to_desk(plain, text("Normal"), text("High")).value == text("Normal"));
}

TEST_CASE("Words go back to the labels that were there") {
    const auto source = with_values(
        desk("labels"), {{"bug", text("Defect")}, {"fault", text("Defect")}, {"idea", text("Wish")}},
        Otherwise::Kind::pass);
    CHECK(map_to_desk(source, Words{"Defect", "Wish", "printer"}, Words{"fault", "printer"}).value ==
          Value(Words{"fault", "idea", "printer"}));
}

TEST_CASE("What is found on the way back means the work value again") {
    constexpr unsigned seed = 20260304;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
    const auto word = [&](const char* stem) { return std::string(stem) + std::to_string(pick(6)); };
    int found = 0;
    for (int round = 0; round < 20'000; ++round) {
        Source source = desk("x");
        for (int rows = pick(5); rows > 0; --rows)
            source.values.push_back({word("d"), pick(8) == 0 ? Value{} : Value{word(pick(2) ? "w" : "D")}});
        source.otherwise.kind = static_cast<Otherwise::Kind>(pick(4));
        if (source.otherwise.kind == Otherwise::Kind::fixed) source.otherwise.value = word("w");
        if (pick(2)) source.when_absent = word("w");
        const Value work = pick(8) == 0 ? Value{} : Value{word(pick(2) ? "w" : "d")};
        const Value present = pick(4) == 0 ? Value{} : Value{word("d")};
        const auto back = map_to_desk(source, work, present);
        if (back.kind != Kind::found) continue;
        ++found;
        Value again = source.when_absent.value_or(Value{});
        if (!is_nothing(back.value)) {
            const auto forward = map_to_work(source, back.value);
            REQUIRE(forward.kind == Kind::found);
            again = forward.value;
        }
        INFO(text_of(work) << " -> " << text_of(back.value) << " -> " << text_of(again));
        REQUIRE(same_value(again, work));
    }
    CHECK(found > 5'000);
}

TEST_CASE("A long list of rows is cut in messages") {
    Source source = desk("x");
    for (int i = 0; i < 25; ++i) source.values.push_back({std::to_string(i), {}});
    CHECK(rows_of(source).find("'19' and 5 more") != std::string::npos);
}
