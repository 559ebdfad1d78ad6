#include "json/json.h"
#include "programs/bridge.h"
#include "programs/web.h"
#include "support/notify_socket.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <sstream>
#include <sys/stat.h>

using namespace programs;
using deskbridge::NotifySocket;
using deskbridge::json::Document;

namespace {

constexpr std::chrono::seconds stop_time{10};

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// An agent with a service manager: the test.
struct Service {
    explicit Service(const Wishes& wishes = {}, const Environment& extra = {})
        : bridge(sandbox, wishes), manager((bridge.folder() / "notify").string()) {
        environment = extra;
        environment["NOTIFY_SOCKET"] = manager.address();
        agent.emplace(bridge.start({"-v", "run"}, environment));
    }
    /// Waits until a datagram holds the text; the whole of it, and "" when none came.
    std::string told(const std::string& text) {
        std::string found;
        agent->wait_until([&] {
            for (auto next = manager.told(); !next.empty(); next = manager.told())
                if (says(next, text)) return found = next, true;
            return false;
        });
        return found;
    }
    /// "http://127.0.0.1:port" of the health pages.
    std::string health() {
        const std::string before = "health is told at ";
        REQUIRE(agent->wait_for(before));
        const auto start = agent->err().find(before) + before.size();
        return agent->err().substr(start, agent->err().find("/healthz") - start);
    }
    void stop() {
        agent->signal(SIGTERM);
        const auto end = agent->wait(stop_time);
        INFO(end.err);
        CHECK(end.code == 0);
    }
    SandboxProgram sandbox;
    Bridge bridge;
    NotifySocket manager;
    Environment environment;
    std::optional<Process> agent;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string second_tenant(const std::string& config) {
    const auto start = config.find("{ \"name\": \"demo\"");
    const auto end = config.rfind("}\n  ]");
    const auto tenant = config.substr(start, end - start + 1);
    return config.substr(0, end + 1) + ",\n" + replaced(tenant, "\"demo\"", "\"second\"") +
           config.substr(end + 1);
}

}  // namespace

TEST_CASE(
    "A service manager hears that the agent is ready, how it stands, that it lives, and that it stops") {
    Service service({}, {{"WATCHDOG_USEC", "30000000"}});
    CHECK(says(service.told("READY=1"), "STATUS=1 tenant, 0 in trouble, 0 tickets waiting"));
    CHECK(service.told("WATCHDOG=1") == "WATCHDOG=1");
    service.agent->signal(SIGTERM);
    CHECK(says(service.told("STOPPING=1"), "STATUS=putting work away"));
    service.stop();
}

TEST_CASE("A wrong configuration ends the agent before it says that it is ready") {
    Service service({.listen = "192.168.1.1:80"});
    CHECK(service.agent->wait(stop_time).code == 2);
    CHECK(service.manager.told().empty());
}

TEST_CASE("The log has priorities and no times of its own where the journal reads it") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    // only who is connected to the journal's very stream writes for it
    auto agent = bridge.start({"run"}, {{"JOURNAL_STREAM", "1:1"}});
    REQUIRE(agent.wait_for("deskbridge runs for 1 tenant"));
    CHECK_FALSE(says(agent.err(), "<6>"));
    agent.signal(SIGTERM);
    CHECK(agent.wait(stop_time).code == 0);
}

TEST_CASE("SIGHUP has the configuration read anew, and the agent goes on with what is new") {
    Service service;
    REQUIRE_FALSE(service.told("READY=1").empty());
    const auto config = text_of(service.bridge.config());
    service.bridge.write_config(second_tenant(config));
    service.agent->signal(SIGHUP);
    CHECK(says(service.told("RELOADING=1"), "MONOTONIC_USEC="));
    CHECK(says(service.told("READY=1"), "STATUS=2 tenants"));
    CHECK(service.agent->wait_for("second: cycle"));
    service.stop();
}

