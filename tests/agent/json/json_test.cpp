#include "json/json.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

using namespace deskbridge;
using json::Document;
using json::View;
using json::Writer;

namespace {

std::string error_of(std::string_view text) {
    try {
        Document::parse(text, "the reply to GET tickets");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::item);
        CHECK(error.trouble == Trouble::data);
        return error.what();
    }
    return "no error";
}

std::string text_of(std::string_view json) {
    return Document::parse(json, "it").root().text();
}

std::string written(std::string_view text) {
    Writer out;
    out.text(text);
    return out.take();
}

}  // namespace

TEST_CASE("an answer is read along a path, and what is not there is missing all the way") {
    const auto document = Document::parse(
        R"({"data":[{"id":17,"labels":null,"person":{"name":"Ärne"}}],"meta":{"pagination":{"total":"4867"}}})",
        "it");
    const View ticket = document["data"][0];
    CHECK(ticket["id"].integer() == 17);
    CHECK(ticket["id"].text() == "17");
    CHECK(ticket["person"]["name"].text() == "Ärne");
    CHECK(ticket["labels"].missing());
    CHECK(ticket["labels"][3]["x"].missing());
    CHECK(document["data"][1].missing());
    CHECK(document["data"][-1].missing());
    CHECK(document["data"]["id"].missing());
    CHECK(document["meta"]["pagination"]["total"].integer() == 4867);
    CHECK(document["nothing"]["at"]["all"].text("otherwise") == "otherwise");
    CHECK(ticket["labels"].text("none") == "none");
    CHECK(document["data"].size() == 1);
    CHECK(document["meta"].size() == 1);
    CHECK(document["nothing"].size() == 0);
    CHECK(document["data"].items().size() == 1);
    CHECK(document["meta"].items().empty());
    CHECK(document["data"].members().empty());
    CHECK(View().dump() == "null");
}

TEST_CASE("members come in the order of the text, and of equal names the last one wins") {
    const auto document = Document::parse(R"({"z":1,"a":2,"z":3,"\u0061":4})", "it");
    const auto members = document.root().members();
    REQUIRE(members.size() == 2);
    CHECK(members[0].first == "z");
    CHECK(members[0].second.integer() == 3);
    CHECK(members[1].first == "a");
    CHECK(members[1].second.integer() == 4);
    CHECK(document["z"].integer() == 3);
    CHECK(document.root().size() == 2);
}

TEST_CASE("whole numbers are read from all the forms that servers give them") {
    const auto integer = [](std::string_view json) { return Document::parse(json, "it").root().integer(); };
    CHECK(integer("17") == 17);
    CHECK(integer("17.0") == 17);
    CHECK(integer("1.7e1") == 17);
    CHECK(integer("\"17\"") == 17);
    CHECK(integer("\"-17\"") == -17);
    CHECK(integer("9223372036854775807") == INT64_MAX);
    CHECK(integer("-9223372036854775808") == INT64_MIN);
    CHECK_FALSE(integer("9223372036854775808"));
    CHECK_FALSE(integer("18446744073709551616"));
    CHECK_FALSE(integer("1e300"));
    CHECK_FALSE(integer("17.5"));
    CHECK_FALSE(integer("\"17 \""));
    CHECK_FALSE(integer("\"\""));
    CHECK_FALSE(integer("\"seventeen\""));
    CHECK_FALSE(integer("true"));
    CHECK_FALSE(integer("[17]"));
}

TEST_CASE("numbers beyond 64 bits become doubles, and doubles keep every bit") {
    const auto number = [](std::string_view json) { return Document::parse(json, "it").root().number(); };
    CHECK(number("18446744073709551616") == 18446744073709551616.0);
    CHECK(number("-1e-400") == 0.0);
    CHECK(number("0.1") == 0.1);
    CHECK(number("2.2250738585072011e-308") == 2.2250738585072011e-308);
    CHECK(number("\"2.5\"") == 2.5);
    CHECK_FALSE(number("\"inf\""));
    CHECK_FALSE(number("\"2.5 h\""));
    CHECK(text_of("18446744073709551615") == "18446744073709551615");
    CHECK(text_of("17.0") == "17");
    CHECK(text_of("2.5") == "2.5");

    std::mt19937_64 random(4711);
    INFO("seed 4711");
    for (int i = 0; i < 20'000; ++i) {
        const auto bits = random();
        const auto value = std::bit_cast<double>(bits);
        if (!std::isfinite(value)) continue;
        Writer out;
        out.number(value);
        REQUIRE(number(out.take()) == value);
    }
}

