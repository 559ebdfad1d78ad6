// Secrets that are planted by every way there is, and looked for wherever the program leaves something.
#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace programs;
namespace fs = std::filesystem;

namespace {

/// The token comes from the environment, the key from the sealed store; temporary files have a folder that is
/// looked into as well.
struct Scene {
    Scene() : bridge(sandbox, wishes()) {
        secrets = {sandbox.work_token(), basic_authorization(sandbox.work_token()).substr(6),
                   sandbox.desk_key().substr(sandbox.desk_key().find(':') + 1)};
        fs::create_directory(bridge.folder() / "tmp");
        environment = {{"CANARY_PAT", sandbox.work_token()}, {"TMPDIR", (bridge.folder() / "tmp").string()}};
        for (const char* unused : {"desk.key", "work.pat"}) fs::remove(bridge.folder() / unused);
        const Folder outside;
        write_file(outside.path() / "key", sandbox.desk_key() + "\n");
        auto set = bridge.start({"secret", "set", "desk-key"}, environment, outside.path() / "key");
        REQUIRE(set.wait().code == 0);
    }
    static Wishes wishes() {
        Wishes wishes;
        wishes.work_auth = R"("method": "pat", "token": { "env": "CANARY_PAT" })";
        wishes.desk_auth = R"("api_key": { "sealed": "desk-key" })";
        return wishes;
    }
    /// A program that writes down what it is told, found before any of its name; says where.
    fs::path plant_program(const std::string& name) {
        const auto file = bridge.folder() / "bin" / name;
        fs::create_directory(bridge.folder() / "bin");
        const auto heard = bridge.folder() / (name + ".heard");
        write_file(file,
                   fmt::format("#!/bin/sh\n{{ env; echo \"words: $*\"; }} > {0}.part\nmv {0}.part {0}\n",
                               heard.string()));
        ::chmod(file.c_str(), 0755);
        environment["PATH"] = (bridge.folder() / "bin").string() + ":/usr/bin:/bin";
        return heard;
    }
    void check(const std::string& text) const {
        for (std::size_t i = 0; i < secrets.size(); ++i) {
            INFO("secret number " << i);
            CHECK((text.find(secrets[i]) == std::string::npos));  // not shown, should it be there
        }
    }
    void check_files() const {
        for (const auto& entry : fs::recursive_directory_iterator(bridge.folder())) {
            if (!entry.is_regular_file()) continue;
            INFO(entry.path());
            check(text_of(entry.path()));
        }
    }

    SandboxProgram sandbox;
    Bridge bridge;
    std::vector<std::string> secrets;
    Environment environment;
};

}  // namespace

TEST_CASE(
    "No command says a secret in words, as JSON, in its log or in a file, also when a server repeats it") {
    Scene scene;
    // each repeats what it was sent, and no other's
    const auto echo = [&](const char* system, const char* path, const std::string& sent) {
        scene.sandbox.add_rule(fmt::format(
            R"({{ "system": "{}", "path_contains": "{}", "nth": 2, "act": "status", "status": 400,
                "headers": {{ "Content-Type": "application/json" }},
                "body": "{{\"message\": \"echo-7Q of {}\"}}" }})",
            system, path, sent));
    };
    echo("work", "/wit/workitemtypes", scene.secrets[0] + " " + scene.secrets[1]);
    echo("desk", "/tickets", scene.sandbox.desk_key());
    bool echoed = false;
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"check", "--json"},
                                               {"check"},
                                               {"plan", "--json"},
                                               {"explain", "1", "--json"},
                                               {"-v", "backfill", "--limit", "3", "--json"},
                                               {"--log-format", "json", "-v", "sync"},
                                               {"status", "--json"},
                                               {"auth", "status", "--json"},
                                               {"auth", "status"},
                                               {"secret", "list"},
                                               {"parked", "list", "--json"},
                                               {"conflicts", "list", "--json"},
                                               {"links", "export"}}) {
        INFO(fmt::format("{}", fmt::join(call, " ")));
        const auto told = scene.bridge.start(call, scene.environment).wait();
        scene.check(told.out + told.err);
        echoed = echoed || (told.out + told.err).find("echo-7Q") != std::string::npos;
    }
    CHECK(echoed);
    scene.check_files();
}

TEST_CASE("Programs that are started are told no secret of the environment") {
    Scene scene;
    SECTION("systemctl, for the service") {
        const auto heard = scene.plant_program("systemctl");
        scene.bridge.start({"service", "status"}, scene.environment).wait();
        REQUIRE(fs::exists(heard));
        const auto told = text_of(heard);
        CHECK(told.find("PATH=") != std::string::npos);
        CHECK(told.find("CANARY_PAT") == std::string::npos);
        scene.check(told);
    }
    SECTION("a browser, for a person") {
        const auto heard = scene.plant_program("xdg-open");
        scene.environment["DISPLAY"] = ":99";
        Wishes wishes;
        wishes.work_auth = fmt::format(
            R"("method": "entra-user", "tenant_id": "contoso.example", "authority": "{}", "client_id": "sandbox-public")",
            scene.sandbox.sign_in());
        const Bridge other(scene.sandbox, wishes);
        auto login = other.start({"auth", "login"}, scene.environment);
        CHECK(login.wait_until([&] { return fs::exists(heard); }));
        login.signal(SIGTERM);
        login.wait();
        const auto told = text_of(heard);
        CHECK(told.find("words: http") != std::string::npos);
        CHECK(told.find("CANARY_PAT") == std::string::npos);
        scene.check(told);
    }
}

TEST_CASE("An agent that crashes leaves no core file, although the system keeps those of others") {
    rlimit own{};
    REQUIRE(::getrlimit(RLIMIT_CORE, &own) == 0);
    const rlimit all{own.rlim_max, own.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_CORE, &all) == 0);
    Scene scene;
    Process other(
        {"/bin/sh", "-c", fmt::format("cd {} && kill -ABRT $$", (scene.bridge.folder() / "tmp").string())});
    other.wait();
    auto agent = scene.bridge.start({"-v", "run"}, scene.environment);
    REQUIRE(agent.wait_for("cycle listed="));
    const auto limits = text_of(fmt::format("/proc/{}/limits", agent.id()));
    const auto line = limits.substr(limits.find("Max core file size"));
    CHECK(line.find("unlimited") > line.find('\n'));
    agent.signal(SIGABRT);
    CHECK(agent.wait().code == 128 + SIGABRT);
    CHECK_FALSE(agent.left_core());
    if (own.rlim_max == 0)
        WARN("no program may leave a core file here");
    else
        CHECK(other.left_core());
    ::setrlimit(RLIMIT_CORE, &own);
    fs::remove_all(scene.bridge.folder() / "tmp");
    scene.check_files();
}
