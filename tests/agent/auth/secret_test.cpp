#include "auth/secret.h"

#include <catch2/catch.hpp>
#include <ostream>
#include <type_traits>

using deskbridge::Secret;

namespace {

template <class T>
concept printable = requires(std::ostream& out, const T& value) {
    out << value;
};
template <class T>
concept comparable = requires(const T& value) {
    value == value;
};

}  // namespace

TEST_CASE("a secret can be neither printed, compared nor turned into text by chance") {
    STATIC_REQUIRE_FALSE(printable<Secret>);
    STATIC_REQUIRE_FALSE(comparable<Secret>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, Secret>);
}

TEST_CASE("a secret is a value, and a moved one holds nothing any more") {
    Secret first("hunter2");
    Secret second = first;
    CHECK(second.reveal() == "hunter2");
    Secret third = std::move(first);
    CHECK(third.reveal() == "hunter2");
    CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that is the point
    third = Secret("other");
    second = third;
    CHECK(second.reveal() == "other");
    const Secret& itself = second;
    second = itself;
    CHECK(second.reveal() == "other");
    CHECK(Secret().empty());
}

TEST_CASE("what held a secret on its way is overwritten") {
    std::string text = "hunter2 and more than fits into a short text";
    const char* place = text.data();
    deskbridge::wipe(text);
    CHECK(text.empty());
    CHECK(std::string_view(place + 1, 6) == std::string_view("\0\0\0\0\0\0", 6));
}
