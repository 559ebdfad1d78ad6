#include "adapters/deskpro/card.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("A key of the form id:CODE signs as Deskpro wants it") {
    CHECK(deskpro::authorization({{"api_key", "2:YWK2ABC"}}) == "key 2:YWK2ABC");
    CHECK(deskpro::authorization({{"api_key", "15:a:b"}}) == "key 15:a:b");
    CHECK(deskpro::authorization({{"token", "15:a:b"}}) == "token 15:a:b");
    CHECK(deskpro::authorization({{"password", "any thing"}}).empty());
}

TEST_CASE("A key in another form stops the program with a sentence that does not repeat it") {
    for (const std::string key : {"", "SECRETCODE", "key 2:SECRETCODE", "x:SECRETCODE", ":SECRETCODE",
                                  "2:", "2:SECRET CODE", "2:SECRETCODE\r\nX: y", "2:SECR\xC3\x89T"}) {
        INFO(key.size());
        try {
            deskpro::authorization({{"api_key", key}});
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
    REQUIRE(settings.size() == 9);
    CHECK(settings[0].name == "url");
    CHECK(settings[0].required);
    CHECK(!settings[0].secret);
    CHECK(settings[1].name == "api_key");
    CHECK(settings[1].secret);
    std::vector<std::string> secrets;
    for (const auto& setting : settings) {
        CHECK(!setting.help.empty());
        if (setting.secret) secrets.push_back(setting.name);
    }
    CHECK(secrets == std::vector<std::string>{"api_key", "token", "password", "client_secret"});
}

TEST_CASE("One sign-in is wanted, and its parts together") {
    const auto refused = [](const auto& read) {
        try {
            read();
            return false;
        } catch (const SyncError& error) {
            return error.reach == Reach::run && error.trouble == Trouble::configuration &&
                   !error.hint.empty();
        }
    };
    CHECK(refused([] { deskpro::authorization({}); }));
    CHECK(refused([] { deskpro::authorization({{"api_key", "1:A"}, {"token", "1:A"}}); }));
    const auto reads = [](const deskpro::Values& values, const deskpro::Secrets& secrets) {
        return [=] { deskpro::read_settings("https://acme.example", values, secrets); };
    };
    CHECK(refused(reads({{"email", "a@b.example"}}, {{"api_key", "1:A"}})));
    CHECK(refused(reads({}, {{"password", "x"}})));
    CHECK(refused(reads({{"agent_id", "maren"}}, {{"api_key", "1:A"}})));
    const auto settings = deskpro::read_settings(
        "https://acme.example", {{"email", "a@b.example"}, {"agent_id", "7"}}, {{"password", "secret"}});
    CHECK(settings.email == "a@b.example");
    CHECK(settings.password == "secret");
    CHECK(settings.agent_id == "7");
}
