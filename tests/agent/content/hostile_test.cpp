#include "content/canonical_html.h"
#include "content/html_tree.h"
#include "content/markdown.h"
#include "content/plain_text.h"
#include "content/prescan.h"
#include "strict_form.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

std::string times(size_t count, const std::string& text) {
    std::string out;
    for (; count > 0; --count) out += text;
    return out;
}

std::string numbered(size_t count, const std::string& before, const std::string& after) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += before + std::to_string(i) + after;
    return out;
}

class Counter : public html::HtmlEvents {
public:
    void open(std::string_view, const std::vector<html::Attribute>&) override { ++opened; }
    void close() override {}
    void text(std::string_view) override {}
    size_t opened = 0;
};

}  // namespace

TEST_CASE("a text that a parser must not see is told by reading it once") {
    struct Bomb {
        const char* name;
        std::string html;
    };
    const Bomb bombs[] = {
        {"nested blocks", times(60'000, "<div>")},
        {"nested tables", times(200'000, "<table>")},
        {"nested cells", times(5'000, "<table><tr><td>")},
        {"nested lists", times(5'000, "<ul><li>")},
        {"unclosed bold", times(50'000, "<b>")},
        {"unclosed fonts of all sizes", numbered(5'000, "<font size=", ">")},
        {"nested spans", times(30'000, "<span>x")},
        {"many tags", times(60'000, "<br>")},
        {"many ends", times(60'000, "</p>")},
        {"a tag of attributes", "<a" + numbered(100'000, " a", "") + ">"},
        {"five megabytes", times(5'000'000, "x")},
        {"ends that close nothing", times(20'000, "<div></x>")},
        {"ends that are not reached", times(10'000, "<div><table></div>")},
        {"styles in pictures", "<svg>" + times(20'000, "<style><div></style>")},
    };
    for (const Bomb& bomb : bombs) {
        INFO(bomb.name);
        CHECK_FALSE(html::prescan(bomb.html).within);
        const Canonical result = canonical(bomb.html);
        CHECK(result.simplified);
        CHECK(canonical_html(result.html) == result.html);
        CHECK(strict_form::fault(result.html).empty());
        CHECK(result.html.size() <= bomb.html.size());
    }
}

TEST_CASE("ordinary sloppiness is within bounds") {
    CHECK(html::prescan(times(3'000, "<p>x")).depth <= 2);
    CHECK(html::prescan("<ul>" + times(3'000, "<li><p>x") + "</ul>").depth <= 4);
    CHECK(html::prescan("<table>" + times(3'000, "<tr><td>x<td>y")).depth <= 4);
    CHECK(html::prescan(times(3'000, "<a name=x>")).depth <= 1);
    CHECK(html::prescan(times(3'000, "<font><div>x</font></div>")).depth <= 2);
    CHECK(html::prescan(times(3'000, "<div><p>x</div>")).depth <= 2);
    CHECK(html::prescan("<script>" + times(3'000, "a<b;") + "</script>").tags == 2);
    CHECK(html::prescan("<!--" + times(300, "<div>") + "--><p>").tags == 1);
}

TEST_CASE("what is measured is what is there") {
    const html::Extent extent = html::prescan("<div a=1 b='>' c><b>x</b><br></div>");
    CHECK(extent.bytes == 35);
    CHECK(extent.tags == 5);
    CHECK(extent.depth == 2);
    CHECK(extent.attributes == 3);
    CHECK(extent.within);
    const html::Bounds tight{35, 5, 2, 3};
    CHECK(html::prescan("<div a=1 b='>' c><b>x</b><br></div>", tight).within);
    CHECK_FALSE(html::prescan("<div a=1 b='>' c><b>x</b><br></div>", {34, 5, 2, 3}).within);
    CHECK_FALSE(html::prescan("<div a=1 b='>' c><b>x</b><br></div>", {35, 4, 2, 3}).within);
    CHECK_FALSE(html::prescan("<div a=1 b='>' c><b>x</b><br></div>", {35, 5, 1, 3}).within);
    CHECK_FALSE(html::prescan("<div a=1 b='>' c><b>x</b><br></div>", {35, 5, 2, 2}).within);
}

TEST_CASE("the words of a text beyond the bounds stay, with their lines") {
    const std::string deep = times(300, "<div>") + "one &amp; &eacute;<br>two" + times(300, "</div>") +
                             "<p>three</p><script>x</script><pre>four\nfive</pre><br><br><br>six";
    const Canonical result = canonical(deep);
    CHECK(result.simplified);
    CHECK(result.html == "one &amp; é<br>two<br>three<br>four<br>five<br><br>six");
    CHECK(plain_text(deep) == "one & é\ntwo\nthree\nfour\nfive\n\nsix");
}

TEST_CASE("elements that are rebuilt without end cut the parser off") {
    // within the bounds of depth and tags, yet millions of elements: 200 that every paragraph repeats
    const std::string open = "<p>" + numbered(200, "<b id=", ">");
    const std::string bomb = open + times(20'000, "</p><p>x");
    REQUIRE(html::prescan(bomb).within);
    Counter counter;
    CHECK_FALSE(html::walk_html(bomb, counter));
    CHECK(counter.opened == 0);
    CHECK(canonical(bomb).simplified);
    const std::string once = canonical_html(bomb);
    CHECK(canonical_html(once) == once);
}

TEST_CASE("the parser may be given a small allowance") {
    Counter counter;
    CHECK_FALSE(html::walk_html(times(100, "<p>x"), counter, 10'000));
    CHECK(html::walk_html(times(100, "<p>x"), counter, 200'000));
    CHECK(counter.opened == 100);
}

TEST_CASE("a deep tree is walked without recursion") {
    Counter counter;
    CHECK(html::walk_html(times(3'000, "<div>"), counter));
    CHECK(counter.opened == 3'000);
}

TEST_CASE("a result that grew out of bounds is simplified at once") {
    // each bracket grows to four bytes
    const std::string brackets = times(400'000, "< ");
    const Canonical result = canonical(brackets);
    CHECK(result.simplified);
    CHECK(canonical_html(result.html) == result.html);
    CHECK(strict_form::words(result.html) == brackets);
}

TEST_CASE("Markdown full of punctuation is taken as text") {
    for (const char* piece : {"*a_", "[", "![", ">", "<", "`", "- ", "| "}) {
        INFO(piece);
        const std::string html = html_from_markdown(times(100'000, piece));
        CHECK(canonical_html(html) == html);
        CHECK(strict_form::fault(html).empty());
    }
}
