#include "contract/http.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono_literals;

namespace {

constexpr const char* half_past_eleven = "Sat, 21 Nov 2026 11:30:00 GMT";

std::optional<std::chrono::milliseconds> wait_told_by(const std::string& retry_after,
                                                      const std::string& date = half_past_eleven) {
    Headers headers{{"retry-after", retry_after}};
    if (!date.empty()) headers.emplace("DATE", date);
    return retry_after_of(headers);
}

bool is_json(const std::string& type) {
    return HttpResponse{200, {{"content-type", type}}, {}}.is_json();
}

}  // namespace

TEST_CASE("A header is found whatever the case of its name, and the first of several counts") {
    const Headers headers{{"X-RateLimit-Remaining", "0"}, {"x-ratelimit-remaining", "9"}};
    CHECK(header_of(headers, "x-RATELIMIT-remaining") == "0");
    CHECK(header_of(headers, "X-RateLimit").empty());
    CHECK(headers.count("X-RATELIMIT-REMAINING") == 2);
}

TEST_CASE("JSON is told from everything else by its media type") {
    CHECK(is_json("application/json"));
    CHECK(is_json("Application/JSON; charset=utf-8; api-version=7.1"));
    CHECK(is_json("application/json ;charset=utf-8"));
    CHECK(is_json("application/problem+json"));
    CHECK_FALSE(is_json("text/html; charset=utf-8"));
    CHECK_FALSE(is_json("text/json-ish"));
    CHECK_FALSE(is_json("+json"));
    CHECK_FALSE(is_json(""));
    CHECK_FALSE(HttpResponse{}.is_json());
}

TEST_CASE("A text in an address keeps its unreserved characters, and each other byte is escaped") {
    CHECK(url_encode("Az09-._~") == "Az09-._~");
    CHECK(url_encode("My Project/#1?&=%+") == "My%20Project%2F%231%3F%26%3D%25%2B");
    CHECK(url_encode("Zoë\n") == "Zo%C3%AB%0A");
    CHECK(url_encode("").empty());
}

TEST_CASE("A wait is told in seconds or as a date, and is never longer than a day") {
    CHECK(wait_told_by("17") == 17s);
    CHECK(wait_told_by("0") == 0s);
    CHECK(wait_told_by("Sat, 21 Nov 2026 11:31:30 GMT") == 90s);
    CHECK(wait_told_by("86401") == 24h);
    CHECK(wait_told_by("99999999999999999999999") == 24h);
    CHECK(wait_told_by("Sat, 21 Nov 2036 11:31:30 GMT") == 24h);
}

TEST_CASE("A wait that is over, unreadable or without a date to count from is none") {
    for (const char* text :
         {"-1", "", "soon", "17 s", "1.5", "Sat, 21 Nov 2026 11:29:59 GMT", "Sat, 31 Feb 2026 11:31:30 GMT"})
        CHECK_FALSE(wait_told_by(text));
    CHECK_FALSE(wait_told_by("Sat, 21 Nov 2026 11:31:30 GMT", ""));
    CHECK_FALSE(retry_after_of({}));
}

TEST_CASE("The date of an answer is read as milliseconds since 1970") {
    CHECK(date_of({{"Date", half_past_eleven}}) == 1'795'260'600'000);
    CHECK(date_of({{"Date", "Thu, 01 Jan 1970 00:00:00 GMT"}}) == 0);
    CHECK_FALSE(date_of({{"Date", "2026-11-21T11:30:00Z"}}));
    CHECK_FALSE(date_of({}));
}
