#include "sandbox/sign_in/sign_in.h"

#include "sandbox/sign_in/proof.h"

#include <catch2/catch.hpp>
#include <map>

using namespace sandbox;
using namespace sandbox::sign_in;

namespace {

constexpr const char* base = "/contoso.example/oauth2/v2.0/";

struct Scene {
    long long now = 1'000'000;
    std::map<std::string, long long> issued;
    SignIn service{
        options(), [this] { return now; },
        [this](Kind, const std::string& token, const std::string&, long long ends) { issued[token] = ends; }};

    static Options options() {
        Options options;
        options.apps = {{.kind = Kind::entra,
                         .client_id = "app",
                         .secrets = {"one", "two"},
                         .redirects = {"http://localhost"},
                         .may_act_alone = true,
                         .acts_as = "robot"},
                        {.kind = Kind::entra, .client_id = "public", .redirects = {"http://localhost"}},
                        {.kind = Kind::legacy,
                         .client_id = "old",
                         .secrets = {"legacy"},
                         .redirects = {"https://x.example/cb"},
                         .scopes = {"a", "b"}}};
        options.switches.grants_at_once = true;
        return options;
    }
    Reply post(const std::string& path, const std::string& body) {
        return service.handle({"POST", path, "", {{"Host", "127.0.0.1:1"}}, body});
    }
    Reply get(const std::string& path, const std::string& query) {
        return service.handle({"GET", path, query, {{"Host", "127.0.0.1:1"}}, ""});
    }
    std::string location(const std::string& path, const std::string& query) {
        const auto reply = get(path, query);
        const auto found = reply.headers.find("Location");
        return found == reply.headers.end() ? std::string() : found->second;
    }
};

std::string between(const std::string& text, const std::string& before, char after) {
    const auto from = text.find(before);
    if (from == std::string::npos) return {};
    const auto start = from + before.size();
    return text.substr(start, text.find(after, start) - start);
}

std::string member(const Reply& reply, const std::string& name) {
    return between(reply.body, "\"" + name + "\":\"", '"');
}

}  // namespace

TEST_CASE("A code is good once, for its redirect and its verifier") {
    Scene scene;
    const std::string ask =
        "client_id=public&response_type=code&scope=offline_access&state=s&redirect_uri="
        "http%3A%2F%2Flocalhost%3A99&code_challenge_method=S256&code_challenge=" +
        challenge_of("verifier");
    const auto take = [&](const std::string& code, const std::string& more) {
        return scene.post(std::string(base) + "token",
                          "grant_type=authorization_code&client_id=public&code=" + code + more);
    };
    const auto fresh = [&] {
        return between(scene.location(std::string(base) + "authorize", ask), "code=", '&');
    };
    const std::string good = "&redirect_uri=http%3A%2F%2Flocalhost%3A99&code_verifier=verifier";
    const auto code = fresh();
    CHECK(take(code, good).status == 200);
    CHECK(take(code, good).body.find("54005") != std::string::npos);
    CHECK(take(fresh(), "&redirect_uri=http%3A%2F%2Flocalhost%3A99&code_verifier=x").body.find("501481") !=
          std::string::npos);
    CHECK(take(fresh(), "&redirect_uri=http%3A%2F%2Flocalhost&code_verifier=verifier").status == 400);
    const auto late = fresh();
    scene.now += 601'000;
    CHECK(take(late, good).body.find("70008") != std::string::npos);
    CHECK(scene.issued.size() == 1);
}

TEST_CASE("Loopback takes any port, and nothing else that is not registered") {
    Scene scene;
    const auto ask = [&](const std::string& redirect) {
        return scene
            .get(std::string(base) + "authorize",
                 "client_id=public&response_type=code&redirect_uri=" + percent_encode(redirect))
            .status;
    };
    CHECK(ask("http://localhost") == 302);
    CHECK(ask("http://localhost:5000/") == 302);
    CHECK(ask("http://localhost.evil.example/") == 400);
    CHECK(ask("https://localhost/") == 400);
    CHECK(ask("http://evil.example/") == 400);
}

