#include "json/json.h"
#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace programs;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A loopback address at which nobody listens: bound, so that nobody else gets it, and never listened at.
class SilentPort {
public:
    SilentPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    }
    ~SilentPort() { ::close(socket_); }
    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;
    const std::string& url() const { return url_; }

private:
    int socket_;
    std::string url_;
};

}  // namespace

TEST_CASE("A refused sign-in ends with 3 and says which side refused whom") {
    SandboxProgram sandbox;
    for (const bool desk : {true, false}) {
        Wishes wishes;
        (desk ? wishes.desk_key : wishes.work_token) = desk ? "1:WRONGKEY99999999" : "wrong-token-8d11e0";
        const Bridge bridge(sandbox, wishes);
        for (const std::string verb : {"check", "backfill", "sync"}) {
            const auto told = bridge.run({verb});
            INFO(verb << "\n" << told.out << told.err);
            CHECK(told.code == 3);
            const auto said = told.out + told.err;
            CHECK(says(said, desk ? "Deskpro" : "Azure DevOps"));
            CHECK_FALSE(says(said, desk ? "WRONGKEY" : "wrong-token"));
        }
        CHECK(sandbox.items().empty());
    }
}

TEST_CASE("A side at whose address nobody listens ends with 4 and names the address") {
    SandboxProgram sandbox;
    const SilentPort silent;
    for (const bool desk : {true, false}) {
        Wishes wishes;
        (desk ? wishes.desk_url : wishes.work_url) = silent.url();
        const Bridge bridge(sandbox, wishes);
        const auto told = bridge.run({"check"});
        INFO(told.out << told.err);
        CHECK(told.code == 4);
        CHECK(says(told.out + told.err, silent.url().substr(7)));
    }
}

TEST_CASE("A state file that is none, or of a later version, ends with 5 and is left as it is") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const std::string text = "This is a shopping list, and somebody needs it.\n";
    write_file(bridge.state(), text);
    for (const std::string verb : {"backfill", "sync", "status", "plan", "run"}) {
        const auto told = bridge.run({verb});
        INFO(verb << "\n" << told.out << told.err);
        CHECK(told.code == 5);
        CHECK(says(told.err, "state.db"));
        CHECK(text_of(bridge.state()) == text);
    }
    CHECK(sandbox.items().empty());
}

TEST_CASE("A backfill that is interrupted ends with 130, and the next one goes on") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    const int rule =
        sandbox.add_rule(R"({"system": "work", "path_contains": "$batch", "act": "delay", "delay_ms": 700})");
    auto backfill = bridge.start({"backfill"});
    REQUIRE(backfill.wait_until([&] { return sandbox.standing(rule).met > 0; }));
    backfill.signal(SIGINT);
    const auto told = backfill.wait(std::chrono::seconds{10});
    INFO(told.out << told.err);
    CHECK(told.code == 130);
    sandbox.clear_rules();

    const auto again = bridge.run({"backfill"});
    INFO(again.out << again.err);
    CHECK(again.code == 0);
    const auto items = sandbox.items();
    CHECK(items.size() == sandbox.tickets().size());
    for (const auto& [url, count] : items_by_ticket(items)) CHECK(count == 1);
}

TEST_CASE("With several tenants the worst outcome wins, and the others are still worked") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    auto text = text_of(bridge.config());
    const auto begin = text.find("{ \"name\"");
    const auto end = text.find("\n  ]");
    auto second = text.substr(begin, end - begin);
    second.replace(second.find("demo"), 4, "away");
    second.replace(second.find("work.pat"), 8, "away.pat");
    text.insert(begin, second + ",\n    ");
    write_file(bridge.config(), text);
    write_file(bridge.folder() / "away.pat", "not-a-token\n");
    const auto told = bridge.run({"backfill", "--json"});
    INFO(told.out << told.err);
    CHECK(told.code == 3);
    const auto report = deskbridge::json::Document::parse(told.out, "the report");
    REQUIRE(report["tenants"].size() == 2);
    CHECK(report["tenants"][0]["trouble"]["exit_code"].integer() == 3);
    CHECK(report["tenants"][1]["created"].integer() == static_cast<std::int64_t>(sandbox.items().size()));
    CHECK(sandbox.items().size() == sandbox.tickets().size());
}
