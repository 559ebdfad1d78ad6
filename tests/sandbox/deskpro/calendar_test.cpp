#include "sandbox/deskpro/calendar.h"

#include <catch2/catch.hpp>

using namespace sandbox::deskpro;

TEST_CASE("Dates are written in seconds with an offset without a colon") {
    CHECK(api_date(1'747'725'881'999) == "2025-05-20T07:24:41+0000");
    CHECK(api_date(0) == "1970-01-01T00:00:00+0000");
    CHECK(api_date(-1) == "1969-12-31T23:59:59+0000");
}

TEST_CASE("The usual spellings of a date are read") {
    for (const char* text :
         {"2025-05-20T07:24:41Z", "2025-05-20T07:24:41+0000", "2025-05-20 07:24:41",
          "2025-05-20T09:24:41+02:00", "2025-05-19 23:24:41 -0800", "2025-05-20T07:24:41.000Z"}) {
        INFO(text);
        CHECK(read_date(text) == 1'747'725'881'000);
    }
    CHECK(read_date("2025-05-20") == 1'747'699'200'000);
    CHECK(api_date(*read_date("2024-02-29 00:00")) == "2024-02-29T00:00:00+0000");
}

TEST_CASE("What is no date is not read") {
    for (const char* text :
         {"", "soon", "2025-02-29", "2025-13-01", "2025-05-20T25:00:00Z", "2025-05-20T07:24:41 UTC",
          "2025-5-20", "2025-05-20T07", "2025-05-20T07:24:41+99:00", "2025-05-20 "}) {
        INFO(text);
        CHECK_FALSE(read_date(text));
    }
}
