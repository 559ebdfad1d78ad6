#include "sandbox/faults/rule.h"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace sandbox;

namespace {

std::string complaint(const std::string& text) {
    try {
        rules_from_json(text);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a rule is read with all its keys and written back the same") {
    const std::string text = R"({"name":"n","system":"work","method":"POST","path":"^/a","path_contains":"b",
        "body_contains":"ü","nth":2,"times":3,"probability":0.25,"act":"status","moment":"after","status":429,
        "headers":{"X-A":"1"},"body":{"message":"m"},"delay_ms":9,"retry_after":5,"retry_after_form":"date"})";
    const auto rules = rules_from_json(text);
    REQUIRE(rules.size() == 1);
    const auto& rule = rules[0];
    CHECK(rule.name == "n");
    CHECK(rule.condition.system == "work");
    CHECK(rule.condition.method == "POST");
    CHECK(rule.condition.path == "^/a");
    CHECK(rule.condition.path_contains == "b");
    CHECK(rule.condition.body_contains == "ü");
    CHECK(rule.nth == 2);
    CHECK(rule.times == 3);
    CHECK(rule.probability == 0.25);
    CHECK(rule.fault.act == Act::status);
    CHECK(rule.fault.moment == Moment::after);
    CHECK(rule.fault.status == 429);
    CHECK(rule.fault.headers.find("X-A")->second == "1");
    CHECK(rule.fault.body == R"({"message":"m"})");
    CHECK(rule.fault.delay_ms == 9);
    CHECK(rule.fault.retry_after == 5);
    CHECK(rule.fault.retry_after_form == RetryAfterForm::date);
    const auto written = json_of(rule);
    CHECK(json_of(rules_from_json(written).at(0)) == written);
}

TEST_CASE("every act survives being written and read again") {
    for (const char* act : {"drop", "half", "stall", "sign_in", "throttle", "not_json"}) {
        const auto rules = rules_from_json(std::string(R"({"act":")") + act + "\"}");
        const auto written = json_of(rules.at(0));
        CHECK(written.find(std::string("\"") + act + "\"") != std::string::npos);
        CHECK(json_of(rules_from_json(written).at(0)) == written);
    }
}

TEST_CASE("rules come alone, as a list, or in a document") {
    CHECK(rules_from_json(R"({"act":"drop"})").size() == 1);
    CHECK(rules_from_json(R"([{"act":"drop"},{"act":"half"}])").size() == 2);
    CHECK(rules_from_json(R"({"rules":[{"act":"drop"},{"act":"half"}]})").size() == 2);
    CHECK(rules_from_json("[]").empty());
}

TEST_CASE("a wrong rule is refused with a sentence that says what is wrong") {
    CHECK(complaint("{") != "");
    CHECK(complaint(R"({"act":"drop","pathh":"x"})") == "A rule has no key \"pathh\".");
    CHECK(complaint(R"({"system":"work"})") == "A rule wants an \"act\".");
    CHECK(complaint(R"([{"act":"drop"},{"act":"fly"}])").starts_with("Rule 2: \"act\" is \"fly\""));
    CHECK(complaint(R"({"act":"status"})") == "The act \"status\" wants a \"status\".");
    CHECK(complaint(R"({"act":"status","status":99})") == "\"status\" wants a whole number of at least 200.");
    CHECK(complaint(R"({"act":"status","status":700})") == "\"status\" wants a number from 200 to 599.");
    CHECK(complaint(R"({"act":"delay"})") == "The act \"delay\" wants \"delay_ms\".");
    CHECK(complaint(R"({"act":"drop","path":"("})").starts_with("\"path\" is no regular expression"));
    CHECK(complaint(R"({"act":"drop","nth":0})") == "\"nth\" wants a whole number of at least 1.");
    CHECK(complaint(R"({"act":"drop","nth":true})") == "\"nth\" wants a whole number of at least 1.");
    CHECK(complaint(R"({"act":"drop","probability":1.5})") == "\"probability\" wants a number from 0 to 1.");
    CHECK(complaint(R"({"act":"drop","headers":[]})") == "\"headers\" wants an object of texts.");
    CHECK(complaint(R"({"act":"throttle","status":503})") ==
          "The act \"throttle\" takes \"status\" 429 or 200.");
    CHECK(complaint(R"({"act":"half","moment":"before"})")
              .starts_with("The act \"half\" comes after the effect"));
    CHECK(complaint(R"({"rules":[],"more":1})").starts_with("A document of rules has one key"));
    CHECK(complaint("[1]") == "Rule 1: A rule wants to be an object.");
}
