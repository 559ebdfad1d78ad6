#include "sync/recover.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace std::chrono;

namespace {

const Time noon = *parse_time("2026-11-21T12:00:00Z");

Intent written_at_noon(Fate fate, int looks) {
    Intent intent;
    intent.fate = fate;
    intent.looks = looks;
    intent.written_at = noon;
    return intent;
}

}  // namespace

TEST_CASE("what never went out goes out again at once") {
    CHECK(may_resend(written_at_noon(Fate::not_sent, 0), noon, seconds{90}));
    CHECK(may_resend(written_at_noon(Fate::refused, 0), noon, seconds{90}));
}

TEST_CASE("after the other side closed, two looks have to find nothing") {
    CHECK_FALSE(may_resend(written_at_noon(Fate::closed, 1), noon + minutes{5}, seconds{90}));
    CHECK(may_resend(written_at_noon(Fate::closed, 2), noon + seconds{2}, seconds{90}));
}

TEST_CASE("after a time-out of ours, or our own death, the wait has to pass whatever was looked at") {
    CHECK_FALSE(may_resend(written_at_noon(Fate::timed_out, 40), noon + seconds{89}, seconds{90}));
    CHECK(may_resend(written_at_noon(Fate::timed_out, 1), noon + seconds{90}, seconds{90}));
}

TEST_CASE("a clock that was set back does not wait for ever") {
    CHECK_FALSE(may_resend(written_at_noon(Fate::timed_out, 1), noon - hours{1}, seconds{90}));
    CHECK(may_resend(written_at_noon(Fate::timed_out, 2), noon - hours{1}, seconds{90}));
}