TEST_CASE(
    "A reload of a wrong file, or of one that needs a restart, leaves everything as it was and says so") {
    Service service;
    REQUIRE_FALSE(service.told("READY=1").empty());
    const auto config = text_of(service.bridge.config());
    const auto reload = [&](const std::string& text) {
        service.bridge.write_config(text);
        service.agent->signal(SIGHUP);
        CHECK_FALSE(service.told("RELOADING=1").empty());
        CHECK(says(service.told("READY=1"), "STATUS=1 tenant"));
    };
    reload(replaced(config, "\"poll_seconds\": 5", "\"pull_seconds\": 5"));
    CHECK(says(service.agent->err(), "pull_seconds"));
    CHECK(says(service.agent->err(), "was not taken over; the configuration from before goes on"));
    reload(replaced(config, "state.db", "other.db"));
    CHECK(service.agent->wait_for("Restart the agent"));
    reload(replaced(config, "work.pat", "gone.pat"));
    CHECK(service.agent->wait_for("gone.pat"));
    // and it works on
    service.sandbox.add_ticket("The pump does not start", "<p>It hums.</p>");
    CHECK(service.agent->wait_until([&] { return service.sandbox.items().size() == 1; }));
    service.stop();
}

TEST_CASE("A reload in the middle of a cycle waits for its end and loses nothing") {
    Service service;
    REQUIRE_FALSE(service.told("READY=1").empty());
    const auto config = text_of(service.bridge.config());
    REQUIRE(service.agent->wait_for("cycle"));
    const int slow = service.sandbox.add_rule(
        R"({"system": "work", "path_contains": "$batch", "times": 1, "act": "delay", "delay_ms": 1500})");
    service.sandbox.add_ticket("The pump does not start", "<p>It hums.</p>");
    REQUIRE(service.agent->wait_until([&] { return service.sandbox.standing(slow).struck == 1; }));
    service.bridge.write_config(second_tenant(config));
    service.agent->signal(SIGHUP);
    CHECK(says(service.told("READY=1"), "STATUS=2 tenants"));
    CHECK(service.sandbox.items().size() == 1);
    CHECK_FALSE(says(service.agent->err(), "unclear=1"));
    service.stop();
}

TEST_CASE("Health says that the agent lives, and of each tenant when it last went well") {
    Service service({.listen = "127.0.0.1:0"});
    Web web(service.health(), {});
    REQUIRE(service.agent->wait_for("demo: cycle"));
    CHECK(service.agent->wait_until([&] { return web.ask("GET", "/readyz").status == 200; }));
    CHECK(web.ask("GET", "/healthz").status == 200);
    const auto ready = Document::parse(web.ask("GET", "/readyz").body, "readyz");
    CHECK(ready["ready"].flag());
    CHECK(ready["tenants"][0]["tenant"].text() == "demo");
    CHECK(ready["tenants"][0]["signed_in"].flag());
    CHECK(ready["tenants"][0]["backlog_seconds"].integer() == 0);
    CHECK_FALSE(ready["tenants"][0]["last_good_cycle"].text().empty());
    CHECK(web.ask("GET", "/").status == 404);
    CHECK(web.ask("POST", "/healthz", "{}").status == 405);
    service.stop();
}

TEST_CASE("A tenant whose sign-in is refused is not ready, and the agent lives all the same") {
    Service service({.work_token = "not-the-token", .listen = "127.0.0.1:0"});
    Web web(service.health(), {});
    REQUIRE(service.agent->wait_for("demo: cycle"));
    CHECK(service.agent->wait_until(
        [&] { return says(web.ask("GET", "/readyz").body, "\"signed_in\": false"); }));
    const auto answer = web.ask("GET", "/readyz");
    CHECK(answer.status == 503);
    CHECK_FALSE(says(answer.body, "not-the-token"));
    CHECK(web.ask("GET", "/healthz").status == 200);
    CHECK(says(service.told("1 in trouble"), "STATUS=1 tenant, 1 in trouble"));
    service.stop();
}

