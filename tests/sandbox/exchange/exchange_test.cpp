#include "sandbox/exchange/exchange.h"

#include <catch2/catch.hpp>

using namespace sandbox;

TEST_CASE("percent encoding survives a round trip, and a bad escape stays as it is") {
    const std::string text = "a b/ü%&=?#\"+";
    CHECK(percent_decode(percent_encode(text)) == text);
    CHECK(percent_decode("100%") == "100%");
    CHECK(percent_decode("%zz%4") == "%zz%4");
    CHECK(percent_decode("a+b", true) == "a b");
    CHECK(percent_decode("a+b") == "a+b");
}

TEST_CASE("a path is cut at its slashes before it is decoded") {
    CHECK(path_segments("/fabrikam/My%20Project/a%2Fb//") ==
          std::vector<std::string>{"fabrikam", "My Project", "a/b"});
    CHECK(path_segments("").empty());
}

TEST_CASE("a query keeps order and repeated keys") {
    const auto pairs = query_pairs("labels[]=a&labels%5B%5D=b+c&flag");
    REQUIRE(pairs.size() == 3);
    CHECK(pairs[0] == std::pair<std::string, std::string>("labels[]", "a"));
    CHECK(pairs[1] == std::pair<std::string, std::string>("labels[]", "b c"));
    CHECK(pairs[2] == std::pair<std::string, std::string>("flag", ""));
}

TEST_CASE("header names ignore case") {
    Request request;
    request.headers.emplace("Content-Type", "application/json");
    CHECK(request.header("content-type") == "application/json");
    CHECK(request.header("accept").empty());
}

TEST_CASE("the Date header is in the form of HTTP") {
    CHECK(http_date(1795260600000) == "Sat, 21 Nov 2026 11:30:00 GMT");
}
