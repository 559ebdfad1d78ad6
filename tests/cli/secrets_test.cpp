#include "programs/bridge.h"

#include <catch2/catch.hpp>
#include <csignal>

using namespace programs;

namespace {

/// What must not be found anywhere: the key's code and the token, also as they travel.
std::vector<std::string> secrets_of(const SandboxProgram& sandbox) {
    const auto key = sandbox.desk_key();
    const auto basic = basic_authorization(sandbox.work_token());
    return {key.substr(key.find(':') + 1), sandbox.work_token(), basic.substr(basic.find(' ') + 1)};
}

void check_silence(const std::string& text, const std::vector<std::string>& secrets) {
    for (std::size_t i = 0; i < secrets.size(); ++i) {
        INFO("secret number " << i);
        CHECK((text.find(secrets[i]) == std::string::npos));  // not shown, should it be there
    }
}

}  // namespace

TEST_CASE("Neither key nor token is ever said, logged, stored or shown among the arguments") {
    SandboxProgram sandbox;
    const auto secrets = secrets_of(sandbox);
    REQUIRE(secrets[0].size() > 8);
    const Bridge bridge(sandbox);
    const std::vector<std::string> troubles{
        R"({"system": "work", "path_contains": "$batch", "times": 1, "act": "sign_in", "form": "redirect"})",
        R"({"system": "desk", "nth": 3, "act": "not_json"})"};
    for (const auto& trouble : troubles) sandbox.add_rule(trouble);
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"check"},
                                               {"-v", "backfill", "--limit", "8"},
                                               {"--log-format", "json", "-v", "backfill"},
                                               {"-v", "sync"},
                                               {"plan"},
                                               {"explain", "1"},
                                               {"status"},
                                               {"links", "export"},
                                               {"parked", "list"}}) {
        const auto told = bridge.run(call);
        check_silence(told.out + told.err, secrets);
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(bridge.folder())) {
        const auto name = entry.path().filename().string();
        if (!entry.is_regular_file() || name == "desk.key" || name == "work.pat") continue;
        INFO(name);
        check_silence(text_of(entry.path()), secrets);
    }
}

TEST_CASE("The arguments and the log of a running agent hold no secret, also when sign-in is refused") {
    SandboxProgram sandbox;
    Wishes wishes;
    wishes.work_token = "not-the-token-4e1b77d0";
    const Bridge bridge(sandbox, wishes);
    auto agent = bridge.start({"-v", "run"});
    REQUIRE(agent.wait_for(" error "));
    const std::vector<std::string> secrets{sandbox.desk_key().substr(2), wishes.work_token,
                                           basic_authorization(wishes.work_token).substr(6)};
    for (const char* file : {"cmdline", "environ"})
        check_silence(text_of("/proc/" + std::to_string(agent.id()) + "/" + file), secrets);
    agent.signal(SIGTERM);
    const auto told = agent.wait(std::chrono::seconds{10});
    CHECK(told.code == 0);
    check_silence(told.out + told.err, secrets);
}

TEST_CASE("A secret file that others can read is told, and a secret that is not there names its source") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    std::filesystem::permissions(bridge.folder() / "work.pat", std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const auto loose = bridge.run({"check"});
    INFO(loose.out << loose.err);
    CHECK(loose.err.find("work.pat") != std::string::npos);
    check_silence(loose.out + loose.err, secrets_of(sandbox));
    std::filesystem::remove(bridge.folder() / "work.pat");
    const auto missing = bridge.run({"backfill"});
    INFO(missing.out << missing.err);
    CHECK(missing.code == 2);
    CHECK(missing.err.find("work.pat") != std::string::npos);
}
