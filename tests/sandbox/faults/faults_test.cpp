#include "sandbox/faults/faults.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace sandbox;

namespace {

/// Counts what reaches it and says so.
struct Counter : System {
    int asked = 0;
    Reply handle(const Request&) override {
        Reply reply;
        reply.headers.emplace("Content-Type", "application/json");
        reply.body = "{\"asked\":" + std::to_string(++asked) + "}";
        return reply;
    }
};

Request request_to(const std::string& method, const std::string& path, const std::string& body = "") {
    Request request;
    request.method = method;
    const auto question = path.find('?');
    request.path = path.substr(0, question);
    if (question != std::string::npos) request.query = path.substr(question + 1);
    request.body = body;
    return request;
}

Rule rule_of(Act act, Moment moment = Moment::before) {
    Rule rule;
    rule.fault.act = act;
    rule.fault.moment = moment;
    if (act == Act::status) rule.fault.status = 503;
    return rule;
}

const Request any = request_to("GET", "/");
constexpr long long noon = 1'792'584'000'000;  // 2026-10-21T12:00:00Z

struct Scene {
    Counter system;
    Faults faults{7, [] { return noon; }};
    Ending play(const Request& request = any, const std::string& name = "work") {
        return faults.play(name, system, request);
    }
};

}  // namespace

TEST_CASE("without a rule the answer is the system's own") {
    Scene scene;
    const auto ending = scene.play();
    CHECK(ending.kind == Ending::Kind::answered);
    CHECK(ending.delay_ms == 0);
    CHECK(ending.reply.body == "{\"asked\":1}");
}

TEST_CASE("a drop before the effect keeps the request from the system, one after it does not") {
    Scene before;
    before.faults.add(rule_of(Act::drop));
    CHECK(before.play().kind == Ending::Kind::dropped);
    CHECK(before.system.asked == 0);

    Scene after;
    after.faults.add(rule_of(Act::drop, Moment::after));
    CHECK(after.play().kind == Ending::Kind::dropped);
    CHECK(after.system.asked == 1);
}

TEST_CASE("a stall can come before the effect or after it") {
    Scene before;
    before.faults.add(rule_of(Act::stall));
    CHECK(before.play().kind == Ending::Kind::stalled);
    CHECK(before.system.asked == 0);

    Scene after;
    after.faults.add(rule_of(Act::stall, Moment::after));
    CHECK(after.play().kind == Ending::Kind::stalled);
    CHECK(after.system.asked == 1);
}

TEST_CASE("half an answer is half of the system's answer, which has had its effect") {
    Scene scene;
    scene.faults.add(rule_of(Act::half));
    const auto ending = scene.play();
    CHECK(ending.kind == Ending::Kind::half);
    CHECK(ending.reply.body == "{\"asked\":1}");
    CHECK(scene.system.asked == 1);
}

TEST_CASE("a stated status comes with its headers and body, and after the effect it hides a success") {
    Scene scene;
    Rule rule = rule_of(Act::status, Moment::after);
    rule.fault.status = 500;
    rule.fault.body = R"({"message":"no"})";
    rule.fault.headers.emplace("X-Extra", "yes");
    rule.fault.retry_after = 4;
    scene.faults.add(rule);
    const auto reply = scene.play().reply;
    CHECK(reply.status == 500);
    CHECK(reply.body == R"({"message":"no"})");
    CHECK(reply.headers.find("content-type")->second == "application/json; charset=utf-8");
    CHECK(reply.headers.find("X-Extra")->second == "yes");
    CHECK(reply.headers.find("Retry-After")->second == "4");
    CHECK(scene.system.asked == 1);
}

TEST_CASE("a sign-in page is a 203 with HTML, or a 302 that leads to one") {
    Scene scene;
    Rule rule = rule_of(Act::sign_in);
    rule.times = 1;
    scene.faults.add(rule);
    rule.fault.sign_in = SignIn::redirect;
    scene.faults.add(rule);

    const auto page = scene.play().reply;
    CHECK(page.status == 203);
    CHECK(page.headers.find("Content-Type")->second == "text/html; charset=utf-8");
    CHECK(page.body.find("Sign in") != std::string::npos);
    const auto redirect = scene.play().reply;
    CHECK(redirect.status == 302);
    CHECK(redirect.headers.find("Location")->second.starts_with("/_signin"));
    CHECK(scene.play().reply.status == 200);
    CHECK(scene.system.asked == 1);
}

TEST_CASE("throttling refuses with 429 and says when to come back in seconds, as a date, or not at all") {
    Scene scene;
    Rule rule = rule_of(Act::throttle);
    rule.times = 1;
    scene.faults.add(rule);
    rule.fault.retry_after = 30;
    scene.faults.add(rule);
    rule.fault.retry_after_form = RetryAfterForm::date;
    scene.faults.add(rule);

    const auto silent = scene.play().reply;
    CHECK(silent.status == 429);
    CHECK_FALSE(silent.headers.contains("Retry-After"));
    CHECK(scene.play().reply.headers.find("Retry-After")->second == "30");
    CHECK(scene.play().reply.headers.find("Retry-After")->second == "Wed, 21 Oct 2026 12:00:30 GMT");
    CHECK(scene.system.asked == 0);
}

