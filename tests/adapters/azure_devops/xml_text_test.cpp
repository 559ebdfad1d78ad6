#include "adapters/azure_devops/xml_text.h"

#include "stand_in.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;

namespace {

const std::string bell = "a bell \x07 and an end \xEF\xBF\xBF";
const std::string without = "a bell \xEF\xBF\xBD and an end \xEF\xBF\xBD";

struct Strict : Bench {
    Strict() : Bench(Level::services) {
        system.change([](auto& switches) { switches.takes_control_characters = false; });
    }
    bool change(const WorkItemChange& change) {
        return std::holds_alternative<Changed>(tracker.change({&change, 1}, false).at(0));
    }
    std::string field(int id, const std::string& name) { return system.item(id)->fields.at(name); }
};

}  // namespace

TEST_CASE("what XML cannot hold is replaced in texts, and nothing else is touched") {
    using azure_devops::in_xml_characters;
    CHECK(in_xml_characters(R"({"a":"x\u0007y\b\f\u001Fz"})") ==
          "{\"a\":\"x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"}");
    const std::string kept = R"({"a":"tab\t line\r\n\u000A\u0020 \"quoted\" C:\\u0007 \\\\b \u2028"})"
                             "\xF0\x9F\x91\x8D\xEF\xBF\xBD";
    CHECK(in_xml_characters(kept) == kept);
    CHECK(in_xml_characters("\xEF\xBF\xBEx\xEF\xBF\xBF") == "\xEF\xBF\xBDx\xEF\xBF\xBD");
    CHECK(in_xml_characters("cut \\") == "cut \\");
    CHECK(in_xml_characters("cut \\u00") == "cut \\u00");
}

TEST_CASE("a server that takes control characters gets them") {
    Bench bench;
    auto item = bench.ticket(1);
    item.fields["System.Title"] = bell;
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    CHECK(bench.system.item(static_cast<int>(made.id))->fields.at("System.Title") == bell);
}

TEST_CASE("after a server refused a control character, texts go out without any") {
    Strict bench;
    auto item = bench.ticket(1);
    item.fields["System.Title"] = bell;
    const auto refused = bench.tracker.create({&item, 1}, true);
    REQUIRE(std::holds_alternative<NotSent>(refused.at(0)));
    CHECK(std::get<NotSent>(refused.at(0)).error->reach == Reach::item);
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    const auto id = static_cast<int>(made.id);
    CHECK(bench.field(id, "System.Title") == without);
    CHECK(bench.change({made.id, made.revision, {{"System.Title", std::string("\x01")}}}));
    CHECK(bench.field(id, "System.Title") == "\xEF\xBF\xBD");
}

TEST_CASE("an edited comment is tried once more without control characters") {
    Strict bench;
    const auto item = bench.ticket(1);
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    WorkItemChange say{made.id, made.revision, {{"System.History", Html{"<p>plain</p>"}}}};
    REQUIRE(bench.change(say));
    const auto comment = bench.tracker.read_comments("Widgets", made.id).at(0).id;
    const auto outcome = bench.tracker.edit({"Widgets", made.id, comment, Html{"<p>a \x02 b</p>"}});
    CHECK_FALSE(outcome.error);
    CHECK(bench.tracker.read_comments("Widgets", made.id).at(0).text == "<p>a \xEF\xBF\xBD b</p>");
}

TEST_CASE("a refusal for another reason is told as what it is") {
    Bench bench;
    bench.system.change([](auto& switches) { switches.poison_title = "bell"; });
    auto item = bench.ticket(1);
    item.fields["System.Title"] = bell;
    CHECK(std::holds_alternative<NotSent>(bench.tracker.create({&item, 1}, true).at(0)));
    CHECK(std::holds_alternative<Refused>(bench.tracker.create({&item, 1}, true).at(0)));
}
