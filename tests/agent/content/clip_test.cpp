#include "content/clip.h"

#include "corpus.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a text that fits is left alone") {
    CHECK(clip("", 0).text.empty());
    CHECK_FALSE(clip("", 0).cut);
    CHECK(clip("abc", 3).text == "abc");
    CHECK_FALSE(clip("abc", 3).cut);
}

TEST_CASE("a text that does not fit ends in an ellipsis within the limit") {
    CHECK(clip("abcd", 3).text == "ab…");
    CHECK(clip("abcd", 3).cut);
    CHECK(clip("ab cd", 4).text == "ab…");
    CHECK(clip("abcd", 1).text == "…");
    CHECK(clip("abcd", 0).text.empty());
    CHECK(clip("abcdefgh", 5, Unit::bytes).text == "ab…");
    CHECK(clip("abcd", 2, Unit::bytes).text.empty());
}

TEST_CASE("the unit decides what a limit counts") {
    const std::string smiles = "😀😀😀";
    CHECK(clip(smiles, 6, Unit::utf16).text == smiles);
    CHECK(clip(smiles, 5, Unit::utf16).text == "😀😀…");
    CHECK(clip(smiles, 4, Unit::utf16).text == "😀…");
    CHECK(clip(smiles, 3, Unit::code_points).text == smiles);
    CHECK(clip(smiles, 2, Unit::code_points).text == "😀…");
    CHECK(clip(smiles, 11, Unit::bytes).text == "😀😀…");
    CHECK(length_in(Unit::utf16, smiles) == 6);
    CHECK(length_in(Unit::code_points, smiles) == 3);
    CHECK(length_in(Unit::bytes, smiles) == 12);
}

TEST_CASE("characters that are drawn as one are cut as one") {
    // e + acute, family joined by U+200D, flag, skin tone, heart + variation selector, Hangul jamo,
    // Devanagari
    for (const std::string one : {"e\xCC\x81", "👩‍👩‍👧", "🇩🇪", "👍🏽", "❤️",
                                  "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "कि"}) {
        INFO(one);
        CHECK(character_end(one + "b", 0) == one.size());
        const size_t length = length_in(Unit::code_points, one);
        CHECK(clip("a" + one + "bc", length + 1, Unit::code_points).text == "a…");
        CHECK(clip("a" + one + "bc", length + 2, Unit::code_points).text == "a" + one + "…");
    }
    CHECK(character_end("🇩🇪🇫🇷", 0) == 8);
    CHECK(clip("🇩🇪🇫🇷", 6).text == "🇩🇪…");
}

TEST_CASE("a single character longer than the limit is cut rather than lost") {
    std::string tower = "e";
    for (int i = 0; i < 300; ++i) tower += "\xCC\x81";
    const Clipped clipped = clip(tower, 255);
    CHECK(clipped.cut);
    CHECK(length_in(Unit::utf16, clipped.text) == 255);
}

TEST_CASE("whatever is cut stays within the limit, is UTF-8 and begins like the original") {
    for (const std::string& naughty : corpus::naughty_strings()) {
        for (const Unit unit : {Unit::utf16, Unit::code_points, Unit::bytes}) {
            const size_t full = length_in(unit, naughty);
            for (const size_t max : {full, full - 1, full / 2, size_t{3}}) {
                if (max > full) continue;
                const Clipped clipped = clip(naughty, max, unit);
                INFO(naughty << " to " << max);
                CHECK(length_in(unit, clipped.text) <= max);
                CHECK(clipped.cut == (full > max));
                CHECK(mend_utf8(clipped.text) == clipped.text);
                std::string kept = clipped.text;
                if (clipped.cut && !kept.empty()) kept.resize(kept.size() - std::string("…").size());
                CHECK(naughty.compare(0, kept.size(), kept) == 0);
            }
        }
    }
}