TEST_CASE("throttling with status 200 lets the request pass and adds the headers of a limit") {
    Scene scene;
    Rule rule = rule_of(Act::throttle);
    rule.fault.status = 200;
    rule.fault.delay_ms = 1500;
    rule.fault.retry_after = 12;
    scene.faults.add(rule);
    const auto ending = scene.play();
    CHECK(ending.delay_ms == 1500);
    CHECK(ending.reply.status == 200);
    CHECK(ending.reply.body == "{\"asked\":1}");
    CHECK(ending.reply.headers.find("Retry-After")->second == "12");
    CHECK(ending.reply.headers.find("X-RateLimit-Delay")->second.starts_with("1.5"));
    CHECK(ending.reply.headers.find("X-RateLimit-Reset")->second == std::to_string(noon / 1000 + 12));
}

TEST_CASE("an answer that is no JSON still says 200") {
    Scene scene;
    scene.faults.add(rule_of(Act::not_json));
    const auto reply = scene.play().reply;
    CHECK(reply.status == 200);
    CHECK(reply.body.starts_with("<!DOCTYPE html>"));
    CHECK(scene.system.asked == 0);
}

TEST_CASE("delays add up and let the next rule decide; the first other rule that strikes has the last word") {
    Scene scene;
    Rule delay = rule_of(Act::delay);
    delay.fault.delay_ms = 20;
    scene.faults.add(delay);
    scene.faults.add(delay);
    Rule late = rule_of(Act::status);
    late.fault.delay_ms = 5;
    scene.faults.add(late);
    scene.faults.add(rule_of(Act::drop));
    const auto ending = scene.play();
    CHECK(ending.delay_ms == 45);
    CHECK(ending.kind == Ending::Kind::answered);
    CHECK(ending.reply.status == 503);
    CHECK(scene.faults.standings()[3].met == 0);
}

TEST_CASE("a rule strikes only requests that meet all of its condition") {
    Scene scene;
    Rule rule = rule_of(Act::drop);
    rule.condition = {"work", "POST", "/wit/\\$batch\\?api-version=7\\.\\d$", "sandbox/_apis", "poison"};
    scene.faults.add(rule);
    const std::string target = "/sandbox/_apis/wit/%24batch?api-version=7.1";
    const auto kind = [&](const Request& request, const std::string& name) {
        return scene.play(request, name).kind;
    };
    using Kind = Ending::Kind;
    CHECK(kind(request_to("POST", target, "a poison b"), "work") == Kind::dropped);
    CHECK(kind(request_to("POST", target, "a poison b"), "desk") == Kind::answered);
    CHECK(kind(request_to("PATCH", target, "a poison b"), "work") == Kind::answered);
    CHECK(kind(request_to("POST", target, "harmless"), "work") == Kind::answered);
    CHECK(kind(request_to("POST", target + "x", "a poison b"), "work") == Kind::answered);
    CHECK(kind(request_to("POST", "/other/_apis/wit/$batch?api-version=7.1", "poison"), "work") ==
          Kind::answered);
    CHECK(scene.faults.standings()[0].struck == 1);
}

TEST_CASE("nth and times say which of the requests that meet the condition are struck") {
    const auto struck = [](long long nth, std::optional<long long> times) {
        Scene scene;
        Rule rule = rule_of(Act::drop);
        rule.nth = nth;
        rule.times = times;
        scene.faults.add(rule);
        std::string pattern;
        for (int i = 0; i < 6; ++i) pattern += scene.play().kind == Ending::Kind::dropped ? 'x' : '.';
        return pattern;
    };
    CHECK(struck(1, std::nullopt) == "xxxxxx");
    CHECK(struck(1, 2) == "xx....");
    CHECK(struck(3, std::nullopt) == "..x...");
    CHECK(struck(3, 2) == "..xx..");
    CHECK(struck(1, 0) == "......");
}

TEST_CASE("the same seed throws the same dice, whatever other rules there are") {
    const auto pattern = [](std::uint64_t seed, bool with_other) {
        Counter system;
        Faults faults(seed);
        Rule rule = rule_of(Act::drop);
        rule.probability = 0.3;
        faults.add(rule);
        if (with_other) {
            Rule other = rule_of(Act::delay);
            other.fault.delay_ms = 1;
            other.probability = 0.5;
            faults.add(other);
        }
        std::string text;
        for (int i = 0; i < 400; ++i)
            text += faults.play("work", system, any).kind == Ending::Kind::dropped ? 'x' : '.';
        return text;
    };
    const auto first = pattern(1, false);
    CHECK(first == pattern(1, false));
    CHECK(first == pattern(1, true));
    CHECK(first != pattern(2, false));
    const auto hits = std::count(first.begin(), first.end(), 'x');
    CHECK(hits > 80);
    CHECK(hits < 160);
}

TEST_CASE("a rule that was removed strikes no more") {
    Scene scene;
    const int id = scene.faults.add(rule_of(Act::drop));
    CHECK(scene.faults.remove(id));
    CHECK_FALSE(scene.faults.remove(id));
    CHECK(scene.play().kind == Ending::Kind::answered);
}
