#include "adapters/request_tracker/card.h"

#include "adapters/request_tracker/base64.h"
#include "contract/sync_error.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::request_tracker;

namespace {

std::string refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::run);
        CHECK(error.trouble == Trouble::configuration);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("A token makes the header and says whose it is") {
    const Secrets secrets{{"token", "1-14-26fdb21c"}};
    CHECK(authorization(secrets) == "token 1-14-26fdb21c");
    const auto settings = read_settings("https://rt.example/rt/", {}, secrets);
    CHECK(settings.url == "https://rt.example/rt");
    CHECK(settings.account == "14");
    CHECK(settings.password.empty());
    CHECK(settings.labels_field == "Labels");
    CHECK_FALSE(settings.refers_to);
}

TEST_CASE("A name and a password sign by themselves") {
    const Secrets secrets{{"password", "hunter2:x"}};
    CHECK(authorization(secrets).empty());
    const auto settings = read_settings(
        "https://rt.example", {{"user", "bridge"}, {"labels_field", "Tags"}, {"refers_to", "true"}}, secrets);
    CHECK(settings.account == "bridge");
    CHECK(settings.password == "hunter2:x");
    CHECK(settings.labels_field == "Tags");
    CHECK(settings.refers_to);
}

TEST_CASE("A sign-in that is none is refused without repeating it") {
    for (const auto* token : {"hunter2", "1-14-", "1--secret", "x-14-secret", "1-14-hun ter2"}) {
        const auto told = refusal([&] { authorization({{"token", token}}); });
        INFO(token);
        CHECK(told.find("1-14-...") != std::string::npos);
        CHECK(told.find("hunter2") == std::string::npos);
    }
    CHECK(refusal([] { authorization({}); }) == "there is no sign-in for Request Tracker");
    CHECK(refusal([] {
              authorization({{"token", "1-14-a"}, {"password", "b"}});
          }) == "there is more than one sign-in for Request Tracker");
    CHECK_FALSE(refusal([] { read_settings("https://rt.example", {}, {{"password", "b"}}); }).empty());
    CHECK_FALSE(refusal([] {
                    read_settings("https://rt.example", {{"user", "a:b"}}, {{"password", "b"}});
                }).empty());
    CHECK_FALSE(refusal([] { read_settings("https://rt.example", {{"refers_to", "yes"}}, {}); }).empty());
}

TEST_CASE("Base64 goes there and back, in whatever pieces") {
    for (const std::string text : {"", "a", "ab", "abc", "abcd", "\xff\x00z"}) {
        const auto written = base64(text);
        CHECK(written.size() % 4 == 0);
        for (std::size_t cut = 0; cut <= written.size(); ++cut) {
            Base64Reader reader;
            auto read = reader.take(written.substr(0, cut));
            read += reader.take("\n");
            read += reader.take(written.substr(cut));
            CHECK(read == text);
        }
    }
    CHECK(base64("hello") == "aGVsbG8=");
}
