#include "adapters/deskpro/token_sign_in.h"

#include "adapters/deskpro/deskpro.h"
#include "bench.h"
#include "scripted_http.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

const std::string maren = "maren.holt@meridian.example";

/// The adapter on the stand-in, with a password instead of a key.
struct Login {
    explicit Login(std::string password = "sandbox")
        : http(bench.desk, ""), adapter(http, {"http://127.0.0.1", "", maren, std::move(password)}) {}

    long count(const std::string& part) const {
        return std::count_if(http.said.begin(), http.said.end(),
                             [&](const auto& line) { return line.find(part) != std::string::npos; });
    }

    Bench bench;
    SystemHttp http;
    deskpro::Deskpro adapter;
};

HttpRequest a_get() {
    HttpRequest request;
    request.method = "GET";
    request.url = "https://acme.example/api/v2/me";
    return request;
}

}  // namespace

TEST_CASE("A password buys one token, by which everything is signed") {
    for (const auto answer : {Options::TokenAnswer::whole, Options::TokenAnswer::parts}) {
        Login login;
        login.bench.desk.change_options([=](Options& o) { o.token_answer = answer; });
        login.bench.add_many(3);
        CHECK(login.adapter.identify().account == "Maren Holt");
        const std::vector<std::string> ids{"1", "2"};
        CHECK(login.adapter.read_tickets(ids).size() == 2);
        CHECK(login.count("POST http://127.0.0.1/api/v2/api_tokens") == 1);
    }
}

TEST_CASE("A token that ran out is replaced, and what was asked is asked again") {
    Login login;
    login.bench.add_many(1);
    login.adapter.identify();
    login.bench.desk.end_tokens();
    const std::vector<std::string> ids{"1"};
    CHECK(login.adapter.read_tickets(ids).size() == 1);
    CHECK(login.count("/api_tokens") == 2);
}

TEST_CASE("A refused login stops the side, with a long pause and without the password") {
    Login login("not-the-password");
    try {
        login.adapter.identify();
        login.adapter.read_tickets(std::vector<std::string>{"1"});
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == Trouble::sign_in);
        CHECK(error.retry_after >= std::chrono::minutes{10});
        CHECK((std::string(error.what()) + error.hint).find("not-the-password") == std::string::npos);
    }
    CHECK(login.count("/api_tokens") == 1);
}

TEST_CASE("A closed door is not hammered at") {
    ScriptedHttp http([](const HttpRequest& request) {
        return request.method == "POST" ? json_answer(201, R"({"data":{"id":7,"token":"CODE"}})")
                                        : json_answer(401, "{}");
    });
    deskpro::TokenSignIn sign_in(http, "https://acme.example/", maren, "secret");
    for (int i = 0; i < 10; ++i) CHECK(sign_in.exchange(a_get()).status == 401);
    CHECK(http.count("/api_tokens") == 1);
    CHECK(http.requests.back().headers.find("Authorization")->second == "token 7:CODE");
    sign_in.exchange(a_get());
    CHECK(http.count("/api_tokens") == 2);
    CHECK(http.count("GET") == 12);
}

TEST_CASE("What comes instead of a token is the side's trouble") {
    for (const auto& answer : {json_answer(200, "{}"), json_answer(200, "[]"), html_answer(200),
                               json_answer(200, ""), json_answer(200, R"({"data":{"token":"CODE"}})"),
                               json_answer(423, "{}"), json_answer(404, "{}"), json_answer(503, "{}")}) {
        INFO(answer.status << answer.body);
        ScriptedHttp http(answer);
        deskpro::TokenSignIn sign_in(http, "https://acme.example", maren, "secret");
        try {
            sign_in.exchange(a_get());
            FAIL("no error");
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
        }
        CHECK(http.requests.size() == 1);
    }
}

TEST_CASE("A superuser key acts as the agent that is named, in every call") {
    Options options;
    options.keys = {{1, "SANDBOXKEY0123456789", 0, {}}};
    Bench bench(options);
    const auto ids = bench.add_many(2);
    SystemHttp http(bench.desk, "key 1:SANDBOXKEY0123456789");
    bool always = true;
    http.before = [&](const HttpRequest& request) {
        always = always && header_of(request.headers, "X-DeskPRO-Agent-ID") == "3";
    };
    deskpro::Deskpro adapter(http, {"http://127.0.0.1", "3", "", ""});
    CHECK(adapter.identify().account == "Tom\xC3\xA1s Rivera");
    const std::vector<LinkBack> links{{"1", 7, "https://w.example/7", "", "", "<p>linked</p>", "mark-1"}};
    CHECK(!adapter.write_links_back(links, {})[0].error);
    CHECK(bench.desk.notes(1).at(0).by == "Tom\xC3\xA1s Rivera");
    CHECK(always);
}
