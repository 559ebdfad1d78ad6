#include "model/value.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("absent and empty are nothing, zero and false are something") {
    CHECK(is_nothing(Value{}));
    CHECK(is_nothing(Value{std::string()}));
    CHECK(is_nothing(Value{Html{}}));
    CHECK(is_nothing(Value{Person{"", "", "7"}}));
    CHECK(is_nothing(Value{Words{}}));
    CHECK_FALSE(is_nothing(Value{false}));
    CHECK_FALSE(is_nothing(Value{std::int64_t{0}}));
}

TEST_CASE("values read as a person would write them") {
    CHECK(text_of(Value{2.0}) == "2");
    CHECK(text_of(Value{2.5}) == "2.5");
    CHECK(text_of(Value{true}) == "true");
    CHECK(text_of(Value{Words{"a", "b"}}) == "a; b");
    CHECK(text_of(Value{Person{"Ada", "ada@example.com", ""}}) == "Ada");
    CHECK(text_of(Value{Person{"", "ada@example.com", ""}}) == "ada@example.com");
    CHECK(text_of(Value{Time{}}) == "1970-01-01T00:00:00Z");
    CHECK(text_of(Value{}).empty());
}
