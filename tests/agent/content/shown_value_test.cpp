#include "content/shown_value.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a value is shown without markup, in one line, and not at any length") {
    CHECK(plain_value(Html{"<p>Gauge &amp; <b>cable</b></p>"}) == "Gauge & cable");
    CHECK(shown_value(Html{"<p>one</p><p>two</p>"}).find('\n') == std::string::npos);
    CHECK(shown_value(std::string("a\tb\r\nc")) == "a b  c");
    CHECK(shown_value(std::string(500, 'x')).size() <= 80 + 3);
    CHECK(shown_value(std::string(500, 'x')).find("xxx") == 0);
}

TEST_CASE("a person is shown by address, and without one by name") {
    CHECK(shown_value(Person{"Ada Lane", "ada@acme.example", {}}) == "ada@acme.example");
    CHECK(shown_value(Person{"Ada Lane", {}, {}}) == "Ada Lane");
}
