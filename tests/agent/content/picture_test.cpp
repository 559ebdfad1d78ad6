#include "content/picture.h"

#include "content/canonical_html.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("pictures are found and can be put elsewhere") {
    const std::string html = canonical_html(
        "<p>&lt;img src=x&gt;<img src='https://a/1?x=1&y=2' alt='src=\"b\"'><img src=https://a/2>"
        "<img src='https://a/1?x=1&y=2'></p>");
    CHECK(picture_addresses(html) == std::vector<std::string>{"https://a/1?x=1&y=2", "https://a/2"});
    const std::string moved = with_pictures(html, [](const std::string& address) {
        return address == "https://a/2" ? address : std::string("https://b/?q=\"<&");
    });
    CHECK(picture_addresses(moved) == std::vector<std::string>{"https://b/?q=\"<&", "https://a/2"});
    CHECK(canonical_html(moved) == moved);
    CHECK(with_pictures(html, [](const std::string& address) { return address; }) == html);
}

TEST_CASE("a picture put where none may be is taken out") {
    const std::string html = canonical_html("a<img src=https://a/1>b");
    CHECK(with_pictures(html, [](const std::string&) { return "javascript:x"; }) == "ab");
    CHECK(picture_addresses("no pictures").empty());
}
