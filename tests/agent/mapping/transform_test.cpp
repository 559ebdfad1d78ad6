#include "mapping/transform.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Value text(const char* value) {
    return std::string(value);
}

Value changed(const char* name, const Value& value, std::optional<std::int64_t> argument = {}) {
    const Transform transform{name, argument};
    REQUIRE(fault_of(transform).empty());
    const auto result = transformed(transform, value);
    INFO(result.message);
    REQUIRE(result.ok());
    return result.value;
}

}  // namespace

TEST_CASE("Each transform does what its name says") {
    const Person ada{"Ada", "ada@x.example", "1"};
    CHECK(changed("plain_text", Html{"<p>a &lt; b</p>"}) == text("a < b"));
    CHECK(changed("html", text("a")) != text("a"));
    CHECK(changed("single_line", text("a\nb")) == text("a b"));
    CHECK(changed("trim", text("  a ")) == text("a"));
    CHECK(changed("lower", text("AB")) == text("ab"));
    CHECK(changed("upper", text("ab")) == text("AB"));
    CHECK(changed("clip", text("abcdef"), 4) == text("abc…"));
    CHECK(changed("email", ada) == text("ada@x.example"));
    CHECK(changed("email", text("b@x.example")) == text("b@x.example"));
    CHECK(is_nothing(changed("email", text("nobody"))));
    CHECK(changed("name", ada) == text("Ada"));
    CHECK(changed("first", Words{"a", "b"}) == text("a"));
    CHECK(changed("first", text("\n one \ntwo")) == text("one"));
    CHECK(changed("number", text("7")) == Value(std::int64_t{7}));
    CHECK(changed("number", text("7.5")) == Value(7.5));
    CHECK(changed("date", *parse_time("2026-03-04T23:11:26Z")) == text("2026-03-04"));
}

TEST_CASE("Words are changed one by one, and nothing stays nothing") {
    CHECK(changed("lower", Words{"A", "B"}) == Value(Words{"a", "b"}));
    CHECK(changed("trim", Words{" ", " b"}) == Value(Words{"b"}));
    CHECK(is_nothing(changed("trim", text("  "))));
    for (const auto& name : transform_names()) {
        const Transform transform{name, name == "clip" ? std::optional<std::int64_t>(3) : std::nullopt};
        CHECK(is_nothing(transformed(transform, Value{}).value));
        CHECK(is_nothing(transformed(transform, Words{}).value));
    }
}

TEST_CASE("A value that does not fit is refused") {
    CHECK_FALSE(transformed({"number", {}}, text("High")).ok());
    CHECK_FALSE(transformed({"date", {}}, text("soon")).ok());
}

TEST_CASE("A transform that is none names the nearest") {
    CHECK(fault_of({"plaintext", {}}) == "there is no transform 'plaintext'; did you mean 'plain_text'?");
    CHECK(fault_of({"rot13", {}}).find("there are plain_text, html") != std::string::npos);
    CHECK_FALSE(fault_of({"clip", {}}).empty());
    CHECK_FALSE(fault_of({"clip", 0}).empty());
    CHECK_FALSE(fault_of({"trim", 3}).empty());
}