TEST_CASE("Entra lets an old refresh token live, and with strict rotation a second use ends the sign-in") {
    Scene scene;
    scene.service.change([](Switches& switches) { switches.always_renewable = true; });
    const auto code =
        between(scene.location(std::string(base) + "authorize",
                               "client_id=public&response_type=code&redirect_uri=http%3A%2F%2Flocalhost"),
                "code=", '&');
    const auto first = member(scene.post(std::string(base) + "token",
                                         "grant_type=authorization_code&client_id=public&redirect_uri="
                                         "http%3A%2F%2Flocalhost&code=" +
                                             code),
                              "refresh_token");
    const auto renew = [&](const std::string& token) {
        return scene.post(std::string(base) + "token",
                          "grant_type=refresh_token&client_id=public&refresh_token=" + token);
    };
    const auto second = member(renew(first), "refresh_token");
    CHECK(second != first);
    CHECK(renew(first).status == 200);
    scene.service.change([](Switches& switches) { switches.strict_rotation = true; });
    CHECK(renew(first).status == 400);
    CHECK(renew(second).status == 400);
    CHECK(scene.service.uses().at(first) == 3);
}

TEST_CASE("Both secrets of an app are good, a wrong one and none are told apart, a public app takes none") {
    Scene scene;
    const auto ask = [&](const std::string& more) {
        return scene.post(std::string(base) + "token",
                          "grant_type=client_credentials&scope=r%2F.default&client_id=" + more);
    };
    CHECK(ask("app&client_secret=one").status == 200);
    CHECK(ask("app&client_secret=two").status == 200);
    CHECK(ask("app&client_secret=three").body.find("AADSTS7000215") != std::string::npos);
    CHECK(ask("app").body.find("AADSTS7000218") != std::string::npos);
    CHECK(ask("public&client_secret=one").body.find("AADSTS700025") != std::string::npos);
    CHECK(ask("nobody&client_secret=one").body.find("AADSTS700016") != std::string::npos);
    CHECK(scene.post("/elsewhere.example/oauth2/v2.0/token", "grant_type=x").body.find("AADSTS90002") !=
          std::string::npos);
}

TEST_CASE("The legacy service wants its scopes exactly, tells of it on the callback, and rotates strictly") {
    Scene scene;
    const auto go = [&](const std::string& scopes) {
        return scene.location("/oauth2/authorize",
                              "client_id=old&response_type=Assertion&state=s&redirect_uri="
                              "https%3A%2F%2Fx.example%2Fcb&scope=" +
                                  scopes);
    };
    CHECK(go("a").find("error=InvalidScope") != std::string::npos);
    CHECK(go("a%20b%20c").find("error=InvalidScope") != std::string::npos);
    const auto code = between(go("b%20a"), "code=", '&');
    const std::string proof =
        "&client_assertion=legacy&redirect_uri=https%3A%2F%2Fx.example%2Fcb&"
        "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const auto given = scene.post(
        "/oauth2/token", "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=" + code + proof);
    CHECK(given.status == 200);
    CHECK(given.body.find("\"expires_in\":\"3600\"") != std::string::npos);
    const auto renewal = member(given, "refresh_token");
    const auto renew = [&] {
        return scene.post("/oauth2/token", "grant_type=refresh_token&assertion=" + renewal + proof);
    };
    CHECK(renew().status == 200);
    CHECK(renew().body.find("\"Error\":\"invalid_grant\"") != std::string::npos);
}

TEST_CASE("A machine's address wants its header") {
    Scene scene;
    CHECK(scene.get("/metadata/identity/oauth2/token", "resource=r").status == 400);
    CHECK(scene.service
              .handle({"GET", "/metadata/identity/oauth2/token", "resource=r", {{"Metadata", "true"}}, ""})
              .status == 200);
    CHECK(scene.get("/msi/token", "resource=r").status == 400);
}

TEST_CASE("A person is shown who asks, and what that person says goes to the callback") {
    Scene scene;
    scene.service.change([](Switches& switches) { switches.grants_at_once = false; });
    const std::string query =
        "client_id=public&response_type=code&state=s&redirect_uri=http%3A%2F%2Flocalhost";
    const auto page = scene.get(std::string(base) + "authorize", query);
    CHECK(page.body.find("Accept") != std::string::npos);
    const auto say = [&](const std::string& answer) {
        const auto reply = scene.post(std::string(base) + "authorize",
                                      "answer=" + answer + "&query=" + percent_encode(query));
        return reply.headers.find("Location")->second;
    };
    CHECK(say("accept").find("http://localhost?code=") == 0);
    CHECK(say("decline").find("error=access_denied") != std::string::npos);
}
