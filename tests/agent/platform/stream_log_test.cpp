#include "platform/stream_log.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace deskbridge;

namespace {

class FixedClock : public Clock {
public:
    Time now() const override { return *parse_time("2026-11-21T11:30:00Z"); }
    std::chrono::milliseconds ticks() const override { return {}; }
    bool wait(std::chrono::milliseconds) override { return true; }
    bool stopping() const override { return false; }
};

}  // namespace

TEST_CASE("a log line stays one line whatever the message holds") {
    FixedClock clock;
    std::ostringstream out;
    StreamLog log(out, LogFormat::text, clock);
    log.write({Level::warning, "acme", "first\nsecond\x1b[31m", {{"created", "3"}}});
    CHECK(out.str() == "2026-11-21T11:30:00Z warning acme: first\\x0asecond\\x1b[31m created=3\n");
}

TEST_CASE("a JSON log line is one JSON document") {
    FixedClock clock;
    std::ostringstream out;
    StreamLog log(out, LogFormat::json, clock);
    log.write({Level::error, "", "say \"no\"\\\n", {}});
    CHECK(out.str() ==
          "{\"time\":\"2026-11-21T11:30:00Z\",\"level\":\"error\",\"message\":\"say "
          "\\\"no\\\"\\\\\\u000a\"}\n");
}

TEST_CASE("lines below the wanted level are left out") {
    FixedClock clock;
    std::ostringstream out;
    StreamLog log(out, LogFormat::text, clock, Level::warning);
    log.write({Level::info, "", "chatter", {}});
    CHECK(out.str().empty());
}

TEST_CASE("a line for the journal begins with its priority and leaves the time to the journal") {
    FixedClock clock;
    std::ostringstream out;
    StreamLog log(out, LogFormat::journal, clock, Level::debug);
    log.write({Level::error, "acme", "first\nsecond", {{"created", "3"}}});
    log.write({Level::warning, "", "careful", {}});
    log.write({Level::info, "", "good", {}});
    log.write({Level::debug, "", "chatter", {}});
    CHECK(out.str() == "<3>acme: first\\x0asecond created=3\n<4>careful\n<6>good\n<7>chatter\n");
}
