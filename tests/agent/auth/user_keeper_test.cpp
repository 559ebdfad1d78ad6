#include "auth/user_keeper.h"

#include "token_bench.h"

#include <catch2/catch.hpp>
#include <set>
#include <thread>

using namespace deskbridge;
using namespace deskbridge::bench;
using namespace std::chrono_literals;
using sandbox::sign_in::Kind;

namespace {

/// Time stands; who waits for another does so until that one lets go.
class StillClock : public Clock {
public:
    StillClock(Time now, SteppedStore& store) : now_(now), store_(store) {}
    Time now() const override { return now_; }
    std::chrono::milliseconds ticks() const override { return 0ms; }
    bool wait(std::chrono::milliseconds) override {
        store_.wait_until_free();
        return true;
    }
    bool stopping() const override { return false; }

private:
    const Time now_;
    SteppedStore& store_;
};

SyncError error_of(Bench& bench) {
    try {
        bench.value();
    } catch (const SyncError& error) {
        return error;
    }
    throw std::logic_error("no error came");
}

bool says(const SyncError& error, const std::string& words) {
    return (error.what() + error.hint).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("A sign-in is good at once, and one that is fresh asks nobody") {
    Bench bench(GENERATE(Kind::entra, Kind::legacy, Kind::desk));
    const auto header = bench.value();
    CHECK(header.starts_with("Bearer "));
    CHECK(bench.is_good(header));
    bench.clock.step(30min);
    CHECK(bench.value() == header);
    CHECK(bench.renewals() == 0);
}

TEST_CASE("A token is renewed before it ends, for years, and no refresh token goes out twice") {
    Bench bench(GENERATE(Kind::entra, Kind::legacy, Kind::desk));
    for (int day = 0; day < 800; ++day) {
        bench.clock.step(23h);
        if (day % 7 == 0) bench.start();
        const auto header = bench.value();
        REQUIRE(bench.is_good(header));
        bench.clock.step(56min);
        REQUIRE(bench.is_good(bench.value()));
    }
    CHECK(bench.most_uses() == 1);
}

TEST_CASE("Tokens that live seconds are renewed seconds ahead") {
    Bench bench(Kind::desk);
    bench.service.change([](auto& switches) { switches.access_seconds = 10; });
    bench.clock.step(1h);
    for (int i = 0; i < 600; ++i) {
        REQUIRE(bench.is_good(bench.value()));
        bench.clock.step(900ms);
    }
    CHECK(bench.renewals() < 90);
    CHECK(bench.most_uses() == 1);
}

TEST_CASE("What another process has renewed is taken up and not asked for again") {
    Bench bench(Kind::desk);
    bench.value();
    auto second = bench.another();
    bench.clock.step(59min);
    const auto header = std::string(second->value().reveal());
    CHECK(bench.value() == header);
    CHECK(bench.renewals() == 1);
}

TEST_CASE("While one renews, others go on with what is still good, and wait when nothing is") {
    Bench bench(Kind::desk);
    const auto before = bench.value();
    bench.clock.step(57min);
    auto held = bench.vault->hold(place);
    CHECK(bench.value() == before);
    CHECK(bench.renewals() == 0);

    bench.clock.step(10min);
    int waits = 0;
    bench.clock.on_wait = [&](auto) {
        if (++waits == 5) held.reset();
    };
    CHECK(bench.is_good(bench.value()));
    CHECK(waits == 5);
    CHECK(bench.renewals() == 1);
}

TEST_CASE("Many threads and keepers renew once, and all of them get what came") {
    Bench bench(Kind::desk);
    bench.clock.step(2h);
    StillClock clock(bench.clock.now(), *bench.store);
    std::vector<std::unique_ptr<UserKeeper>> keepers;
    for (int i = 0; i < 4; ++i) keepers.push_back(bench.another(clock));
    std::vector<std::string> headers(12);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < headers.size(); ++i)
        threads.emplace_back(
            [&, i] { headers[i] = std::string(keepers[i % keepers.size()]->value().reveal()); });
    for (auto& thread : threads) thread.join();
    CHECK(std::set<std::string>(headers.begin(), headers.end()).size() == 1);
    CHECK(bench.renewals() == 1);
    CHECK(bench.most_uses() == 1);
}

TEST_CASE("A death at any step of a renewal loses no sign-in that can be kept") {
    const auto kind = GENERATE(Kind::entra, Kind::legacy, Kind::desk);
    int steps = 0;
    for (int die_at = 1;; ++die_at) {
        Bench bench(kind);
        bench.clock.step(2h);
        bench.steps = {die_at, 0};
        bool died = false;
        try {
            bench.value();
        } catch (const Death&) {
            died = true;
        }
        if (!died) break;
        steps = die_at;
        INFO("died at step " << die_at);
        bench.steps = {};
        const bool done_by_service = bench.renewals() == 1;
        const auto kept = bench.vault->standing(place);
        const bool recorded = kept->sent_at == Time{} && kept->renewed_at > kept->signed_in_at;
        bench.start();
        const bool lost_for_good = done_by_service && !recorded && kind != Kind::entra;
        if (kept->sent_at != Time{} && kind != Kind::entra) {
            const auto error = error_of(bench);
            CHECK(error.trouble == Trouble::unreachable);
            CHECK(error.retry_after == 90s);
            CHECK(bench.renewals() == (done_by_service ? 1 : 0));
            bench.clock.step(*error.retry_after);
        }
        if (lost_for_good) {
            const auto error = error_of(bench);
            CHECK(error.trouble == Trouble::sign_in);
            CHECK(says(error, "the answer to the renewal before was lost"));
            CHECK(says(error, "deskbridge auth login --tenant acme"));
            CHECK(bench.most_uses() == 2);
            const auto asked = bench.renewals();
            bench.start();
            error_of(bench);
            CHECK(bench.renewals() == asked);
        } else {
            CHECK(bench.is_good(bench.value()));
            if (kind != Kind::entra) CHECK(bench.most_uses() == 1);
        }
    }
    CHECK(steps == 6);
}

TEST_CASE("What becomes of a request decides whether its refresh token may go out again") {
    Bench bench(Kind::desk);
    bench.clock.step(2h);
    SECTION("never sent: at once") {
        bench.wire->next = Mishap::not_sent;
        CHECK(error_of(bench).trouble == Trouble::unreachable);
        CHECK(bench.is_good(bench.value()));
    }
    SECTION("a page of something in between: when it can have had no effect any more") {
        bench.wire->next = Mishap::page;
        error_of(bench);
        CHECK(error_of(bench).fate == Fate::not_sent);
        bench.clock.step(90s);
        CHECK(bench.is_good(bench.value()));
    }
    SECTION("closed before the service had it: the same") {
        bench.wire->next = Mishap::closed_before;
        error_of(bench);
        CHECK(error_of(bench).fate == Fate::not_sent);
        CHECK(bench.wire->requests == 3);
        bench.clock.step(90s);
        CHECK(bench.is_good(bench.value()));
    }
    SECTION("the service is busy: it says so, and nothing was used") {
        bench.service.change([](auto& switches) { switches.refuse_code = 0; });
        CHECK(bench.is_good(bench.value()));
    }
    CHECK(bench.most_uses() == 1);
}

TEST_CASE("A lost answer ahead of time leaves the work going on while the old token lives") {
    Bench bench(Kind::legacy);
    const auto before = bench.value();
    bench.clock.step(56min);
    bench.wire->next = GENERATE(Mishap::closed_after, Mishap::timed_out_after, Mishap::half_after);
    CHECK(bench.value() == before);
    CHECK(bench.warnings.find("could not be renewed ahead of time") != std::string::npos);
    bench.clock.step(60s);
    CHECK(bench.value() == before);
    CHECK(bench.renewals() == 1);
}

TEST_CASE("Entra's old refresh token brings a lost answer back at once") {
    Bench bench(Kind::entra);
    bench.clock.step(2h);
    bench.wire->next = Mishap::closed_after;
    CHECK(error_of(bench).trouble == Trouble::unreachable);
    CHECK(bench.is_good(bench.value()));
}

TEST_CASE("A sign-in that was ended is not asked for again until a person has signed in") {
    Bench bench(GENERATE(Kind::entra, Kind::desk));
    bench.clock.step(2h);
    bench.service.end_all();
    const auto error = error_of(bench);
    CHECK(error.trouble == Trouble::sign_in);
    CHECK(error.fate == Fate::refused);
    CHECK(error.reach == Reach::side);
    const auto asked = bench.renewals();
    const auto stamp = bench.keeper->stamp();
    bench.start();
    CHECK(error_of(bench).what() == std::string(error.what()));
    CHECK(bench.renewals() == asked);
    CHECK(bench.keeper->stamp() == stamp);
    bench.clock.step(1s);
    bench.sign_in();
    CHECK(bench.keeper->stamp() != stamp);
    CHECK(bench.is_good(bench.value()));
}

TEST_CASE("A busy service is no refusal, and its refresh token is as good as before") {
    Bench bench(Kind::entra);
    bench.clock.step(2h);
    bench.service.change([](auto& switches) { switches.refuse_code = 90033; });
    const auto error = error_of(bench);
    CHECK(error.trouble == Trouble::unreachable);
    CHECK(says(error, "AADSTS90033"));
    bench.service.change([](auto& switches) { switches.refuse_code = 0; });
    CHECK(bench.is_good(bench.value()));
    CHECK(bench.most_uses() == 1);
}

TEST_CASE("A wrong secret of the app ends no sign-in: a new secret is enough") {
    Bench bench(Kind::entra);
    bench.clock.step(2h);
    bench.service.remove_secret(client_id, client_secret);
    bench.service.add_secret(client_id, "another");
    const auto error = error_of(bench);
    CHECK(error.trouble == Trouble::sign_in);
    CHECK(says(error, "AADSTS7000215"));
    CHECK_FALSE(says(error, client_secret));
    bench.service.add_secret(client_id, client_secret);
    CHECK(bench.is_good(bench.value()));
}

TEST_CASE("A token that the other side refuses is replaced once, and a young one is not") {
    Bench bench(Kind::desk);
    const Secret header = bench.keeper->value();
    CHECK_FALSE(bench.keeper->replace(header));
    bench.clock.step(5min);
    CHECK(bench.keeper->replace(header));
    CHECK(bench.keeper->value().reveal() != header.reveal());
    CHECK(bench.keeper->replace(header));
    CHECK(bench.renewals() == 1);
}

TEST_CASE("A sign-in for another app, and none at all, say who has to do what") {
    Bench bench(Kind::entra);
    auto sign_in = bench.vault->sign_in(place).value();
    sign_in.kept.app = "of another";
    bench.vault->keep(place, sign_in);
    CHECK(says(error_of(bench), "for another app, directory or scope"));
    bench.vault->forget(place);
    const auto error = error_of(bench);
    CHECK(says(error, "nobody has signed in yet"));
    CHECK(says(error, "deskbridge auth login --tenant acme"));
    CHECK(error.trouble == Trouble::sign_in);
}

TEST_CASE("Nothing that proves who we are stands in clear in any file") {
    Bench bench(GENERATE(Kind::entra, Kind::legacy, Kind::desk));
    std::set<std::string> tokens;
    for (int i = 0; i < 3; ++i) {
        tokens.insert(bench.value().substr(7));
        tokens.insert(std::string(bench.vault->sign_in(place)->renewal.reveal()));
        bench.clock.step(2h);
    }
    CHECK(tokens.size() == 6);
    const auto all = bench.folder.everything();
    REQUIRE(all.size() > 1000);
    for (const auto& token : tokens) CHECK(all.find(token) == std::string::npos);
    CHECK(all.find(client_secret) == std::string::npos);
}
