#include "platform/random_key.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("keys are hexadecimal and differ") {
    const auto key = random_key();
    CHECK(key.size() == 16);
    CHECK(key.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(key != random_key());
}
