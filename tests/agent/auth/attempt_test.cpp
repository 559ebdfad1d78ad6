#include "auth/attempt.h"

#include "auth/credentials.h"
#include "auth/machine_identity.h"
#include "auth/source_keeper.h"
#include "token_bench.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::bench;
using namespace std::chrono_literals;
using sandbox::sign_in::Kind;

namespace {

struct Scene {
    explicit Scene(Kind kind) : service(options_of(kind), clock.as_function()), app(app_of(kind)) {
        service.change([](auto& switches) { switches.grants_at_once = true; });
    }
    Attempt attempt() { return Attempt(app, "http://localhost:4711", clock.now()); }
    std::string browse(const Attempt& attempt) {
        HttpRequest request;
        request.method = "GET";
        request.url = attempt.address();
        return wire.exchange(request).header("Location");
    }
    TokenPair redeem(Attempt& attempt, const std::string& address) {
        return read_token(send(wire, attempt.redeem(address, clock.now())), app.service, clock.now());
    }
    StepClock clock;
    Steps steps;
    sandbox::sign_in::SignIn service;
    Wire wire{service, steps};
    OAuthApp app;
};

template <class Step>
std::string refusal(const Step& step) {
    try {
        step();
    } catch (const SyncError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("The address that a browser ends at is good once, for its own attempt, for ten minutes") {
    Scene scene(GENERATE(Kind::entra, Kind::desk));
    auto attempt = scene.attempt();
    const auto address = scene.browse(attempt);
    CHECK(attempt.is_answer(address));
    CHECK_FALSE(scene.attempt().is_answer(address));
    auto stranger = scene.attempt();
    CHECK(refusal([&] { scene.redeem(stranger, address); }).find("its state is another one") !=
          std::string::npos);
    for (const auto* text : {"", "http://localhost/", "http://localhost/?state=", "?state=x&code=y"})
        CHECK_FALSE(refusal([&] { scene.redeem(attempt, text); }).empty());
    CHECK_FALSE(scene.redeem(attempt, address).access.empty());
    CHECK(refusal([&] { scene.redeem(attempt, address); }) == "the address was used already");

    auto late = scene.attempt();
    const auto too_late = scene.browse(late);
    scene.clock.step(10min + 1ms);
    CHECK(refusal([&] { scene.redeem(late, too_late); }).find("longer than ten minutes") !=
          std::string::npos);
}

TEST_CASE("A code that somebody else was given is of no use to this attempt") {
    Scene scene(Kind::entra);
    auto mine = scene.attempt();
    const auto other = scene.browse(scene.attempt());
    auto address = scene.browse(mine);
    const auto code = [](const std::string& url) {
        const auto from = url.find("code=");
        return url.substr(from, url.find('&', from) - from);
    };
    address.replace(address.find(code(address)), code(address).size(), code(other));
    CHECK(refusal([&] { scene.redeem(mine, address); }).find("AADSTS501481") != std::string::npos);
}

TEST_CASE("No attempt repeats another's secrets, and its address shows none of its verifier") {
    Scene scene(Kind::entra);
    std::set<std::string> addresses;
    for (int i = 0; i < 50; ++i) addresses.insert(scene.attempt().address());
    CHECK(addresses.size() == 50);
    const auto address = *addresses.begin();
    CHECK(address.find("code_challenge_method=S256") != std::string::npos);
    CHECK(address.find("verifier") == std::string::npos);
    CHECK(address.find(client_secret) == std::string::npos);
    CHECK(Scene(Kind::legacy).attempt().address().find("response_type=Assertion") != std::string::npos);
}

TEST_CASE("A device's code is asked about as often as the service likes, until it was entered") {
    Scene scene(Kind::entra);
    auto code = read_device_code(send(scene.wire, device_start_call(scene.app)), "Entra", scene.clock.now());
    CHECK(code.user_code.size() == 9);
    const auto ask = [&] {
        return read_device_answer(
            send(scene.wire, device_poll_call(scene.app, code.device_code, scene.clock.now())), "Entra",
            scene.clock.now(), code);
    };
    CHECK_FALSE(ask());
    scene.clock.step(1s);
    CHECK_FALSE(ask());
    CHECK(code.interval == 10s);
    scene.service.change([](auto& switches) { switches.device_grants_at_once = true; });
    scene.clock.step(10s);
    CHECK(ask());

    code = read_device_code(send(scene.wire, device_start_call(scene.app)), "Entra", scene.clock.now());
    scene.clock.step(20min);
    CHECK(refusal(ask).find("not entered in time") != std::string::npos);
}

TEST_CASE("A machine is asked where it keeps its tokens: at its own address, or at that of its app service") {
    Scene scene(Kind::entra);
    MachineIdentity identity{"resource", "", service_url, [](auto&) { return std::nullopt; }};
    CHECK_FALSE(machine_token(identity, scene.wire, scene.clock.now()).access.empty());
    identity.machine_url.clear();
    identity.environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "IDENTITY_ENDPOINT") return std::string(service_url) + "/msi/token";
        if (name == "IDENTITY_HEADER") return "sandbox-identity-header";
        return {};
    };
    CHECK_FALSE(machine_token(identity, scene.wire, scene.clock.now()).access.empty());
    scene.service.change([](auto& switches) { switches.machine_identity = false; });
    CHECK(refusal([&] {
              machine_token(identity, scene.wire, scene.clock.now());
          }).find("the machine has no such identity") != std::string::npos);
    scene.wire.next = Mishap::not_sent;
    CHECK_FALSE(refusal([&] { machine_token(identity, scene.wire, scene.clock.now()); }).empty());
}

TEST_CASE("A token that was replaced in its place is tried once with the same request, and no other is") {
    struct Door : Http {
        HttpResponse exchange(const HttpRequest& request) override {
            seen.push_back(header_of(request.headers, "Authorization"));
            return {seen.back() == good ? 200 : refusing, {{"Content-Type", "application/json"}}, "{}"};
        }
        std::vector<std::string> seen;
        std::string good = "new";
        int refusing = 401;
    } door;
    door.refusing = GENERATE(401, 203, 302);
    std::string source = "old";
    StepClock clock;
    const std::vector<SecretChoice::Option> options{
        {"the file", [&] { return Secret(source); }, [&] { return source; }}};
    auto keeper = std::make_shared<SourceKeeper>(
        std::make_shared<SecretChoice>(options, SecretChoice::Book{}, clock, nullptr));
    SignedHttp http(door, "https://work.example", keeper);
    const HttpRequest request{.method = "POST", .url = "https://work.example/x"};
    CHECK(http.exchange(request).status == door.refusing);
    CHECK(door.seen == std::vector<std::string>{"old"});
    source = "new";
    CHECK(http.exchange(request).status == 200);
    CHECK(http.exchange(request).status == 200);
    CHECK(door.seen == std::vector<std::string>{"old", "old", "new", "new"});
    door.good = "newest";
    source = "worse";
    CHECK(http.exchange(request).status == door.refusing);
    CHECK(door.seen.size() == 6);
}
