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
