#include "content/utf8.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("what is not UTF-8 becomes the replacement character, a maximal part at a time") {
    const std::string r = "\xEF\xBF\xBD";
    CHECK(mend_utf8("aä€😀\x01") == "aä€😀\x01");
    CHECK(mend_utf8("\xFF") == r);
    CHECK(mend_utf8("a\xC3") == "a" + r);
    CHECK(mend_utf8("\xC0\xAF") == r + r);
    CHECK(mend_utf8("\xE2\x82z") == r + "z");
    CHECK(mend_utf8("\xED\xA0\x80") == r + r + r);
    CHECK(mend_utf8("\xF4\x90\x80\x80") == r + r + r + r);
    CHECK(mend_utf8("\xF0\x9F\x98") == r);
    CHECK(mend_utf8(std::string_view("a\0b", 3)) == std::string("a\0b", 3));
}

TEST_CASE("every code point goes to bytes and back") {
    for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string bytes;
        append_utf8(bytes, c);
        const CodePoint back = code_point_at(bytes, 0);
        if (back.value != c || back.bytes != bytes.size() || !back.valid) CHECK(back.value == c);
        if (length_in(Unit::bytes, c) != bytes.size()) CHECK(length_in(Unit::bytes, c) == bytes.size());
    }
}

TEST_CASE("a title is one line") {
    CHECK(single_line("a\r\nb\tc") == "a b c");
    CHECK(single_line("\n a  b \n\n c\n") == "a  b  c");
    CHECK(single_line("a\xE2\x80\xA8"
                      "b\xC2\x85"
                      "c") == "a b c");
    CHECK(single_line("\x01\xE2\x80\xAE\xC2\xA0") == "\x01\xE2\x80\xAE\xC2\xA0");
    CHECK(single_line(" \n ").empty());
}
