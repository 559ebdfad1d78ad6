#include "adapters/deskpro/blob_token.h"

#include <catch2/catch.hpp>

using namespace deskbridge::deskpro;

TEST_CASE("A token goes there and back, and is an address") {
    const BlobToken token{"https://acme.example/file.php/AUTH/a%20b.png", "17", "AbC-9_x"};
    const auto text = token.text();
    CHECK(text.starts_with("https://acme.example/file.php/"));
    const auto back = BlobToken::parse(text);
    REQUIRE(back);
    CHECK(back->address == token.address);
    CHECK(back->blob_id == "17");
    CHECK(back->blob_auth == "AbC-9_x");
}

TEST_CASE("What is no token is none") {
    for (const auto* text :
         {"", "https://acme.example/a.png", "x#deskpro-blob=", "x#deskpro-blob=17", "x#deskpro-blob=17.",
          "x#deskpro-blob=.A", "x#deskpro-blob=a.A", "x#deskpro-blob=17.A\"b"})
        CHECK(!BlobToken::parse(text));
}

TEST_CASE("Tokens in HTML become plain addresses, and everything else stays") {
    const BlobToken token{"https://acme.example/file.php/A/p.png", "17", "Ab9"};
    const auto html =
        "<p>#deskpro <img src=\"" + token.text() + "\"> and <a href='" + token.text() + "'>it</a></p>";
    CHECK(without_tokens(html) ==
          "<p>#deskpro <img src=\"https://acme.example/file.php/A/p.png\"> and "
          "<a href='https://acme.example/file.php/A/p.png'>it</a></p>");
    CHECK(without_tokens("").empty());
}
