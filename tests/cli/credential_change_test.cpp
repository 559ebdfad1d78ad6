// Credentials that people replace, and how many there may be meanwhile.
#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>

using namespace programs;

TEST_CASE("A password of the help desk is one, and a list of two says so") {
    SandboxProgram sandbox;
    Wishes wishes;
    wishes.desk_auth =
        R"("email": "agent@example.com", "password": [ { "file": "desk.key" }, { "file": "work.pat" } ])";
    const Bridge bridge(sandbox, wishes);
    const auto told = bridge.run({"check"});
    CHECK(told.code == 2);
    CHECK(told.out.find("of 'password' there can be only one") != std::string::npos);
}

TEST_CASE("A running agent takes up a replaced credential at once, from a file and from the sealed store") {
    SandboxProgram sandbox;
    Wishes wishes;
    wishes.work_auth = R"("method": "pat", "token": { "sealed": "work-pat" })";
    wishes.desk_key = "7:NOTTHEKEY5D20";
    const Bridge bridge(sandbox, wishes);
    const auto seal = [&](const std::string& token) {
        write_file(bridge.folder() / "given-pat", token + "\n");
        REQUIRE(bridge.run({"secret", "set", "work-pat", "--tenant", "demo"}, bridge.folder() / "given-pat")
                    .code == 0);
    };
    seal("not-the-token-5d20");
    auto agent = bridge.start({"-v", "run"});
    // a refused sign-in rests for a minute; whoever goes on sooner has seen the change
    constexpr std::chrono::seconds sooner{20};
    REQUIRE(agent.wait_for("Deskpro: the sign-in is not accepted"));
    write_file(bridge.folder() / "desk.key", sandbox.desk_key() + "\n");
    REQUIRE(agent.wait_for("the sign-in was refused (HTTP 401", sooner));
    seal(sandbox.work_token());
    // a tenant starts with its first good cycle; what comes after that is carried
    CHECK(agent.wait_until([&] { return bridge.run({"status"}).out.find("not yet") == std::string::npos; },
                           sooner));
    sandbox.add_ticket("After the credential", "text");
    CHECK(agent.wait_until([&] { return sandbox.items().size() == 1; }, sooner));
    const auto standing = bridge.run({"auth", "status"});
    CHECK(standing.code == 0);
    CHECK(standing.out.find("as          Integration") != std::string::npos);
    CHECK(standing.out.find("last good   20") != std::string::npos);
    agent.signal(SIGTERM);
    const auto told = agent.wait();
    CHECK(told.code == 0);
    for (const char* secret : {"NOTTHEKEY5D20", "not-the-token-5d20"})
        CHECK((told.out + told.err).find(secret) == std::string::npos);
}
