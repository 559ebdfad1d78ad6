#include "auth/credentials.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

struct Recorder : Http {
    HttpResponse exchange(const HttpRequest& request) override {
        requests.push_back(request);
        return {.status = 200, .headers = {}, .body = "ok"};
    }
    std::vector<HttpRequest> requests;
};

std::string basic(std::string_view account, std::string_view secret) {
    return std::string(basic_authorization(account, Secret(secret)).reveal());
}

}  // namespace

TEST_CASE("basic authorization joins account and secret") {
    CHECK(basic("", "pat") == "Basic OnBhdA==");
    CHECK(basic("PLANT\\svc-desk", "hunter2") == "Basic UExBTlRcc3ZjLWRlc2s6aHVudGVyMg==");
    CHECK(basic("a", "b:c:d") == "Basic YTpiOmM6ZA==");
    CHECK(basic("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(basic("j\u00f6rg", "\u20ac") == "Basic asO2cmc64oKs");
    CHECK_THROWS_AS(basic("a:b", "c"), SyncError);
}

TEST_CASE("requests to the configured origin are signed, whatever stood in the header") {
    Recorder recorder;
    SignedHttp http(recorder, "https://Desk.example/sub", {"Authorization", Secret("key 2:CODE")});
    HttpRequest request{.method = "GET", .url = "HTTPS://desk.example:443/api/v2/me"};
    request.headers = {
        {"authorization", "Basic old"}, {"AUTHORIZATION", "older"}, {"Accept", "application/json"}};
    CHECK(http.exchange(request).body == "ok");
    REQUIRE(recorder.requests.size() == 1);
    CHECK(recorder.requests[0].headers.size() == 2);
    CHECK(header_of(recorder.requests[0].headers, "Authorization") == "key 2:CODE");
    CHECK(request.headers.size() == 3);
}

TEST_CASE("an error that repeats what was sent to sign in shows none of it") {
    struct Echo : Http {
        HttpResponse exchange(const HttpRequest& request) override {
            return {status, {}, "you sent " + header_of(request.headers, "Authorization") + " and " + more};
        }
        int status = 400;
        std::string more;
    } echo;
    const auto answer = [&](const Secret& value) {
        return SignedHttp(echo, "https://work.example", {"Authorization", value})
            .exchange({.method = "GET", .url = "https://work.example/x"})
            .body;
    };
    echo.more = "canary:7Q, canary:7Q";
    CHECK(answer(basic_authorization("svc", Secret("canary:7Q"))) == "you sent Basic *** and ***, ***");
    echo.more = "2:CANARY7Q";
    CHECK(answer(Secret("key 2:CANARY7Q")) == "you sent key *** and ***");
    echo.more = "no";
    CHECK(answer(bearer_authorization(Secret("eyJ0.canary"))) == "you sent Bearer *** and no");
    CHECK(answer(Secret("canary-alone")) == "you sent *** and no");
    echo.status = 200;
    CHECK(answer(Secret("canary-alone")) == "you sent canary-alone and no");
}

TEST_CASE("credentials never leave their origin") {
    Recorder recorder;
    SignedHttp http(recorder, "https://desk.example", {"Authorization", Secret("key 2:CODE")});
    for (const auto* url :
         {"https://other.example/", "http://desk.example/", "https://desk.example:8443/",
          "https://desk.example.evil/", "https://desk.example@evil.example/", "https://user:pw@desk.example/",
          "https://desk.example\\@evil.example/", "//desk.example/", "/api/v2/me", "", "ftp://desk.example/",
          "https://desk.example:443x/", "https://desk.example\n.evil/", " https://desk.example/",
          "https://desk.example%2eevil/"}) {
        INFO(url);
        try {
            http.exchange({.method = "GET", .url = url});
            FAIL("sent");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
            CHECK(error.trouble == Trouble::forbidden);
            CHECK(error.fate == Fate::not_sent);
            CHECK(
                std::string(error.what()).find("the credentials for https://desk.example are not sent to") ==
                0);
            CHECK(std::string(error.what()).find("CODE") == std::string::npos);
            CHECK(std::string(error.what()).find("pw") == std::string::npos);
        }
    }
    CHECK(recorder.requests.empty());
}

TEST_CASE("without credentials whoever asks signs by itself, and still only where it belongs") {
    Recorder recorder;
    SignedHttp http(recorder, "https://desk.example", {"Authorization", Secret("")});
    HttpRequest request;
    request.url = "https://desk.example/a";
    request.headers.emplace("Authorization", "token 1:OWN");
    http.exchange(request);
    REQUIRE(recorder.requests.size() == 1);
    CHECK(header_of(recorder.requests[0].headers, "Authorization") == "token 1:OWN");
    request.url = "https://elsewhere.example/a";
    CHECK_THROWS_AS(http.exchange(request), SyncError);
    CHECK(recorder.requests.size() == 1);
}

TEST_CASE("credentials that would be two headers, or belong nowhere, are a broken invariant") {
    Recorder recorder;
    CHECK_THROWS_AS(SignedHttp(recorder, "https://desk.example", {"Authorization", Secret("a\r\nX: b")}),
                    SyncError);
    CHECK_THROWS_AS(SignedHttp(recorder, "desk.example", {"Authorization", Secret("a")}), SyncError);
}

TEST_CASE("an origin is scheme, host and port") {
    CHECK(origin_of("https://dev.azure.com/acme")->text() == "https://dev.azure.com");
    CHECK(origin_of("http://127.0.0.1:8081?x")->text() == "http://127.0.0.1:8081");
    CHECK(origin_of("https://[::1]:8443/")->text() == "https://[::1]:8443");
    CHECK(origin_of("https://[::1]/")->port == 443);
    CHECK(origin_of("http://x#y")->port == 80);
    CHECK(origin_of("https://a.example") == origin_of("HTTPS://A.EXAMPLE:443/b"));
    for (const auto* bad :
         {"https://", "https:///x", "https://:443", "https://a:0", "https://a:65536",
          "https://a:", "https://[::1", "https://[x]/", "https://.a/", "https://a,b/", "mailto:a", "a"})
        CHECK_FALSE(origin_of(bad));
}

TEST_CASE("loopback is told from what only looks like it") {
    for (const auto* near :
         {"http://localhost/", "http://127.0.0.1:80", "http://127.9.9.9", "http://[::1]", "http://LOCALHOST"})
        CHECK(origin_of(near)->is_loopback());
    for (const auto* far : {"http://127.0.0.1.evil.example", "http://localhost.evil.example",
                            "http://128.0.0.1", "http://127.evil", "http://[::2]", "http://127.0.0."})
        CHECK_FALSE(origin_of(far)->is_loopback());
}
