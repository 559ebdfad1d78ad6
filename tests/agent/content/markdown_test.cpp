#include "content/markdown.h"

#include "content/canonical_html.h"
#include "corpus.h"
#include "strict_form.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("Markdown becomes canonical HTML") {
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"# T\n\na **b** *c* ~~d~~ `e`",
         "<h1>T</h1>\n<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code></p>\n"},
        {"[a](https://b)", "<p><a href=\"https://b\" rel=\"noopener noreferrer\">a</a></p>\n"},
        {"[a](javascript:b)", "<p>a</p>\n"},
        {"a <script>b</script> c", "<p>a b c</p>\n"},
        {"- [x] a\n- [ ] b", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n"},
        {"https://a.example/b",
         "<p><a href=\"https://a.example/b\" rel=\"noopener noreferrer\">https://a.example/b</a></p>\n"},
        {"```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"},
        {"\xFF", "<p>\xEF\xBF\xBD</p>\n"},
    };
    for (const auto& [markdown, html] : cases) {
        INFO(markdown);
        CHECK(html_from_markdown(markdown) == html);
    }
    CHECK(html_from_markdown("|a|b|\n|-|-|\n|1|2|").find("<td>2</td>") != std::string::npos);
}

TEST_CASE("naughty strings as Markdown are safe") {
    for (const std::string& naughty : corpus::naughty_strings()) {
        const std::string html = html_from_markdown(naughty);
        INFO(naughty);
        CHECK(strict_form::fault(html).empty());
        CHECK(canonical_html(html) == html);
    }
}
