#include "json/utf8.h"

#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge::json;

TEST_CASE("valid UTF-8 is told from all the ways to spoil it") {
    for (const auto* good : {"", "a", "é", "€", "😀", "\x7F", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"})
        CHECK(is_utf8(good));
    for (const auto* bad : {"\x80", "\xC3", "\xC1\x81", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                            "\xF4\x90\x80\x80", "\xF5", "\xE2\x82", "\xE2\x28\xA1"})
        CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("each spoilt part becomes one U+FFFD") {
    CHECK(mend_utf8("as it is: é😀") == "as it is: é😀");
    CHECK(mend_utf8("\xE2\x82z") == "\uFFFDz");
    CHECK(mend_utf8("\xF0\x9F\x98") == "\uFFFD");
    CHECK(mend_utf8("\x80\x80") == "\uFFFD\uFFFD");
    CHECK(mend_utf8("\xE2\x28") == "\uFFFD(");
}

TEST_CASE("whatever bytes come, mended text is valid and is not mended again") {
    std::mt19937 random(20'261);
    INFO("seed 20261");
    for (int i = 0; i < 5'000; ++i) {
        std::string bytes;
        for (auto length = random() % 24; length > 0; --length)
            bytes += static_cast<char>(random() % 3 == 0 ? random() % 128 : 128 + random() % 128);
        const std::string mended = mend_utf8(bytes);
        REQUIRE(is_utf8(mended));
        REQUIRE(mend_utf8(mended) == mended);
        if (is_utf8(bytes)) REQUIRE(mended == bytes);
    }
}
