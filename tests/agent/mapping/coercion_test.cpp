#include "mapping/coercion.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Value text(const char* value) {
    return std::string(value);
}

void check_form(const Value& value, FieldKind kind, const Value& wanted) {
    const auto result = coerce(value, kind);
    INFO(text_of(value) << " " << result.message);
    CHECK(result.ok());
    CHECK(result.value == wanted);
}

void check_refused(const Value& value, FieldKind kind) {
    const auto result = coerce(value, kind);
    INFO(text_of(value));
    CHECK_FALSE(result.ok());
    CHECK_FALSE(result.fix.empty());
}

}  // namespace

TEST_CASE("Nothing stays nothing in every kind") {
    for (int kind = 0; kind <= static_cast<int>(FieldKind::other); ++kind)
        for (const Value& value : {Value{}, text(""), Value{Html{}}, Value{Person{}}, Value{Words{}}})
            check_form(value, static_cast<FieldKind>(kind), Value{});
}

TEST_CASE("Text kinds take what people read") {
    check_form(Html{"<p>a &amp; b</p><p>c</p>"}, FieldKind::text, text("a & b c"));
    check_form(Html{"<p>a</p><p>b</p>"}, FieldKind::plain_text, text("a\n\nb"));
    check_form(std::int64_t{2}, FieldKind::text, text("2"));
    check_form(Words{"a", "b"}, FieldKind::text, text("a; b"));
    check_form(Person{"Ada", "a@x.example", "1"}, FieldKind::text, text("Ada"));
    check_form(text("a\r\nb"), FieldKind::text, text("a b"));
    check_form(text("Widgets\\Desktop"), FieldKind::tree_path, text("Widgets\\Desktop"));
}

TEST_CASE("HTML kinds escape text") {
    check_form(Html{"<b>x</b>"}, FieldKind::html, Html{"<b>x</b>"});
    const auto escaped = coerce(text("<script>1 & 2</script>"), FieldKind::html);
    REQUIRE(std::holds_alternative<Html>(escaped.value));
    CHECK(std::get<Html>(escaped.value).markup.find("<script>") == std::string::npos);
    CHECK(std::get<Html>(escaped.value).markup.find("1 &amp; 2") != std::string::npos);
    CHECK(escape_html("<a href=\"x\">'&\r\nb\rc\nd") ==
          "&lt;a href=&quot;x&quot;&gt;&#39;&amp;<br>b<br>c<br>d");
}

TEST_CASE("Numbers are never guessed from words") {
    check_form(text(" 2 "), FieldKind::integer, std::int64_t{2});
    check_form(text("9007199254740993"), FieldKind::integer, std::int64_t{9007199254740993});
    check_form(2.0, FieldKind::integer, std::int64_t{2});
    check_form(text("-1.5"), FieldKind::number, -1.5);
    check_form(std::int64_t{3}, FieldKind::number, std::int64_t{3});
    for (const auto* value : {"2 - High", "High", "0x10", "1,5", "inf", "nan", "1e999", "--1"})
        check_refused(text(value), FieldKind::number);
    check_refused(text("2 - High"), FieldKind::integer);
    check_refused(text("1.5"), FieldKind::integer);
    check_refused(text("99999999999999999999"), FieldKind::integer);
    check_refused(1e300, FieldKind::integer);
    check_refused(Words{"1"}, FieldKind::integer);
    check_refused(true, FieldKind::integer);
}

TEST_CASE("Booleans, times, people and words are read from text") {
    for (const auto* yes : {"true", "YES", "1"}) check_form(text(yes), FieldKind::boolean, true);
    for (const auto* no : {"False", "no", "0"}) check_form(text(no), FieldKind::boolean, false);
    check_form(std::int64_t{1}, FieldKind::boolean, true);
    check_refused(text("ja"), FieldKind::boolean);
    check_form(text("2026-03-04"), FieldKind::time, *parse_time("2026-03-04T00:00:00Z"));
    check_refused(text("tomorrow"), FieldKind::time);
    check_refused(std::int64_t{5}, FieldKind::time);
    check_form(text(" a@x.example "), FieldKind::person, Person{"", "a@x.example", ""});
    check_form(text("CORP\\ada"), FieldKind::person, Person{"CORP\\ada", "", ""});
    check_refused(std::int64_t{5}, FieldKind::person);
    check_form(text("a; b;;c "), FieldKind::words, Words{"a", "b", "c"});
    check_form(text(" ; "), FieldKind::words, Value{});
    check_form(Html{"<p>x</p>"}, FieldKind::other, Html{"<p>x</p>"});
}

TEST_CASE("Words hold no sign that parts tags, and stand once whatever their case") {
    check_form(text("a, b;c"), FieldKind::words, Words{"a", "b", "c"});
    check_form(Words{"billing, eu", "VIP", "vip ", "two\nlines", ";"}, FieldKind::words,
               Words{"billing", "eu", "VIP", "two lines"});
    check_form(Words{",", " "}, FieldKind::words, Value{});
}

TEST_CASE("A refusal shows the value, cut, and how to put it right") {
    const auto result = coerce(std::string(500, 'x'), FieldKind::integer);
    CHECK(result.message.size() < 150);
    CHECK(result.message.find("is not a whole number") != std::string::npos);
}