TEST_CASE("A port that is taken is said at the start, with the setting that names it") {
    Service first({.listen = "127.0.0.1:0"});
    const auto address = first.health();
    const Bridge second(first.sandbox, {.listen = address.substr(address.find("//") + 2)});
    const auto told = second.run({"run"});
    CHECK(told.code == 2);
    CHECK(says(told.err, "cannot be listened on"));
    CHECK(says(told.err, "\"listen\""));
    first.stop();
}

TEST_CASE("status --health asks the running agent") {
    Service service({.listen = "127.0.0.1:0"});
    const auto address = service.health();
    const auto config = text_of(service.bridge.config());
    service.bridge.write_config(replaced(config, "127.0.0.1:0", address.substr(address.find("//") + 2)));
    const auto well = service.bridge.run({"status", "--health"});
    INFO(well.out << well.err);
    CHECK(well.code == 0);
    CHECK(says(well.out, "\"alive\": true"));
    service.stop();
    CHECK(service.bridge.run({"status", "--health"}).code == 4);
    service.bridge.write_config(replaced(config, "\"127.0.0.1:0\"", "null"));
    CHECK(service.bridge.run({"status", "--health"}).code == 2);
}

TEST_CASE(
    "An agent that is killed at every start waits before the next, and a good end makes it quick again") {
    Service service;
    for (int start = 0; start < 5; ++start) {
        INFO(service.agent->err());
        REQUIRE_FALSE(service.told("READY=1").empty());
        service.agent->signal(SIGKILL);
        service.agent->wait(stop_time);
        service.agent.emplace(service.bridge.start({"-v", "run"}, service.environment));
    }
    CHECK(says(service.told("READY=1"), "the last 5 starts within an hour came to no good end"));
    CHECK_FALSE(says(service.agent->err(), "cycle"));
    service.stop();
    service.agent.emplace(service.bridge.start({"-v", "run"}, service.environment));
    CHECK(service.agent->wait_for("demo: cycle"));
    service.stop();
}

TEST_CASE("Two agents on one state file: the second one goes, and the first is not disturbed") {
    Service service({.listen = "127.0.0.1:0"});
    REQUIRE_FALSE(service.told("READY=1").empty());
    const auto second = service.bridge.run({"run"});
    CHECK(second.code == 5);
    CHECK(says(second.err, fmt::format("process {}", service.agent->id())));
    const auto config = text_of(service.bridge.config());
    const auto address = service.health();
    service.bridge.write_config(replaced(config, "127.0.0.1:0", address.substr(address.find("//") + 2)));
    CHECK(service.bridge.run({"run"}).code == 5);  // and not that the port is taken
    service.bridge.write_config(config);
    service.sandbox.add_ticket("The pump does not start", "<p>It hums.</p>");
    CHECK(service.agent->wait_until([&] { return service.sandbox.items().size() == 1; }));
    const auto copy = service.bridge.folder() / "copy.db";
    CHECK(service.bridge.run({"db", "backup", copy.string()}).code == 0);
    service.bridge.write_config(replaced(text_of(service.bridge.config()), "state.db", "copy.db"));
    CHECK(service.bridge.run({"db", "check"}).code == 0);
    service.stop();
}

TEST_CASE("A log file is written in place of standard error, and names what it would on a terminal") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const auto file = bridge.folder() / "agent.log";
    auto agent = bridge.start({"--log-file", file.string(), "run"});
    REQUIRE(agent.wait_until(
        [&] { return std::filesystem::exists(file) && says(text_of(file), "runs for 1 tenant"); }));
    agent.signal(SIGTERM);
    CHECK(agent.wait(stop_time).code == 0);
    CHECK(says(text_of(file), "stopped"));
    CHECK(agent.err().empty());
    CHECK(bridge.run({"--log-file", "/nowhere/at/all/x.log", "run"}).code == 2);
}
