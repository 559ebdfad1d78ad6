#include "platform/start_book.h"

#include "platform/random_key.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;
namespace fs = std::filesystem;

namespace {

const Time noon = *parse_time("2026-11-21T12:00:00Z");

std::vector<Time> starts(std::size_t count, Time at) {
    return std::vector<Time>(count, at);
}

}  // namespace

TEST_CASE(
    "a few failed starts cost nothing, many more and more, and never longer than a quarter of an hour") {
    CHECK(wait_before_start({}, noon) == seconds{0});
    CHECK(wait_before_start(starts(4, noon - minutes{1}), noon) == seconds{0});
    CHECK(wait_before_start(starts(5, noon - minutes{1}), noon) == minutes{1});
    CHECK(wait_before_start(starts(6, noon - minutes{1}), noon) == minutes{2});
    CHECK(wait_before_start(starts(8, noon - minutes{1}), noon) == minutes{8});
    CHECK(wait_before_start(starts(20, noon - minutes{1}), noon) == minutes{15});
    CHECK(wait_before_start(starts(20, noon - hours{2}), noon) == seconds{0});
}

TEST_CASE("starts in the future, by a clock that was set back, count like those of now") {
    CHECK(wait_before_start(starts(5, noon + hours{48}), noon) == minutes{1});
}

TEST_CASE("the book remembers starts that were not closed, and a good end forgets them") {
    const fs::path file = fs::temp_directory_path() / ("starts-" + random_key());
    for (int start = 0; start < 3; ++start) {
        StartBook book(file);
        CHECK(book.open(noon + minutes{start}).size() == static_cast<std::size_t>(start));
    }
    StartBook book(file);
    const auto failed = book.open(noon + minutes{3});
    REQUIRE(failed.size() == 3);
    CHECK(failed.front() == noon);
    CHECK(failed.back() == noon + minutes{2});
    for (int start = 4; start < 100; ++start) book.open(noon + minutes{start});
    CHECK(book.open(noon + hours{2}).size() == 20);
    book.close();
    CHECK(StartBook(file).open(noon).empty());
    StartBook(file).close();
    CHECK_FALSE(fs::exists(file));
}

TEST_CASE("a book that cannot be kept keeps nobody from starting") {
    StartBook book("/nowhere/at/all/starts");
    CHECK(book.open(noon).empty());
    CHECK(book.open(noon).empty());
    book.close();
}
