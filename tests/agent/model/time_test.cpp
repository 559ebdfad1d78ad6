#include "model/time.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;

TEST_CASE("the spellings of one moment that help desks and trackers send are one time") {
    const auto moment = parse_time("2025-05-20T07:24:41Z");
    REQUIRE(moment);
    for (const auto* text : {"2025-05-20T07:24:41+0000", "2025-05-20T09:24:41+02:00", "2025-05-20 07:24:41Z",
                             "2025-05-20T07:24:41.000Z", "2025-05-20T00:24:41-07",
                             "2025-05-19 23:24:41 -0800", "2025-05-20T07:24:41.0000000Z"})
        CHECK(parse_time(text) == moment);
}

TEST_CASE("a time without an offset is in the configured zone") {
    CHECK(parse_time("2025-05-20T07:24:41", hours{2}) == parse_time("2025-05-20T05:24:41Z"));
    CHECK(parse_time("2025-05-20", hours{-1}) == parse_time("2025-05-20T01:00:00Z"));
}

TEST_CASE("decimals are cut to milliseconds") {
    CHECK(iso8601(*parse_time("2026-03-04T08:11:26.23Z")) == "2026-03-04T08:11:26.230Z");
    CHECK(iso8601(*parse_time("2026-03-04T08:11:26.1239999Z")) == "2026-03-04T08:11:26.123Z");
    CHECK(iso8601(*parse_time("9999-01-01T00:00:00Z")) == "9999-01-01T00:00:00Z");
    CHECK(iso8601(*parse_time("1969-12-31T23:59:59.5Z")) == "1969-12-31T23:59:59.500Z");
}

TEST_CASE("text that is no time is nothing") {
    for (const auto* text :
         {"", "yesterday", "2025-13-01", "2025-02-30T00:00:00Z", "2025-05-20T25:00:00Z", "2025-05-20T07",
          "2025-05-20T07:24:41+", "2025-05-20T07:24:41Z ", "20250520", "2025-05-20T07:24:41 noon"})
        CHECK_FALSE(parse_time(text));
}
