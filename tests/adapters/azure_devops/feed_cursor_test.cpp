#include "adapters/azure_devops/feed_cursor.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;

namespace {

Time at(int seconds) {
    return Time(std::chrono::seconds(1'795'260'600 + seconds));
}

FeedCursor from(int seconds) {
    FeedCursor out;
    out.since = at(seconds);
    return out;
}

const FeedStep end_a{"a", true, false};
const FeedStep end_b{"b", true, false};
const FeedStep end_c{"c", true, false};

}  // namespace

TEST_CASE("a place in the feed comes back from its text as it was") {
    auto cursor = from(7);
    CHECK(read_cursor(text_of(cursor)) == cursor);
    cursor.before = "813;350;1";
    cursor.recent = "1009;351;15;Discussion \"x\"";
    cursor.recent_at = at(3);
    CHECK(read_cursor(text_of(cursor)) == cursor);
    cursor = step(cursor, {"1010;1;1", false, false}, at(9));
    CHECK(cursor.under_way);
    CHECK(read_cursor(text_of(cursor)) == cursor);
}

TEST_CASE("a text that is no place in the feed is trouble of the side") {
    for (const auto* text : {"", "{", "[]", "{}", R"({"since":"yesterday"})"}) {
        CAPTURE(text);
        try {
            read_cursor(text);
            FAIL("it was read");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
            CHECK(error.trouble == Trouble::data);
        }
    }
}

TEST_CASE("a round begins at an end that is at least a minute old") {
    auto cursor = step(from(0), end_a, at(10));
    CHECK(cursor.asked().empty());
    CHECK(cursor.since == at(10));
    cursor = step(cursor, end_b, at(30));
    CHECK(cursor.asked().empty());
    cursor = step(cursor, end_b, at(71));
    CHECK(cursor.asked() == "a");
    cursor = step(cursor, end_c, at(90));
    CHECK(cursor.asked() == "a");
    cursor = step(cursor, end_c, at(140));
    CHECK(cursor.asked() == "b");
    cursor = step(cursor, end_c, at(300));
    CHECK(cursor.asked() == "c");
    CHECK_FALSE(cursor.under_way);
}

TEST_CASE("in the middle of a round the token of the last page is asked, and the time stands still") {
    auto cursor = step(step(from(0), end_a, at(10)), end_a, at(80));
    cursor = step(cursor, {"p", false, false}, at(90));
    CHECK(cursor.asked() == "p");
    cursor = step(cursor, {"q", false, false}, at(91));
    CHECK(cursor.asked() == "q");
    CHECK(cursor.since == at(80));
    cursor = step(cursor, end_b, at(92));
    CHECK(cursor.since == at(92));
    CHECK(cursor.asked() == "a");
}

TEST_CASE("a clock of the server that goes back does not take the time back") {
    CHECK(step(from(100), end_a, at(50)).since == at(100));
    CHECK(step(from(100), end_a, Time{}).since == at(100));
}

TEST_CASE("tokens that go in circles of any length end the round") {
    const std::size_t length = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{64});
    auto cursor = from(0);
    std::size_t pages = 0;
    do {
        cursor = step(cursor, {std::to_string(pages % length), false, false}, at(1));
        ++pages;
    } while (cursor.under_way && pages < 1000);
    CHECK(pages < 4 * length + 2);
    CHECK(cursor == from(0));
}

TEST_CASE("pages without a row do not come for ever, and one with rows starts the count again") {
    auto cursor = from(0);
    std::size_t pages = 0;
    do {
        ++pages;
        cursor = step(cursor, {std::to_string(pages), false, pages != 50}, at(1));
    } while (cursor.under_way && pages < 1000);
    CHECK(pages == 151);
    CHECK(cursor == from(0));
}

TEST_CASE("a token is taken out of a link of the same origin only") {
    const std::string base = "https://dev.azure.com/fabrikam";
    const std::string path = "/fabrikam/_apis/wit/reporting/workItemRevisions?";
    CHECK(token_in("https://dev.azure.com" + path + "continuationToken=813;350;1&api-version=2.0", base) ==
          "813;350;1");
    CHECK(token_in("HTTPS://Dev.Azure.com" + path + "includeDeleted=true&continuationToken=813%3B350%3B1",
                   base) == "813;350;1");
    CHECK(token_in("https://dev.azure.com" + path + "includeDeleted=true", base).empty());
    CHECK(token_in("https://dev.azure.com.evil.example" + path + "continuationToken=1", base).empty());
    CHECK(token_in("http://dev.azure.com" + path + "continuationToken=1", base).empty());
    CHECK(token_in("https://dev.azure.com:8443" + path + "continuationToken=1", base).empty());
    CHECK(token_in("/fabrikam/x?continuationToken=1", base).empty());
    CHECK(token_in("", base).empty());
}
