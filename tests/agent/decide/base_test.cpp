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

TEST_CASE("words are kept whole up to 4,000 bytes, in their spelling, and none twice") {
    CHECK(base_value(Value{Words{"UI", "bug", "ui"}}) == "bug; UI");
    Words words;
    for (int n = 100; n < 400; ++n) words.push_back("word" + std::to_string(n));
    CHECK_FALSE(is_digest(base_value(Value{words})));
    for (int n = 400; n < 700; ++n) words.push_back("word" + std::to_string(n));
    CHECK(is_digest(base_value(Value{words})));
    CHECK_FALSE(is_digest(base_value(Value{Words{"#12345678901234567890123456789012"}})));
}

TEST_CASE("line ends, blanks at the end of a line and blanks that do not break are no difference") {
    CHECK(base_value(Value{std::string("a \r\nb\rc\xC2\xA0"
                                       "d\n\n")}) == "a\nb\nc d");
    CHECK(base_value(Value{std::string(" a")}) != base_value(Value{std::string("a")}));
    CHECK(base_value(Value{std::string(" \n")}).empty());
}

TEST_CASE("a field's kind says what is the same") {
    CHECK(base_value(Value{2.0}, FieldKind::number) ==
          base_value(Value{std::string("2")}, FieldKind::number));
    CHECK(base_value(Value{std::int64_t{2}}, FieldKind::integer) ==
          base_value(Value{2.0}, FieldKind::integer));
    CHECK(base_value(Value{std::string("2026-01-01")}, FieldKind::time) ==
          base_value(Value{*parse_time("2026-01-01T00:00:00Z")}, FieldKind::time));
    CHECK(base_value(Value{std::string("b; a")}, FieldKind::words) == "a; b");
    CHECK(base_value(Value{std::string("no number")}, FieldKind::number) == "no number");
}

TEST_CASE("where the answer is another, the ticket's side keeps what was sent") {
    WorkItem item;
    item.fields = {{"F", std::string("TEXT")}, {"B", std::string("TEXT")}, {"P", Person{"Ada", "ada", {}}}};
    const Record sent = {
        {"F", std::string("text")}, {"B", std::string("text")}, {"P", Person{"Ada", {}, {}}}};
    const Base base =
        agreed_base({{"F", "text"}, {"B", "text"}, {">B", ""}, {"P", "ada"}, {">P", ""}}, sent, item);
    CHECK(base ==
          Base{{"F", "TEXT"}, {"<F", "text"}, {"B", "TEXT"}, {"<B", "text"}, {"^B", "=text"}, {"P", "ada"}});
    CHECK(owed_to_desk(base) == std::vector<std::string>{"B"});
    CHECK(owed_to_desk(renewed(base, {{"<B", "TEXT"}})).empty());
}

TEST_CASE("of a field of which nothing was sent, the answer is what the work item holds") {
    WorkItem item;
    item.fields["F"] = std::int64_t{2};
    CHECK(agreed_base({{"<F", ""}, {"<G", "x"}}, {}, item) ==
          Base{{"<F", ""}, {"F", "2"}, {"<G", "x"}, {"G", ""}});
}

TEST_CASE("renewing a base drops what says nothing") {
    CHECK(renewed({{"F", "a"}, {"<F", "b"}, {"!F", "1"}, {"^F", "=c"}},
                  {{"F", "b"}, {"<F", "b"}, {"!F", ""}, {"^F", ""}, {">F", ""}, {"G", ""}}) ==
          Base{{"F", "b"}, {"G", ""}});
    CHECK(renewed({}, {{"<F", ""}}) == Base{{"<F", ""}});
}

TEST_CASE("words that went both ways are agreed when both have arrived, in either order") {
    const Base work = {{"F", "b"}, {"<F", "d"}, {"+F", "=b; d"}};
    const Base desk = {{"F", "w"}, {"<F", "c"}, {"+<F", "=d; w"}};
    const Base both = {{"F", "b; d"}, {"<F", "d; w"}};
    CHECK(renewed(renewed({}, work), desk) == both);
    CHECK(renewed(renewed({}, desk), work) == both);
    CHECK(base_of(renewed({}, desk), "F").half);
    CHECK_FALSE(base_of(both, "F").half);
}

TEST_CASE("a state that is passed through is what the work item holds, and the ticket's side stays") {
    CHECK(passed_state({{"System.State", "New"}}, "Resolved") ==
          Base{{"System.State", "Resolved"}, {"<System.State", "New"}});
    CHECK(passed_state({{"System.State", "New"}, {"<System.State", ""}}, "Resolved") ==
          Base{{"System.State", "Resolved"}, {"<System.State", ""}});
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
