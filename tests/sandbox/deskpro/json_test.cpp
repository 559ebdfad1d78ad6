#include "sandbox/deskpro/json.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace sandbox::deskpro;

TEST_CASE("Every code point goes through reading and writing unchanged") {
    std::string text;
    for (long code = 1; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 37) {
        if (code >= 0xD800 && code <= 0xDFFF) continue;
        const auto put = [&](long bits) { text += static_cast<char>(bits); };
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xC0 | (code >> 6)), put(0x80 | (code & 63));
        } else if (code < 0x10000) {
            put(0xE0 | (code >> 12)), put(0x80 | ((code >> 6) & 63)), put(0x80 | (code & 63));
        } else {
            put(0xF0 | (code >> 18)), put(0x80 | ((code >> 12) & 63)), put(0x80 | ((code >> 6) & 63)),
                put(0x80 | (code & 63));
        }
    }
    const auto written = write_json(Json(Json::Object{{"text", text}}));
    CHECK(std::all_of(written.begin(), written.end(), [](unsigned char c) { return c >= 0x20; }));
    CHECK(*read_json(written).find("text")->text() == text);
}

TEST_CASE("Only what must be escaped is escaped") {
    CHECK(write_json("a\"b\\c/\b\f\n\r\t\x01\x1f\x7f\xE2\x80\xA8") ==
          "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xE2\x80\xA8\"");
}

TEST_CASE("Members keep their order and numbers their kind") {
    const std::string text = R"({"z":1,"a":[true,false,null,-2,1.5,"x"],"m":{},"e":[]})";
    CHECK(write_json(read_json(text)) == text);
    CHECK(read_json(R"({"a":9223372036854775807})").find("a")->integer());
    CHECK(read_json(R"({"a":"\ud83d\ude00\u0000\u202e"})").find("a")->text()->size() == 8);
}

TEST_CASE("What is not JSON is refused") {
    for (const char* text : {"", "{", "[1,", "{'a':1}", "{\"a\":1,}", "{\"a\":1} x", "{\"a\":\"\\ud83d\"}",
                             "{\"a\":\"\xff\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\x01\"}", "/**/{}"}) {
        INFO(text);
        CHECK_THROWS_AS(read_json(text), JsonError);
    }
}
