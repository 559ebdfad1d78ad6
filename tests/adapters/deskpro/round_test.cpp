#include "adapters/deskpro/round.h"

#include <catch2/catch.hpp>

using namespace deskbridge::deskpro;

TEST_CASE("Calls go out in portions that fit into one request, each once and in order") {
    Round round;
    for (std::size_t i = 0; i < 50; ++i)
        round.add(
            100 + i,
            {"PUT", "/tickets/" + std::to_string(i), {}, std::string(i == 7 ? 5'000'000 : 90'000, 'x')});
    const auto parts = portions(round);
    CHECK(parts.size() > 2);
    std::size_t next = 0;
    for (const auto& part : parts) {
        std::size_t bytes = 0;
        REQUIRE(part.calls.size() == part.owners.size());
        for (std::size_t i = 0; i < part.calls.size(); ++i, ++next) {
            CHECK(part.owners[i] == 100 + next);
            CHECK(part.calls[i].path == "/tickets/" + std::to_string(next));
            bytes += part.calls[i].payload.size();
        }
        CHECK((part.calls.size() == 1 || bytes <= 2'000'000));
    }
    CHECK(next == 50);
    CHECK(portions({}).empty());
}
