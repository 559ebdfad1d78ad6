#include "sync/pace.h"

#include "contract/sync_error.h"
#include "support/step_clock.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;

namespace {

class CannedHttp : public Http {
public:
    HttpResponse next;
    int calls = 0;
    HttpResponse exchange(const HttpRequest&) override {
        ++calls;
        return next;
    }
};

const HttpRequest any{.method = "GET", .url = "https://work.example/a/b?token=1"};

}  // namespace

TEST_CASE("Retry-After holds the next request back, also when it came with a 200") {
    StepClock clock;
    CannedHttp http;
    auto pace = std::make_shared<Pace>();
    PacedHttp paced(http, pace, clock);
    http.next = {200, {{"Retry-After", "7"}}, ""};
    paced.exchange(any);
    http.next = {200, {}, ""};

    try {
        paced.exchange(any);
        FAIL("a request went out before its time");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == Trouble::limited);
        CHECK(error.fate == Fate::not_sent);
        CHECK(error.retry_after == milliseconds{7'000});
        CHECK(std::string(error.what()).find("token") == std::string::npos);
    }
    CHECK(http.calls == 1);
    clock.step(seconds{7});
    paced.exchange(any);
    CHECK(http.calls == 2);
}

TEST_CASE("whoever shares a limit shares the wait") {
    StepClock clock;
    CannedHttp first, second;
    auto pace = std::make_shared<Pace>();
    PacedHttp one(first, pace, clock), two(second, pace, clock);
    first.next = {429, {{"Retry-After", "3"}}, ""};
    one.exchange(any);
    CHECK_THROWS_AS(two.exchange(any), SyncError);
    CHECK(second.calls == 0);
}

TEST_CASE("an exhausted limit is left alone until its window starts anew") {
    Pace pace;
    pace.learn({200,
                {{"X-RateLimit-Remaining", "0"},
                 {"X-RateLimit-Reset", "1795260630"},
                 {"Date", "Sat, 21 Nov 2026 11:30:00 GMT"}},
                ""},
               milliseconds{1'000});
    CHECK(pace.wait_at(milliseconds{1'000}) == seconds{30});
    CHECK(pace.wait_at(milliseconds{31'000}) == seconds{0});
}

TEST_CASE("what cannot be read holds nothing back") {
    Pace pace;
    for (const auto* text : {"", "soon", "-5", "Sat, 21 Nov 2026 11:30:00 GMT"})
        pace.learn({200, {{"Retry-After", text}}, ""}, {});
    pace.learn({200, {{"X-RateLimit-Remaining", "5"}, {"X-RateLimit-Reset", "99999999999"}}, ""}, {});
    CHECK(pace.wait_at({}) == milliseconds{0});
}

TEST_CASE("Retry-After may be a date, and an absurd one is bounded to a day") {
    Pace pace;
    pace.learn({503,
                {{"Retry-After", "Sat, 21 Nov 2026 11:31:00 GMT"}, {"Date", "Sat, 21 Nov 2026 11:30:00 GMT"}},
                ""},
               {});
    CHECK(pace.wait_at({}) == seconds{60});
    pace.learn({503, {{"Retry-After", "99999999999999999999"}}, ""}, {});
    CHECK(pace.wait_at({}) == hours{24});
}
