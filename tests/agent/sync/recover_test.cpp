#include "sync/recover.h"

#include "support/step_clock.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;

namespace {

Intent written(Fate fate, int looks) {
    Intent intent;
    intent.fate = fate;
    intent.looks = looks;
    return intent;
}

}  // namespace

TEST_CASE("what never went out goes out again at once") {
    CHECK(may_resend(written(Fate::not_sent, 0), seconds{0}, seconds{90}));
    CHECK(may_resend(written(Fate::refused, 0), seconds{0}, seconds{90}));
}

TEST_CASE("after the other side closed, two looks have to find nothing") {
    CHECK_FALSE(may_resend(written(Fate::closed, 1), minutes{5}, seconds{90}));
    CHECK(may_resend(written(Fate::closed, 2), seconds{2}, seconds{90}));
}

TEST_CASE("after a time-out of ours, or our own death, the wait has to pass whatever was looked at") {
    CHECK_FALSE(may_resend(written(Fate::timed_out, 40), seconds{89}, seconds{90}));
    CHECK(may_resend(written(Fate::timed_out, 1), seconds{90}, seconds{90}));
}

TEST_CASE("a clock that was set back does not wait for ever") {
    // looks are two seconds apart
    CHECK_FALSE(may_resend(written(Fate::timed_out, 45), -hours{1}, seconds{90}));
    CHECK(may_resend(written(Fate::timed_out, 46), -hours{1}, seconds{90}));
}

TEST_CASE("how long ago an intent was written does not hang on a clock that is set") {
    StepClock clock;
    Intent intent;
    intent.written_at = clock.now();
    intent.written_ticks = clock.ticks();
    clock.step(seconds{10});
    clock.jump(minutes{2});
    CHECK(age_of(intent, clock) == seconds{10});
    intent.written_ticks.reset();
    CHECK(age_of(intent, clock) == seconds{130});
}
