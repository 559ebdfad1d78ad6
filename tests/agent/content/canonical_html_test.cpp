#include "content/canonical_html.h"

#include <catch2/catch.hpp>

using deskbridge::canonical;
using deskbridge::canonical_html;

namespace {

struct Case {
    const char* from;
    const char* to;
};

template <size_t n>
void check(const Case (&cases)[n]) {
    for (const Case& each : cases) {
        INFO(each.from);
        CHECK(canonical_html(each.from) == each.to);
        CHECK_FALSE(canonical(each.from).simplified);
    }
}

}  // namespace

TEST_CASE("what people format stays") {
    check({
        {"", ""},
        {"plain", "plain"},
        {"<P>a<BR/>b</P>", "<p>a<br>b</p>"},
        {"<p>one<p>two", "<p>one</p><p>two</p>"},
        {"<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
        {"<ol start=3 type=a class=x><li>c</ol>", "<ol start=\"3\" type=\"a\"><li>c</li></ol>"},
        {"<table><tr><td colspan='2' width=9>a</table>",
         "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>"},
        {"<pre>\n\n a\n</pre>", "<pre>\n\n a\n</pre>"},
        {"<pre>\na</pre>", "<pre>a</pre>"},
        {"<strike>x</strike><tt>y</tt>", "<s>x</s><code>y</code>"},
        {"<section>a</section>", "<div>a</div>"},
        {"<p dir=RTL>a</p>", "<p dir=\"rtl\">a</p>"},
        {"<font color=red>a</font>", "<span style=\"color:red\">a</span>"},
        {"<span style='COLOR: #F00 !important; position:fixed'>a</span>",
         "<span style=\"color:#f00\">a</span>"},
        {"<input type=checkbox checked>done <input type=checkbox>open <input value=x>", "☑done ☐open "},
    });
}

TEST_CASE("links and pictures keep what is safe") {
    check({
        {"<a href='https://a/?x=1&y=\"2\"' target=_blank onclick=x()>b</a>",
         "<a href=\"https://a/?x=1&amp;y=&quot;2&quot;\" rel=\"noopener noreferrer\">b</a>"},
        {"<a href='mailto:a@b' title=t>b</a>",
         "<a href=\"mailto:a@b\" title=\"t\" rel=\"noopener noreferrer\">b</a>"},
        {"<a href='javascript:x'>b</a>", "b"},
        {"<a href=' \x01java\nscript:x'>b</a>", "b"},
        {"<a href='&#106;avascript&colon;x'>b</a>", "b"},
        {"<a href='/relative'>b</a><a name=x>c</a>", "bc"},
        {"<a href='ht\ntps://a'>b</a>", "<a href=\"https://a\" rel=\"noopener noreferrer\">b</a>"},
        {"<img src=https://a/b.png alt='a>b' width=10 height=10px onerror=x>",
         "<img src=\"https://a/b.png\" alt=\"a&gt;b\" width=\"10\">"},
        {"<img src=cid:1 alt=\"the <error>\">", "the &lt;error&gt;"},
        {"<img src=data:image/svg+xml,x>", ""},
    });
}

TEST_CASE("what could run, load or hide is gone") {
    check({
        {"a<script>alert(1)</script>b<style>p{}</style>c", "abc"},
        {"a<svg><script>x</script><p>b</p></svg>c", "a<p>b</p>c"},
        {"<math><mtext><table><mglyph><style><img src=x onerror=y>", ""},
        {"<iframe src=x>y</iframe><object data=x>shown</object><embed src=x>", "shown"},
        {"<form action=x><button formaction=y>send</button></form>", "<div>send</div>"},
        {"<!-- a --><?php b ?><![CDATA[c]]>d", "d"},
        {"<x-y onload=z data-a=b>text</x-y>", "text"},
        {"<p style=\"background:url(javascript:x)\" class=c id=d>e</p>", "<p>e</p>"},
        {"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<p></p>"},
        {"<html><head><title>t</title></head><body onload=x>b</body></html>", "b"},
        {"<isindex prompt=x>", ""},
        {"<template><p>a</p></template>b", "b"},
    });
}

TEST_CASE("characters come through as they are") {
    check({
        {"a & b < c > d \" '", "a &amp; b &lt; c &gt; d \" '"},
        {"&copy; &nbsp;\xC2\xA0 &#x80; &#1;", "\xC2\xA9 &nbsp;&nbsp; \xE2\x82\xAC \x01"},
        {"\x01\x0B\x0C\x7F\xC2\x85", "\x01\x0B\x0C\x7F\xC2\x85"},
        {"<i>\x01\x0B\x0C\x7F\xC2\x85\xEF\xB7\x90\xF4\x8F\xBF\xBF",
         "<i>\x01\x0B\x0C\x7F\xC2\x85\xEF\xB7\x90\xF4\x8F\xBF\xBF</i>"},
        {"\xE2\x80\xAE<i>\xE2\x80\x8B e\xCC\x81 \xEE\x80\x80 \xF4\x8F\xBF\xBD",
         "\xE2\x80\xAE<i>\xE2\x80\x8B e\xCC\x81 \xEE\x80\x80 \xF4\x8F\xBF\xBD</i>"},
        {"a\r\nb\rc", "a\nb\nc"},
        {"\xFF<b>\xED\xA0\x80</b>", "\xEF\xBF\xBD<b>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD</b>"},
        {"  lead and trail  ", "  lead and trail  "},
    });
    CHECK(canonical_html(std::string_view("a\0b", 3)) ==
          "a\xEF\xBF\xBD"
          "b");
}

TEST_CASE("tags in the wrong places are put where a browser puts them") {
    check({
        {"<b><p>a</b>b</p>", "<b></b><p><b>a</b>b</p>"},
        {"<table>a<tr><td>b</table>", "a<table><tbody><tr><td>b</td></tr></tbody></table>"},
        {"<a href=http://a>b<a href=http://c>d",
         "<a href=\"http://a\" rel=\"noopener noreferrer\">b</a>"
         "<a href=\"http://c\" rel=\"noopener noreferrer\">d</a>"},
        {"<a href=http://a>b<a href=http://c>d</a></a>",
         "<a href=\"http://a\" rel=\"noopener noreferrer\">b</a>"
         "<a href=\"http://c\" rel=\"noopener noreferrer\">d</a>"},
        {"<table><span> </span><tbody><tr><td>a</td></tr></tbody></table>",
         " <table><tbody><tr><td>a</td></tr></tbody></table>"},
        {"</p></br>a</div>", "<p></p><br>a"},
        {"a<b", "a"},
    });
}
