#include "content/digest.h"

#include <catch2/catch.hpp>

using deskbridge::digest;

TEST_CASE("a digest is BLAKE2b of 128 bits in hexadecimal") {
    CHECK(digest("") == "cae66941d9efbd404e4d88758ea67670");
    CHECK(digest("abc") == "cf4ab791c62b8d2b2109c90275287816");
    CHECK(digest("abc") != digest("abd"));
}
