#include "content/plain_text.h"

#include "content/canonical_html.h"
#include "content/utf8.h"
#include "corpus.h"
#include "random_html.h"
#include "strict_form.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("rich text reads well as plain text") {
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"a  b\n c", "a b c"},
        {"<p>a</p><p>b<br>c</p>", "a\n\nb\nc"},
        {"<div>a</div><div>b</div>", "a\nb"},
        {"a<br><br>b", "a\n\nb"},
        {"<h1>t</h1>x", "t\n\nx"},
        {"<ul><li>a</li><li><p>b</p><ol><li>c</li><li>d</li></ol></li></ul>e",
         "- a\n- b\n  1. c\n  2. d\n\ne"},
        {"<a href=https://x/>words</a>, <a href=https://y/>https://y/</a>", "words (https://x/), https://y/"},
        {"<a href=mailto:a@b>a@b</a>", "a@b"},
        {"see <img src=https://x/y.png alt=chart> <img src=https://x/z.png>",
         "see chart (https://x/y.png) https://x/z.png"},
        {"<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>",
         "a | b\n1 | 2 3"},
        {"<table><tr><td></td><td>b</td></tr></table>", " | b"},
        {"<pre>\n  a\n\n    b\n</pre>c", "  a\n\n    b\n\nc"},
        {"<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n\n> b\n\nc"},
        {"a<hr>b", "a\n\n---\n\nb"},
        {"1 &lt; 2 &amp;amp; <b>3</b>", "1 < 2 &amp; 3"},
        {"<script>x</script>a&nbsp;b",
         "a\xC2\xA0"
         "b"},
    };
    for (const auto& [html, text] : cases) {
        INFO(html);
        CHECK(plain_text(html) == text);
    }
}

TEST_CASE("plain text becomes paragraphs and nothing in it is read as a tag") {
    CHECK(html_from_text("").empty());
    CHECK(html_from_text("a <b> & \"c\"") == "<p>a &lt;b&gt; &amp; \"c\"</p>");
    CHECK(html_from_text("a\r\nb\n\n\n\nc\n") == "<p>a<br>b</p><p>c</p>");
    CHECK(html_from_text("\n\n").empty());
}

TEST_CASE("plain text comes back from HTML") {
    for (const char* text : {"a", "a\nb", "a\n\nb\nc", "<p>&amp;</p>", "- a\n- b", "\xE2\x80\xAE x"}) {
        CHECK(plain_text(html_from_text(text)) == text);
    }
}

TEST_CASE("the words of real questions are all in their plain text") {
    const auto letters = [](const std::string& text) {
        std::string out;
        for (const char c : text) {
            if (std::string(" \t\n\f").find(c) == std::string::npos) out += c;
        }
        return out;
    };
    for (const corpus::Question& question : corpus::questions()) {
        // where the plain form adds characters of its own the words are not simply the same
        bool plain = true;
        for (const char* tag : {"<a ", "<li", "<td", "<img", "<hr", "<blockquote"}) {
            plain = plain && question.content.find(tag) == std::string::npos;
        }
        if (!plain) continue;
        const std::string html = canonical_html(question.content);
        if (letters(plain_text(html)) == letters(strict_form::words(html))) continue;
        INFO("question " << question.id);
        CHECK(letters(plain_text(html)) == letters(strict_form::words(html)));
    }
}

TEST_CASE("any HTML has a plain text") {
    RandomHtml random(77);
    for (int i = 0; i < 5'000; ++i) {
        const std::string html = random.soup(20);
        const std::string text = plain_text(html);
        if (mend_utf8(text) != text || text.size() > 20 * html.size() + 10) {
            INFO(html);
            CHECK(mend_utf8(text) == text);
        }
    }
}
