#include "adapters/deskpro/custom_field.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::deskpro;

namespace {

const std::map<std::string, std::string> colours{{"1", "Red"}, {"2", "Green"}, {"3", "Blue"}};

CustomField field(const std::string& widget, std::map<std::string, std::string> choices = {}) {
    return {"5", "Field", "", widget, std::move(choices)};
}

Value read(const std::string& json, const CustomField& field) {
    const auto document = json::Document::parse("[" + json + "]", "x");
    return custom_value(document.root()[0], field);
}

}  // namespace

TEST_CASE("Every widget's value comes in its natural type, however it is wrapped") {
    const Time day = *parse_time("2025-05-20");
    struct Row {
        std::string json;
        CustomField field;
        Value value;
    };
    const std::vector<Row> rows{
        {R"("plain")", field("text"), std::string("plain")},
        {R"(["plain"])", field("text"), std::string("plain")},
        {R"({"value":"plain"})", field("textarea"), std::string("plain")},
        {"17", field("hidden"), std::string("17")},
        {R"("shown")", field("display"), std::string("shown")},
        {"true", field("toggle"), true},
        {R"("0")", field("toggle"), false},
        {R"("yes")", field("toggle"), true},
        {"[1]", field("checkbox"), true},
        {R"("2025-05-20")", field("date"), day},
        {R"({"date":"2025-05-20"})", field("date"), day},
        {R"("2025-05-20T07:24:41+0000")", field("datetime"), *parse_time("2025-05-20T07:24:41Z")},
        {"1747725881", field("date-time"), *parse_time("2025-05-20T07:24:41Z")},
        {R"("soon")", field("date"), std::string("soon")},
        {"7", field("number"), std::int64_t{7}},
        {R"("7.5")", field("number"), 7.5},
        {R"({"amount":"12.50","currency":"EUR"})", field("currency"), 12.5},
        {R"("EUR 12")", field("currency"), std::string("EUR 12")},
        {"[2]", field("choice", colours), std::string("Green")},
        {"2", field("radio", colours), std::string("Green")},
        {R"("2")", field("select", colours), std::string("Green")},
        {R"({"2":{"id":2,"title":"Green"}})", field("choice", colours), std::string("Green")},
        {R"({"id":9,"title":"Grey"})", field("choice", colours), std::string("Grey")},
        {"[1,3]", field("choice", colours), Words{"Red", "Blue"}},
        {"[1,3]", field("multi-choice", colours), Words{"Red", "Blue"}},
        {"[1]", field("multichoice", colours), Words{"Red"}},
        {R"([{"id":1},{"id":7,"title":"Grey"}])", field("checkbox", colours), Words{"Red", "Grey"}},
        {R"({"1":{},"3":{"title":"Sky"}})", field("Multi Select", colours), Words{"Red", "Sky"}},
        {"[]", field("multichoice", colours), Value{}},
        {R"("")", field("choice", colours), Value{}},
        {"null", field("toggle"), Value{}},
        {R"(["a","b"])", field("something new"), Words{"a", "b"}},
    };
    for (const auto& row : rows) {
        INFO(row.field.widget << " " << row.json);
        CHECK(read(row.json, row.field) == row.value);
    }
}

TEST_CASE("A work item's number goes into fields for text and numbers, each in its way") {
    CHECK(number_for(field("text"), 4711) == "\"4711\"");
    CHECK(number_for(field("hidden"), 4711) == "\"4711\"");
    CHECK(number_for(field("number"), 4711) == "4711");
    CHECK(number_for(field("currency"), 4711) == "4711");
    for (const auto* other : {"toggle", "date", "datetime", "radio", "choice", "checkbox", "display", "file"})
        CHECK(!number_for(field(other), 4711));
    CHECK(!number_for(field("text", colours), 4711));
    CHECK(holds_number(field("text"), "4711", 4711));
    CHECK(!holds_number(field("text"), "4711.00", 4711));
    CHECK(holds_number(field("currency"), "4711.00", 4711));
    CHECK(!holds_number(field("number"), "", 4711));
    CHECK(!holds_number(field("number"), "about 4711", 4711));
}

TEST_CASE("A value is written as its widget takes it, and reads as it was written") {
    const Time evening = *parse_time("2026-12-24T18:30:15.250Z");
    struct Row {
        CustomField field;
        Value value;
        std::string json;
    };
    const std::vector<Row> rows{
        {field("text"), std::string("a \"b\""), R"("a \"b\"")"},
        {field("text"), std::int64_t{17}, R"("17")"},
        {field("textarea"), Html{"<p>a<br>b</p>"}, R"("a\nb")"},
        {field("text"), Value{}, "null"},
        {field("toggle"), true, "true"},
        {field("toggle"), std::string("No"), "false"},
        {field("checkbox"), std::int64_t{1}, "true"},
        {field("toggle"), Value{}, "false"},
        {field("date"), evening, R"("2026-12-24")"},
        {field("date"), std::string("2026-12-24"), R"("2026-12-24")"},
        {field("datetime"), evening, R"("2026-12-24T18:30:15+0000")"},
        {field("date-time"), std::string("2026-12-24T19:30:15+01:00"), R"("2026-12-24T18:30:15+0000")"},
        {field("date"), Value{}, "null"},
        {field("number"), std::int64_t{-7}, "-7"},
        {field("number"), std::string("7"), "7"},
        {field("currency"), 12.5, "12.5"},
        {field("currency"), std::string("12.5"), "12.5"},
        {field("number"), Value{}, "null"},
        {field("choice", colours), std::string("green"), "[2]"},
        {field("radio", colours), std::string("3"), "[3]"},
        {field("select", colours), Words{"Blue"}, "[3]"},
        {field("choice", colours), Value{}, "[]"},
        {field("multichoice", colours), Words{"Red", "Blue"}, "[1,3]"},
        {field("multi-choice", colours), std::string("Red"), "[1]"},
        {field("checkbox", colours), Words{}, "[]"},
    };
    for (const auto& row : rows) {
        INFO(row.field.widget << " " << text_of(row.value));
        const auto json = json_for(row.field, row.value);
        REQUIRE(json);
        CHECK(*json == row.json);
        // what it reads as is written in the same way again
        if (!is_nothing(row.value)) CHECK(json_for(row.field, read(*json, row.field)) == row.json);
    }
}

TEST_CASE("What a widget does not take is not written") {
    CHECK(!json_for(field("toggle"), std::string("perhaps")));
    CHECK(!json_for(field("date"), std::string("soon")));
    CHECK(!json_for(field("number"), std::string("about 7")));
    CHECK(!json_for(field("choice", colours), std::string("Grey")));
    CHECK(!json_for(field("choice", colours), Words{"Red", "Green"}));
    CHECK(!json_for(field("multichoice", colours), Words{"Red", "Grey"}));
    for (const auto* shown : {"display", "file"}) {
        CHECK(!json_for(field(shown), std::string("x")));
        CHECK(!is_writable(field(shown)));
    }
    CHECK(is_writable(field("hidden")));
}
