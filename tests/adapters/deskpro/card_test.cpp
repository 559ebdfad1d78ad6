#include "adapters/deskpro/card.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("A key of the form id:CODE signs as Deskpro wants it") {
    CHECK(deskpro::authorization("2:YWK2ABC") == "key 2:YWK2ABC");
    CHECK(deskpro::authorization("15:a:b") == "key 15:a:b");
}

TEST_CASE("A key in another form stops the program with a sentence that does not repeat it") {
    for (const std::string key : {"", "SECRETCODE", "key 2:SECRETCODE", "x:SECRETCODE", ":SECRETCODE",
                                  "2:", "2:SECRET CODE", "2:SECRETCODE\r\nX: y", "2:SECR\xC3\x89T"}) {
        INFO(key.size());
        try {
            deskpro::authorization(key);
            FAIL("was taken");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::run);
            CHECK(error.trouble == Trouble::configuration);
            CHECK((std::string(error.what()) + error.hint).find("SECR") == std::string::npos);
            CHECK(!error.hint.empty());
        }
    }
}

TEST_CASE("The card names its settings, and which is a secret") {
    const auto settings = deskpro::settings();
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].name == "url");
    CHECK(settings[0].required);
    CHECK(!settings[0].secret);
    CHECK(settings[1].name == "api_key");
    CHECK(settings[1].secret);
    for (const auto& setting : settings) CHECK(!setting.help.empty());
}
