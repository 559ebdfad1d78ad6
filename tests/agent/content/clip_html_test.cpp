#include "content/clip_html.h"

#include "content/canonical_html.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

const std::string more = "<p><i>More there.</i></p>";

std::string repeated(const std::string& piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return canonical_html(text);
}

}  // namespace

TEST_CASE("HTML that fits stays as it is, to the last unit") {
    const auto html = repeated("<p>a <b>b</b></p>", 3);
    const auto kept = clip_html(html, html.size(), more);
    CHECK(kept.text == html);
    CHECK_FALSE(kept.cut);
    CHECK(clip_html(html, html.size() - 1, more).cut);
}

TEST_CASE(
    "HTML that does not fit keeps the beginning of its words, and is canonical with its last paragraph") {
    for (const auto* piece : {"<p>a <b>word</b></p>", "<p>&amp;&lt;&gt;</p>", "x\xF0\x9F\xA7\xAA "}) {
        const auto cut = clip_html(repeated(piece, 2000), 1000, more);
        CHECK(cut.cut);
        CHECK(length_in(Unit::utf16, cut.text) <= 1000);
        CHECK(cut.text.size() > 300);
        CHECK(cut.text.rfind(more) == cut.text.size() - more.size());
        CHECK(canonical_html(cut.text) == cut.text);
    }
}

TEST_CASE("no room leaves nothing rather than half a tag") {
    CHECK(clip_html("<p>abcdefghijkl</p>", 5, more).text.empty());
}
