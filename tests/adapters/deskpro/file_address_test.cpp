#include "adapters/deskpro/file_address.h"

#include <catch2/catch.hpp>

using namespace deskbridge::deskpro;

namespace {

const std::string desk = "https://acme.example/support";

std::string own(const std::string& address, const std::string& url = desk) {
    return own_address(url, address).value_or("(foreign)");
}

}  // namespace

TEST_CASE("An address on the desk's own host comes out under its scheme and host") {
    CHECK(own("https://acme.example/a?b=c#d") == "https://acme.example/a?b=c");
    CHECK(own("https://ACME.example:443/a") == "https://acme.example/a");
    CHECK(own("http://acme.example/a") == "https://acme.example/a");
    CHECK(own("http://acme.example:80/a") == "https://acme.example/a");
    CHECK(own("//acme.example/a") == "https://acme.example/a");
    CHECK(own("/a/b c\"\xC3\xA9%20d") == "https://acme.example/a/b%20c%22%C3%A9%20d");
    CHECK(own("http://127.0.0.1:8081/a", "http://127.0.0.1:8081") == "http://127.0.0.1:8081/a");
}

TEST_CASE("An address anywhere else is foreign") {
    for (const auto* address :
         {"https://acme.example.evil.example/a", "https://evil.example/acme.example/a", "//evil.example/a",
          "https://acme.example@evil.example/a", "https://acme.example:8443/a", "ftp://acme.example/a",
          "javascript://acme.example/a", "https://acme.example", "https:///a", "///a", "a/b", "", "cid:x",
          "https://acme.example\\@evil.example/a"}) {
        INFO(address);
        CHECK(own(address) == "(foreign)");
    }
    CHECK(own("https://127.0.0.1/a", "http://127.0.0.1:8081") == "(foreign)");
}

TEST_CASE("A file is known by either address, and by one name") {
    for (const auto* address :
         {"https://acme.example/support/file.php/123ABCdef/gauge%20one.png?access_token=x",
          "//acme.example/file.php/ABCdef/gauge%20one.png", "/file.php/ABCdef/gauge%20one.png",
          "/support/api/v2/blobs/123ABCdef/download/gauge%20one.png",
          "https://acme.example/api/v2/20240101/blobs/123ABCdef/download/sub/gauge%20one.png"}) {
        INFO(address);
        const auto found = file_address(desk, address);
        REQUIRE(found);
        CHECK(found->name == "gauge one.png");
        CHECK(file_id(found->auth) == file_id("ABCdef"));
    }
    CHECK(file_id("ABCdef") != file_id("ABCdeg"));
    CHECK(file_id("ABCdef").find("ABC") == std::string::npos);
    CHECK(file_id("123") != file_id("456"));
    CHECK(file_address(desk, "/file.php/ABC")->name == "file");
    CHECK(file_address(desk, "/file.php/ABC/%FF.png")->name == "\xEF\xBF\xBD.png");
}

TEST_CASE("Other addresses are no files") {
    for (const auto* address :
         {"https://evil.example/file.php/ABC/x.png", "/file.php", "/file.php/", "/file.php/A%2FB/x.png",
          "/file.php/ABC/../../api/v2/me", "/file.php/ABC/%2e%2e/x", "/file.php/A.B/x.png", "/logo.png",
          "/blobs/ABC/download/x.png", "/api/v2/blobs/ABC/x.png", "/api/v2/tickets/1", "/?file.php/ABC/x.png",
          "file.php/ABC/x.png", "data:image/png;base64,AAAA"}) {
        INFO(address);
        CHECK(!file_address(desk, address));
    }
}

TEST_CASE("The address of the API holds a name as one segment") {
    CHECK(blob_address(desk, "12ABC", "a/b c.png") ==
          "https://acme.example/support/api/v2/blobs/12ABC/download/a%2Fb%20c.png");
}
