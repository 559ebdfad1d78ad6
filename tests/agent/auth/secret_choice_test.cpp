// Two secrets that are good side by side while one takes the place of the other.
#include "auth/secret_choice.h"

#include "auth/app_keeper.h"
#include "auth/credentials.h"
#include "auth/source_keeper.h"
#include "token_bench.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace deskbridge;
using namespace deskbridge::bench;
using namespace std::chrono_literals;
using sandbox::sign_in::Kind;

namespace {

/// A server that takes some headers, and counts what it was shown.
struct Door : Http {
    HttpResponse exchange(const HttpRequest& request) override {
        const auto shown = header_of(request.headers, "Authorization");
        seen.push_back(shown);
        const bool good = std::find(taken.begin(), taken.end(), shown) != taken.end();
        return {good ? 200 : refusing, {{"Content-Type", "application/json"}}, "{}"};
    }
    std::vector<std::string> seen, taken;
    int refusing = 401;
};

/// One process after another, with two secrets in two files.
struct Scene {
    std::shared_ptr<SecretChoice> choice(bool both = true) {
        std::vector<SecretChoice::Option> options;
        for (const std::string name : {"first", "second"}) {
            if (name == "second" && !both) continue;
            options.push_back({"file " + name,
                               [this, name] {
                                   if (!files.contains(name))
                                       throw SyncError(Reach::run, Trouble::configuration, name + " is away");
                                   return Secret(files.at(name));
                               },
                               [this, name] { return files.contains(name) ? files.at(name) : ""; }});
        }
        return std::make_shared<SecretChoice>(std::move(options),
                                              SecretChoice::Book{[this] { return kept; },
                                                                 [this](const std::vector<KeptChoice>& all) {
                                                                     kept = all;
                                                                     ++keeps;
                                                                 }},
                                              clock,
                                              [this](const std::string& line) { told.push_back(line); });
    }
    void start(bool both = true) {
        keeper = std::make_shared<SourceKeeper>(choice(both));
        http = std::make_unique<SignedHttp>(door, "https://work.example", keeper);
    }
    int ask() { return http->exchange({.method = "GET", .url = "https://work.example/x"}).status; }
    std::vector<std::string> shown() { return std::exchange(door.seen, {}); }

    StepClock clock;
    std::map<std::string, std::string> files{{"first", "A"}, {"second", "B"}};
    std::vector<KeptChoice> kept;
    int keeps = 0;
    std::vector<std::string> told;
    Door door;
    std::shared_ptr<SourceKeeper> keeper;
    std::unique_ptr<SignedHttp> http;
};

using Shown = std::vector<std::string>;

}  // namespace

TEST_CASE("The first secret is used as long as it is taken, and the second is not shown to anybody") {
    Scene scene;
    scene.door.taken = {"A", "B"};
    scene.start();
    for (int i = 0; i < 3; ++i) CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"A", "A", "A"});
    CHECK(scene.told.empty());
    CHECK(scene.keeps == 1);
    CHECK(scene.kept[0].in_use);
    CHECK_FALSE(scene.kept[1].in_use);
    CHECK(choice_notes(scene.kept).empty());
}

TEST_CASE("When the first secret is refused the second is used, in the same request and from then on") {
    Scene scene;
    scene.door.taken = {"B"};
    scene.door.refusing = GENERATE(401, 203, 302);
    scene.start();
    for (int i = 0; i < 3; ++i) CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"A", "B", "B", "B"});
    CHECK(scene.told ==
          Shown{"the file first is refused; the file second is tried",
                "the file second is in use, because the file first was refused; take that one out"});
    CHECK(
        choice_notes(scene.keeper ? scene.kept : scene.kept) ==
        Shown{"the file first was refused at " + iso8601(scene.clock.now()) + "; the file second is in use"});
}

TEST_CASE("A later process begins with the secret that was taken, and shows no refused one") {
    Scene scene;
    scene.door.taken = {"B"};
    scene.start();
    scene.ask();
    scene.shown();
    for (int process = 0; process < 3; ++process) {
        scene.start();
        CHECK(scene.ask() == 200);
    }
    CHECK(scene.shown() == Shown{"B", "B", "B"});
    CHECK(scene.keeps == 1);
}

TEST_CASE("A secret that was refused and replaced in its place is tried when the one in use ends") {
    Scene scene;
    scene.door.taken = {"B"};
    scene.start();
    scene.ask();
    scene.files["first"] = "A2";
    scene.door.taken = {"A2"};
    scene.shown();
    SECTION("by the same process") {}
    SECTION("by a later one") {
        scene.start();
    }
    CHECK(scene.ask() == 200);
    CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"B", "A2", "A2"});
    CHECK(scene.kept[0].in_use);
    CHECK(scene.kept[0].refused_at == Time{});
    CHECK(scene.kept[1].refused_at == scene.clock.now());
}

TEST_CASE("Where none is taken each is shown once a round, and nothing is held against either") {
    Scene scene;
    scene.start();
    for (int round = 0; round < 2; ++round) {
        CHECK(scene.ask() == 401);
        CHECK(scene.shown() == Shown{"A", "B"});
    }
    CHECK(scene.keeps == 0);
    scene.door.taken = {"A"};
    CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"A"});
    CHECK(choice_notes(scene.kept).empty());
}

TEST_CASE("A page in between that refuses everything for a while changes nothing") {
    Scene scene;
    scene.door.taken = {"A"};
    scene.start();
    scene.ask();
    scene.door.taken.clear();
    scene.door.refusing = 302;
    CHECK(scene.ask() == 302);
    scene.door.taken = {"A"};
    scene.shown();
    CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"A"});
    CHECK(scene.kept[0].in_use);
}

