#include "decide/base.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("short values are kept as they are, long ones as a digest") {
    CHECK(base_value(Value{std::string("short")}) == "short");
    const auto kept = base_value(Value{std::string(128, 'x')});
    CHECK(kept.size() == 128);
    const auto digested = base_value(Value{std::string(129, 'x')});
    CHECK(digested.size() == 33);
    CHECK(digested.front() == '#');
    CHECK(digested != base_value(Value{std::string(130, 'x')}));
}

TEST_CASE("a short value that looks like a digest is not taken for one") {
    CHECK(base_value(Value{std::string("#1 of the list")}).size() == 33);
}

TEST_CASE("words in another order, and HTML in another spelling, are the same value") {
    CHECK(base_value(Value{Words{"b", "a"}}) == base_value(Value{Words{"a", "b"}}));
    CHECK(base_value(Value{Html{"<P>x</P>"}}) == base_value(Value{Html{"<p>x</p>"}}));
    CHECK(base_value(Value{Html{"<p>x</p>"}}) != base_value(Value{Html{"<p>y</p>"}}));
}

TEST_CASE("a person is who has the address") {
    CHECK(base_value(Value{Person{"Ada", "ada@example.com", "1"}}) ==
          base_value(Value{Person{"Ada L.", "ada@example.com", "x"}}));
}

TEST_CASE("the base is what the tracker answered, where it answered") {
    WorkItem item;
    item.fields["System.Title"] = std::string("TRIMMED");
    const Base base = agreed_base({{"System.Title", "trimmed "}, {"System.Tags", "a"}}, {}, item);
    CHECK(base.at("System.Title") == "TRIMMED");
    CHECK(base.at("System.Tags") == "a");
}

TEST_CASE(
    "HTML that came back as it was sent keeps its base, and other HTML has that of its canonical form") {
    const Record sent = {{"Same", Html{"<p>a</p>"}}, {"Other", Html{"<p>a</p>"}}};
    WorkItem item;
    item.fields = {{"Same", Html{"<p>a</p>"}}, {"Other", Html{"<P>b</P>"}}};
    const Base base = agreed_base({{"Same", "<p>a</p>"}, {"Other", "<p>a</p>"}}, sent, item);
    CHECK(base.at("Same") == "<p>a</p>");
    CHECK(base.at("Other") == "<p>b</p>");
}