TEST_CASE("flags are read from all the forms that servers give them") {
    const auto flag = [](std::string_view json, bool otherwise) {
        return Document::parse(json, "it").root().flag(otherwise);
    };
    for (const auto* yes : {"true", "1", "\"1\"", "\"true\"", "1.0"}) CHECK(flag(yes, false));
    for (const auto* no : {"false", "0", "\"0\"", "\"false\""}) CHECK_FALSE(flag(no, true));
    for (const auto* neither : {"null", "2", "\"\"", "[]", "{}", "[1]"}) {
        CHECK(flag(neither, true));
        CHECK_FALSE(flag(neither, false));
    }
}

TEST_CASE("a byte order mark is skipped") {
    CHECK(text_of("\xEF\xBB\xBF\"x\"") == "x");
}

TEST_CASE("invalid UTF-8 and lone surrogates become U+FFFD, and the rest stays as it is") {
    CHECK(text_of("\"a\xFF\xFE b\"") == "a\uFFFD\uFFFD b");
    CHECK(text_of("\"\xE2\x82\"") == "\uFFFD");
    CHECK(text_of("\"\xC0\xAF\"") == "\uFFFD\uFFFD");
    CHECK(text_of("\"\xED\xA0\x80\"") == "\uFFFD\uFFFD\uFFFD");
    CHECK(text_of(R"("\ud83d")") == "\uFFFD");
    CHECK(text_of(R"("\ud83dx\ude00")") == "\uFFFDx\uFFFD");
    CHECK(text_of(R"("\ud83d\ud83d\ude00")") == "\uFFFD\U0001F600");
    CHECK(text_of(R"("\ud83d\ude00")") == "\U0001F600");
    CHECK(text_of(R"("\ude00")") == "\uFFFD");
    CHECK(text_of(R"("\\ud83d")") == "\\ud83d");
    CHECK(text_of(R"("\\\ud83d")") == "\\\uFFFD");
    CHECK(text_of(R"("a\u0000b")") == std::string("a\0b", 3));
    const auto document = Document::parse("{\"k\xFF\":1}", "it");
    CHECK(document["k\uFFFD"].integer() == 1);
}

TEST_CASE("a bad byte is found wherever it stands, and an escape too") {
    for (std::size_t before = 0; before < 40; ++before) {
        const std::string lead(before, 'x');
        CHECK(text_of("\"" + lead + "\xFF" + lead + "\"") == lead + "\uFFFD" + lead);
        CHECK(text_of("\"" + lead + "\u00E9" + lead + "\"") == lead + "\u00E9" + lead);
        CHECK(text_of("\"" + lead + "\\\"\\n" + lead + "\"") == lead + "\"\n" + lead);
    }
}

TEST_CASE("a part of a document lives on by itself") {
    auto whole = Document::parse(R"({"a":{"b":["text",2]},"c":3})", "it");
    const auto part = whole.part(whole["a"]);
    whole = Document::parse("{}", "it");
    CHECK(part["b"][0].text() == "text");
    CHECK(part["b"][1].integer() == 2);
    CHECK(part["c"].missing());
    CHECK(whole.part(whole["nothing"]).root().missing());
}

TEST_CASE("an error names the document and the place, never the text") {
    CHECK(error_of(R"({"password":"hunter2" "x":1})") ==
          "the reply to GET tickets is not JSON that can be read: missing a comma or '}' after an object "
          "member "
          "(at byte 22)");
    CHECK(error_of("") ==
          "the reply to GET tickets is not JSON that can be read: the document is empty (at byte 0)");
    CHECK(error_of("<html>").find("html") == std::string::npos);
    CHECK(error_of("[\"\xFF\xFF\", oops]").find("(at byte 7)") != std::string::npos);
    CHECK(error_of("\xEF\xBB\xBF[1,]").find("(at byte 6)") != std::string::npos);
    CHECK(error_of(std::string_view("1\0", 2)).find("NUL byte") != std::string::npos);
    CHECK(error_of("1 2").find("(at byte 2)") != std::string::npos);
}