TEST_CASE("Of two secrets one may be away; of one it may not") {
    Scene scene;
    scene.door.taken = {"A", "B"};
    scene.files.erase("first");
    scene.start();
    CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"B"});
    CHECK_THROWS_AS(scene.choice(false)->read(), SyncError);
    scene.files.clear();
    CHECK_THROWS_AS(scene.choice()->read(), SyncError);
}

TEST_CASE("A single secret is never written about") {
    Scene scene;
    scene.start(false);
    CHECK(scene.ask() == 401);
    CHECK(scene.ask() == 401);
    scene.door.taken = {"A"};
    CHECK(scene.ask() == 200);
    CHECK(scene.shown() == Shown{"A", "A", "A"});
    CHECK(scene.keeps == 0);
    CHECK(scene.told.empty());
}

TEST_CASE("Two threads whose secret is refused at the same moment go on with the same second one") {
    Scene scene;
    const auto choice = scene.choice();
    const auto first = choice->read();
    CHECK(choice->replace(first));
    CHECK(choice->replace(first));
    CHECK(choice->read().reveal() == "B");
}

TEST_CASE("What is kept of a choice comes back from the state file, in the place of what there was") {
    Bench bench(Kind::entra);
    const Time refused = bench.clock.now();
    bench.store->keep("acme work", {{"file a", "1 2", false, refused}, {"file b", "", true, {}}});
    bench.store->keep("acme work", {{"file b", "3", false, refused}, {"file c", "", true, {}}});
    bench.start();
    const auto all = bench.store->choices("acme work");
    REQUIRE(all.size() == 2);
    CHECK(all[0].source == "file b");
    CHECK(all[0].stamp == "3");
    CHECK(all[0].refused_at == refused);
    CHECK(all[1].in_use);
    CHECK(bench.store->choices("plant work").empty());
}

namespace {

/// An app whose first secret the service does not know.
OAuthApp doubled(Kind kind, const std::shared_ptr<SecretChoice>& choice) {
    auto app = app_of(kind);
    app.proof = {AppProof::Kind::secret, [choice] { return choice->read(); },
                 [choice](const Secret& refused) { return choice->replace(refused); },
                 [choice](const Secret& used) { choice->accept(used); }};
    return app;
}

}  // namespace

TEST_CASE("An app whose secret is refused proves itself by the other one, once and for all") {
    Scene scene;
    scene.files = {{"first", "expired"}, {"second", client_secret}};
    StepClock clock;
    Steps steps;
    sandbox::sign_in::SignIn service(options_of(Kind::entra), clock.as_function());
    Wire wire(service, steps);
    auto app = doubled(Kind::entra, scene.choice());
    app.scopes = {"499b84ac-1321-427f-aa17-267ca6975798/.default"};
    AppKeeper keeper(
        [&] {
            const auto make = [&] { return client_credentials_call(app, clock.now()); };
            return read_token(send_proven(wire, app, make), app.service, clock.now());
        },
        clock, [] { return std::string(); }, {});
    CHECK(keeper.value().reveal().starts_with("Bearer "));
    CHECK(wire.requests == 2);
    clock.step(56min);
    keeper.value();
    CHECK(wire.requests == 3);
}

TEST_CASE(
    "A person's sign-in is renewed although the app's first secret has ended, and the refresh token is "
    "kept") {
    const auto kind = GENERATE(Kind::entra, Kind::legacy, Kind::desk);
    Scene scene;
    scene.files = {{"first", "expired"}, {"second", client_secret}};
    Bench bench(kind);
    const auto choice = scene.choice();
    UserKeeper keeper(UserKeeper::Parts{doubled(kind, choice), place, {}, [](const std::string&) {}},
                      *bench.wire, *bench.vault, bench.clock);
    for (int hour = 0; hour < 3; ++hour) {
        bench.clock.step(58min);
        CHECK(bench.is_good(std::string(keeper.value().reveal())));
    }
    CHECK(choice->read().reveal() == client_secret);
    CHECK(bench.renewals() == 4);
    CHECK(bench.vault->standing(place)->refusal.empty());
}

TEST_CASE("Many threads whose secret ends at once all get through with the second one") {
    struct Crowded : Http {
        HttpResponse exchange(const HttpRequest& request) override {
            const bool good = header_of(request.headers, "Authorization") == "B";
            (good ? taken : refused)++;
            return {good ? 200 : 401, {}, ""};
        }
        std::atomic<int> taken{0}, refused{0};
    } door;
    Scene scene;
    auto keeper = std::make_shared<SourceKeeper>(scene.choice());
    SignedHttp http(door, "https://work.example", keeper);
    constexpr int crowd = 8, each = 20;
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < crowd; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < each; ++n)
                good +=
                    http.exchange({.method = "GET", .url = "https://work.example/x"}).status == 200 ? 1 : 0;
        });
    for (auto& thread : threads) thread.join();
    CHECK(good == crowd * each);
    CHECK(door.refused <= crowd);
    CHECK(scene.kept[1].in_use);
}

TEST_CASE("Many threads that want a program's token ask for one") {
    StepClock clock;
    std::atomic<int> asked{0};
    AppKeeper keeper(
        [&] {
            TokenPair token;
            token.access = Secret("token " + std::to_string(++asked));
            return token;
        },
        clock, [] { return std::string(); }, {});
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 20; ++n) keeper.replace(keeper.value());
        });
    for (auto& thread : threads) thread.join();
    CHECK(asked == 1);
}
