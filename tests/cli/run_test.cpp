#include "json/json.h"
#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <memory>

using namespace programs;
using deskbridge::json::Document;

namespace {

constexpr std::chrono::seconds stop_time{10};

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// An agent that has had its first cycle.
struct Agent {
    explicit Agent(const Bridge& bridge, SandboxProgram& sandbox) : process(bridge.start({"-v", "run"})) {
        INFO(process.err());
        REQUIRE(process.wait_for("cycle"));
        REQUIRE(sandbox.items().empty());
    }
    Process process;
};

/// An agent that is going to be stopped while a create stays unanswered.
struct Stop {
    Stop(int number, const std::string& moment)
        : signal(number),
          stall(R"({"system": "work", "path_contains": "$batch", "times": 1, "act": "stall", "moment": ")" +
                moment + R"("})") {}
    int signal;
    std::string stall;
    int rule = 0;
    SandboxProgram sandbox;
    Bridge bridge{sandbox};
    Agent agent{bridge, sandbox};
};

/// Waits until the agent has made so many work items.
bool arrive(Agent& agent, SandboxProgram& sandbox, std::size_t count) {
    return agent.process.wait_until([&] { return sandbox.items().size() >= count; });
}

}  // namespace

TEST_CASE("A stop ends the agent in time also while a side does not answer, and loses nothing") {
    // all at once, because they mostly wait
    std::vector<std::unique_ptr<Stop>> stops;
    for (const int signal : {SIGTERM, SIGINT})
        for (const char* moment : {"before", "after"})
            stops.push_back(std::make_unique<Stop>(signal, moment));
    for (auto& stop : stops) {
        stop->sandbox.add_ticket("The pump does not start", "<p>It hums.</p>");
        stop->rule = stop->sandbox.add_rule(stop->stall);
    }
    for (auto& stop : stops) {
        auto& process = stop->agent.process;
        REQUIRE(process.wait_until([&] { return stop->sandbox.standing(stop->rule).struck == 1; }));
        process.signal(stop->signal);
    }
    std::vector<Process> again;
    for (auto& stop : stops) {
        const auto told = stop->agent.process.wait(stop_time);
        INFO(told.out << told.err);
        CHECK(told.code == 0);
        again.push_back(stop->bridge.start({"run"}));
    }
    for (std::size_t i = 0; i < stops.size(); ++i) {
        auto& sandbox = stops[i]->sandbox;
        CHECK(again[i].wait_until([&] { return sandbox.tickets().back().labels.contains("azure-devops"); }));
        again[i].signal(SIGTERM);
        CHECK(again[i].wait(stop_time).code == 0);
        CHECK(sandbox.items().size() == 1);
    }
}

TEST_CASE("A running agent carries over what is new, and only those that look work beside it") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    Agent agent(bridge, sandbox);
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"run"}, {"sync"}, {"links", "rebuild"}}) {
        const auto refused = bridge.run(call);
        INFO(refused.out << refused.err);
        CHECK(refused.code == 5);
        CHECK(says(refused.err, fmt::format("process {}", agent.process.id())));
        CHECK(says(refused.err, "what to do: "));
    }
    const auto ticket =
        std::to_string(sandbox.add_ticket("The pump does not start", "<p>It hums, then <b>nothing</b>.</p>"));
    REQUIRE(arrive(agent, sandbox, 1));
    const auto item = sandbox.items().front();
    CHECK(item.ticket_url.ends_with("/" + ticket));
    CHECK(says(item.title, "The pump does not start"));
    CHECK(says(item.repro_steps, "<b>nothing</b>"));
    REQUIRE(agent.process.wait_until([&] { return bridge.run({"links", "show", ticket}).code == 0; }));
    for (const std::vector<std::string>& call : std::vector<std::vector<std::string>>{{"status"},
                                                                                      {"links", "list"},
                                                                                      {"explain", ticket},
                                                                                      {"plan"},
                                                                                      {"check"},
                                                                                      {"parked", "list"},
                                                                                      {"db", "check"}}) {
        const auto told = bridge.run(call);
        INFO(call.front() << "\n" << told.out << told.err);
        CHECK(told.code == 0);
    }
    const auto status = bridge.run({"status", "--json"});
    CHECK(Document::parse(status.out, "the status")["agent_process"].integer() == agent.process.id());
    CHECK(says(bridge.run({"explain", ticket}).out, "link to work item 1"));
    agent.process.signal(SIGTERM);
    CHECK(agent.process.wait(stop_time).code == 0);
}

TEST_CASE("A backfill beside a running agent leaves the work to it and shows how it went") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    Agent agent(bridge, sandbox);
    const auto told = bridge.run({"backfill", "--json"});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    const auto report = Document::parse(told.out, "the report");
    CHECK(report["tenants"][0]["waiting"].integer() == 0);
    CHECK(report["tenants"][0]["created"].integer() == 0);
    CHECK(arrive(agent, sandbox, sandbox.tickets().size()));
    CHECK(says(bridge.run({"backfill"}).out, "0 worked off by the running agent"));
    agent.process.signal(SIGTERM);
    CHECK(agent.process.wait(stop_time).code == 0);
    CHECK(bridge.run({"backfill"}).code == 0);
    const auto count = items_by_ticket(sandbox.items());
    CHECK(count.size() == sandbox.tickets().size());
    for (const auto& [url, number] : count) CHECK(number == 1);
}

TEST_CASE("An agent outlives a desk that is down and a work side that limits, and goes on afterwards") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    Agent agent(bridge, sandbox);
    sandbox.add_rule(R"({"system": "desk", "method": "GET", "times": 1, "act": "status", "status": 503})");
    REQUIRE(agent.process.wait_for(" error "));
    const int limit = sandbox.add_rule(
        R"({"system": "work", "path_contains": "$batch", "times": 1, "act": "throttle", "retry_after": 1})");
    sandbox.add_ticket("The pump does not start", "<p>It hums.</p>");
    CHECK(arrive(agent, sandbox, 1));
    CHECK(sandbox.standing(limit).struck == 1);
    agent.process.signal(SIGTERM);
    CHECK(agent.process.wait(stop_time).code == 0);
}