TEST_CASE("nesting is bounded, however deep the text goes") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(error_of(nested(256)) == "no error");
    CHECK(error_of(nested(257)).find("deeper than 256 levels (at byte 256)") != std::string::npos);
    CHECK(error_of(std::string(100'000, '[')).find("deeper than 256") != std::string::npos);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    CHECK(error_of(objects).find("deeper than 256") != std::string::npos);
    CHECK(error_of("\"" + std::string(1'000, '[') + "\"") == "no error");
    CHECK(error_of("\"\\\"" + std::string(1'000, '[') + '"') == "no error");
    std::string siblings = "[";
    for (int i = 0; i < 1'000; ++i) siblings += "[],";
    CHECK(error_of(siblings + "[]]") == "no error");
}

TEST_CASE("a document can be moved and replaced, and its views follow the one that owns them") {
    auto first = Document::parse(R"({"a":1})", "it");
    Document second = std::move(first);
    const View view = second["a"];
    Document third = std::move(second);
    CHECK(view.integer() == 1);
    third = Document::parse("[2]", "it");
    CHECK(third.root()[0].integer() == 2);
}

TEST_CASE("a part of an answer can be written out again") {
    const auto document = Document::parse(R"({"a": [1, 2.5, "x\n\u00e9", true, null, {"b": {}}]})", "it");
    CHECK(document["a"].dump() == "[1,2.5,\"x\\né\",true,null,{\"b\":{}}]");
}

TEST_CASE("a writer writes from front to back") {
    Writer out;
    out.object().key("ids").array().integer(7).integer(INT64_MIN).end();
    out.member("name", "x").member("text", std::string("y")).member("view", std::string_view("z"));
    out.member("flag", true).member("count", 3).member("size", std::size_t{4}).member("share", 0.5);
    out.key("none").null().key("raw").raw(R"({"r":[]})").key("empty").object().end().end();
    CHECK(out.take() ==
          R"({"ids":[7,-9223372036854775808],"name":"x","text":"y","view":"z","flag":true,"count":3,)"
          R"("size":4,"share":0.5,"none":null,"raw":{"r":[]},"empty":{}})");
    out.text("the writer begins again");
    CHECK(out.take() == "\"the writer begins again\"");
}

TEST_CASE("a writer escapes what must be escaped, mends what is no UTF-8 and leaves the rest") {
    CHECK(written("a\"b\\c/d\n\t\x01\x1f\x7f é 😀") == "\"a\\\"b\\\\c/d\\n\\t\\u0001\\u001F\x7f é 😀\"");
    CHECK(written(std::string_view("\0", 1)) == "\"\\u0000\"");
    CHECK(written("a\xFFz") == "\"a\uFFFDz\"");
    CHECK(written({}) == "\"\"");
    Writer out;
    out.object().member("k\xC3", 1).end();
    CHECK(out.take() == "{\"k\uFFFD\":1}");
}

TEST_CASE("a writer spreads its text over lines when asked to") {
    Writer out;
    out.object()
        .key("a")
        .array()
        .integer(1)
        .object()
        .end()
        .end()
        .member("b{", "x: [1,2]")
        .key("c")
        .array()
        .end();
    out.end();
    CHECK(out.take(2) == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b{\": \"x: [1,2]\",\n  \"c\": []\n}");
}

TEST_CASE("misuse of a writer is a broken invariant") {
    const auto breaks = [](auto use) {
        Writer out;
        CHECK_THROWS_AS(use(out), SyncError);
    };
    breaks([](Writer& out) { out.end(); });
    breaks([](Writer& out) { out.key("k"); });
    breaks([](Writer& out) { out.array().key("k"); });
    breaks([](Writer& out) { out.object().integer(1); });
    breaks([](Writer& out) { out.object().key("a").key("b"); });
    breaks([](Writer& out) { out.object().key("a").end(); });
    breaks([](Writer& out) { out.integer(1).integer(2); });
    breaks([](Writer& out) { out.object().end().object(); });
    breaks([](Writer& out) { out.object().end().end(); });
    breaks([](Writer& out) { out.array().take(); });
    breaks([](Writer& out) { out.take(); });
    breaks([](Writer& out) { out.number(NAN); });
    breaks([](Writer& out) { out.number(INFINITY); });
    breaks([](Writer& out) { out.raw(""); });
}

TEST_CASE("every control character is escaped, wherever it stands in a long text") {
    for (int c = 1; c < 0x20; ++c) {
        for (std::size_t place = 0; place < 40; ++place) {
            std::string text(40, 'a');
            text[place] = static_cast<char>(c);
            json::Writer out;
            out.object().member("text", text).end();
            const auto written = out.take();
            CHECK(std::none_of(written.begin(), written.end(),
                               [](char each) { return static_cast<unsigned char>(each) < 0x20; }));
            const auto back = json::Document::parse(written, "a test");
            CHECK(back["text"].text() == text);
            CHECK(json::Document::parse(back.root().dump(), "a test")["text"].text() == text);
        }
    }
}

TEST_CASE("what is escaped is found among any neighbours, and nothing else is") {
    const std::vector<std::pair<char, std::string>> escapes{
        {'"', "\\\""}, {'\\', "\\\\"}, {'\0', "\\u0000"}, {'\n', "\\n"}, {'\x1f', "\\u001F"}};
    for (const std::string neighbour :
         {" ", "!", "#", "[", "]", "\x7f", "\xC2\x80", "\xC3\xA2", "\xF0\x9F\x98\x80"}) {
        std::string before;
        for (std::size_t place = 0; place < 20; ++place) {
            CHECK(written(before) == '"' + before + '"');
            for (const auto& [c, escape] : escapes) {
                CHECK(written(before + c) == '"' + before + escape + '"');
                CHECK(written(before + c + c + before) == '"' + before + escape + escape + before + '"');
            }
            before += neighbour;
        }
    }
}
