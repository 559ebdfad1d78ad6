// Signing in by every method with the real programs, from nothing to the first work items.
#include "programs/bridge.h"
#include "programs/sandbox_program.h"
#include "programs/web.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>

using namespace programs;

namespace {

const std::vector<std::string> planted{"sandbox-app-secret",  "sandbox-legacy-secret",
                                       "sandbox-desk-secret", "eyJ0eXAiOiJKV1Qi.",
                                       "1.renewal-",          "0.code-"};

std::string entra(const SandboxProgram& sandbox, const std::string& method, const std::string& more) {
    return fmt::format(R"("method": "{}", "tenant_id": "contoso.example", "authority": "{}", {})", method,
                       sandbox.sign_in(), more);
}

Wishes with_work(const std::string& auth) {
    Wishes wishes;
    wishes.work_auth = auth;
    return wishes;
}

/// No file that the program leaves, but for those a test wrote, and nothing it says holds what was planted.
void check_silence(const Bridge& bridge, const std::string& said) {
    for (const auto& secret : planted) {
        INFO(secret);
        CHECK(said.find(secret) == std::string::npos);
        for (const auto& entry : std::filesystem::directory_iterator(bridge.folder())) {
            const auto name = entry.path().filename().string();
            if (!entry.is_regular_file() || name.starts_with("given-")) continue;
            INFO(name);
            CHECK(text_of(entry.path()).find(secret) == std::string::npos);
        }
    }
}

std::string address_in(const std::string& said) {
    const auto from = said.find("  http://") + 2;
    return said.substr(from, said.find_first_of(" \n", from) - from);
}

/// What a browser does with an address: follows until it has left the service; where it ends, with the path
/// that an address without one has.
std::string browse(const std::string& address) {
    const auto host = address.find("//") + 2;
    const auto path = address.find('/', host);
    auto end = Web(address.substr(0, path), {}).ask("GET", address.substr(path)).location;
    const auto query = end.find('?');
    if (end.find('/', end.find("//") + 2) > query) end.insert(query, "/");
    return end;
}

/// The page that the agent shows to the browser that comes back.
std::string visit(const std::string& address) {
    const auto path = address.find('/', address.find("//") + 2);
    auto origin = address.substr(0, path);
    origin.replace(origin.find("localhost"), 9, "127.0.0.1");
    return Web(origin, {}).ask("GET", address.substr(path)).body;
}

/// Signs in as a person with a browser does; the whole outcome.
Outcome log_in(const Bridge& bridge, std::string* page = nullptr) {
    auto login = bridge.start({"auth", "login"});
    REQUIRE(login.wait_for("code_challenge="));
    REQUIRE(login.wait_for("\n\n"));
    const auto shown = visit(browse(address_in(login.out())));
    if (page != nullptr) *page = shown;
    return login.wait();
}

void check_first_items(SandboxProgram& sandbox, const Bridge& bridge) {
    const auto told = bridge.run({"backfill", "--limit", "3"});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    CHECK(sandbox.items().size() == 3);
    check_silence(bridge, told.out + told.err);
}

}  // namespace

TEST_CASE("A program signs in by its secret and makes work items") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-app", R"("client_id": "sandbox-app",
        "client_secret": { "file": "given-secret" })")));
    write_file(bridge.folder() / "given-secret", "sandbox-app-secret\n");
    check_first_items(sandbox, bridge);
}

TEST_CASE("A wrong secret ends with the code for sign-in and the sentence that says what to do") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-app", R"("client_id": "sandbox-app",
        "client_secret": { "file": "given-secret" })")));
    write_file(bridge.folder() / "given-secret", "not-it-4e1b\n");
    const auto told = bridge.run({"check"});
    INFO(told.out << told.err);
    CHECK(told.code == 3);
    CHECK(told.out.find("the client secret is wrong (AADSTS7000215") != std::string::npos);
    CHECK(told.out.find("Put the secret's value, not its id") != std::string::npos);
    CHECK((told.out + told.err).find("not-it-4e1b") == std::string::npos);
}

TEST_CASE(
    "Two secrets stand side by side while one takes the place of the other, and it is said which is used") {
    SandboxProgram sandbox;
    Wishes wishes = with_work(entra(sandbox, "entra-app", R"("client_id": "sandbox-app",
        "client_secret": [ { "file": "given-old" }, { "file": "given-new" } ])"));
    wishes.desk_auth = R"("api_key": [ { "file": "given-key" }, { "file": "desk.key" } ])";
    const Bridge bridge(sandbox, wishes);
    write_file(bridge.folder() / "given-old", "ended-secret-5d20\n");
    write_file(bridge.folder() / "given-new", "sandbox-app-secret\n");
    write_file(bridge.folder() / "given-key", "7:ENDEDKEY5D20\n");
    const auto before = bridge.run({"auth", "status"});
    CHECK(before.code == 0);
    CHECK(before.out.find("given-old: not used yet") != std::string::npos);
    const auto requests = [&](const char* system) {
        const int rule = sandbox.count(system, "", "");
        CHECK(bridge.run({"check"}).code == 1);
        return sandbox.standing(rule).met;
    };
    const auto first = requests("desk");
    const auto second = requests("desk");
    CHECK(second == first - 1);  // the refused key was not shown again
    CHECK(requests("desk") == second);

    const auto told = bridge.run({"check"});
    INFO(told.out << told.err);
    for (const char* pair : {"given-old was refused at ", "given-key was refused at "})
        CHECK(told.out.find(pair) != std::string::npos);
    CHECK(told.out.find("given-new: in use") != std::string::npos);
    CHECK(told.out.find("desk.key: in use") != std::string::npos);
    CHECK(told.err.find("given-new is in use") != std::string::npos);
    const auto status = bridge.run({"auth", "status", "--json"});
    CHECK(status.code == 1);
    CHECK(status.out.find("refused at ") != std::string::npos);
    CHECK(bridge.run({"status"}).code == 1);
    for (const auto* said : {&told.out, &told.err, &status.out, &status.err})
        for (const char* secret : {"ended-secret-5d20", "ENDEDKEY5D20"})
            CHECK(said->find(secret) == std::string::npos);
    check_first_items(sandbox, bridge);

    // the new one takes the old one's place, and the list goes
    write_file(bridge.folder() / "given-old", "sandbox-app-secret\n");
    std::filesystem::remove(bridge.folder() / "given-new");
    const auto moved = bridge.run({"check"});
    INFO(moved.out << moved.err);
    CHECK(moved.code == 1);
    CHECK(moved.out.find("given-old: in use") != std::string::npos);
}

TEST_CASE("A machine signs in by the identity that it has") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, with_work(fmt::format(R"("method": "managed-identity", "authority": "{}")",
                                                       sandbox.sign_in())));
    check_first_items(sandbox, bridge);
    sandbox.turn(R"({ "sign_in.machine_identity": false })");
    const auto told = bridge.run({"check"});
    CHECK(told.code == 3);
    CHECK(told.out.find("the machine has no such identity") != std::string::npos);
}

TEST_CASE(
    "A person signs in with the browser of this machine, sees a page, and the agent works as that person") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.grants_at_once": true })");
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-user", R"("client_id": "sandbox-public")")));
    const auto before = bridge.run({"check"});
    CHECK(before.code == 3);
    CHECK(before.out.find("deskbridge auth login --tenant demo") != std::string::npos);
    std::string page;
    const auto told = log_in(bridge, &page);
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    CHECK(page.find("You are signed in") != std::string::npos);
    CHECK(page.find("You can close this window") != std::string::npos);
    CHECK(told.out.find("as Maren Holt") != std::string::npos);
    CHECK(told.out.find("Nothing is missing") != std::string::npos);
    check_silence(bridge, told.err);
    check_first_items(sandbox, bridge);

    const auto status = bridge.run({"auth", "status"});
    CHECK(status.code == 0);
    CHECK(status.out.find("Maren Holt") != std::string::npos);
    CHECK(status.out.find("offline_access") != std::string::npos);
    check_silence(bridge, status.out + status.err);
    const auto gone = bridge.run({"auth", "logout"});
    CHECK(gone.code == 0);
    CHECK(bridge.run({"auth", "status", "--json"}).code == 3);
}

TEST_CASE("A person who declines is told so on the page and in the terminal") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.refuse_authorization": "access_denied" })");
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-user", R"("client_id": "sandbox-public")")));
    std::string page;
    const auto told = log_in(bridge, &page);
    CHECK(told.code == 3);
    CHECK(page.find("The sign-in did not work") != std::string::npos);
    CHECK(told.err.find("declined") != std::string::npos);
}

TEST_CASE("Other visitors of the waiting address do not disturb the sign-in") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.grants_at_once": true })");
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-user", R"("client_id": "sandbox-public")")));
    auto login = bridge.start({"auth", "login"});
    REQUIRE(login.wait_for("\n\n"));
    const auto back = browse(address_in(login.out()));
    const auto path = back.find('/', back.find("//") + 2);
    const auto origin =
        "http://127.0.0.1:" + back.substr(back.rfind(':', path) + 1, path - back.rfind(':', path) - 1);
    const auto stranger = [&](const std::string& target) { return Web(origin, {}).ask("GET", target).body; };
    CHECK(stranger("/favicon.ico").find("Nothing is here") != std::string::npos);
    CHECK(stranger("/?code=0.stolen&state=guessed").find("Nothing is here") != std::string::npos);
    CHECK(visit(back).find("You are signed in") != std::string::npos);
    CHECK(login.wait().code == 0);
    CHECK_THROWS(stranger(back.substr(path)));
}

TEST_CASE("A person signs in by a code on another device") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.device_grants_at_once": true, "sign_in.device_interval": 1 })");
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-user", R"("client_id": "sandbox-public")")));
    const auto told = bridge.run({"auth", "login", "--device-code"});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    CHECK(told.out.find("/deviceauth on any device and enter the code ") != std::string::npos);
    check_first_items(sandbox, bridge);
}

TEST_CASE(
    "An old app of Azure DevOps OAuth goes on, by the address that is pasted, with a warning of its end") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.grants_at_once": true })");
    const auto settings = [&](const char* scopes) {
        return with_work(fmt::format(R"("method": "azure-devops-oauth", "authority": "{}",
            "client_id": "sandbox-legacy", "client_secret": {{ "file": "given-secret" }},
            "redirect_uri": "https://sandbox.example/callback", "scopes": [ {} ])",
                                     sandbox.sign_in(), scopes));
    };
    const auto paste = [&](const Bridge& bridge) {
        write_file(bridge.folder() / "given-secret", "sandbox-legacy-secret\n");
        const auto pipe = bridge.folder() / "pipe";
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        auto login = bridge.start({"auth", "login", "--paste"}, {}, pipe);
        REQUIRE(login.wait_for("Copy it whole"));
        std::ofstream(pipe) << browse(address_in(login.out())) << '\n' << std::flush;
        return login.wait();
    };
    const Bridge bridge(sandbox, settings(R"("vso.project", "vso.work_write")"));
    CHECK(bridge.run({"auth", "login"}).code == 2);
    const auto told = paste(bridge);
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    CHECK(told.err.find("Azure DevOps OAuth ends in 2026") != std::string::npos);
    check_first_items(sandbox, bridge);

    const Bridge wrong(sandbox, settings(R"("vso.work_full")"));
    const auto refused = paste(wrong);
    CHECK(refused.code == 3);
    CHECK(refused.err.find("exactly those that the app was registered with") != std::string::npos);
}

TEST_CASE("An agent of the help desk signs in by OAuth, with a browser too") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.grants_at_once": true })");
    Wishes wishes;
    wishes.desk_auth = R"("client_id": "sandbox-desk", "client_secret": { "file": "given-secret" })";
    const Bridge bridge(sandbox, wishes);
    write_file(bridge.folder() / "given-secret", "sandbox-desk-secret\n");
    const auto told = log_in(bridge);
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    CHECK(told.out.find("as Maren Holt") != std::string::npos);
    check_first_items(sandbox, bridge);
}

TEST_CASE("Tokens that live seconds carry a long backfill, and two programs renew them without a collision") {
    SandboxProgram sandbox;
    sandbox.turn(
        R"({ "sign_in.grants_at_once": true, "sign_in.access_seconds": 2, "sign_in.strict_rotation": true })");
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-user", R"("client_id": "sandbox-public")")));
    CHECK(log_in(bridge).code == 0);
    sandbox.add_rule(R"({ "system": "desk", "path_contains": "/tickets", "act": "delay", "delay_ms": 300 })");
    auto backfill = bridge.start({"backfill"});
    std::vector<int> codes;
    while (!backfill.wait_until([] { return false; }, std::chrono::milliseconds{1}) && !backfill.ended())
        codes.push_back(bridge.run({"check"}).code);
    const auto told = backfill.wait();
    INFO(told.out << told.err);
    CHECK(told.code <= 1);
    CHECK(codes.size() > 2);
    for (const int code : codes) CHECK(code <= 1);
    CHECK(bridge.run({"auth", "status"}).code == 0);
}

TEST_CASE(
    "A sign-in that was ended stops the agent's tenant, and goes on at once when a person signs in again") {
    SandboxProgram sandbox;
    sandbox.turn(R"({ "sign_in.grants_at_once": true, "sign_in.access_seconds": 1 })");
    const Bridge bridge(sandbox, with_work(entra(sandbox, "entra-user", R"("client_id": "sandbox-public")")));
    CHECK(log_in(bridge).code == 0);
    sandbox.turn(R"({ "sign_in.refuse_code": 50173 })");
    auto agent = bridge.start({"-v", "run"});
    REQUIRE(agent.wait_for("the password was changed or the sign-ins were revoked"));
    REQUIRE(agent.wait_for("deskbridge auth login --tenant demo"));
    CHECK(bridge.run({"auth", "status"}).code == 3);
    sandbox.turn(R"({ "sign_in.refuse_code": 0, "sign_in.access_seconds": 3600 })");
    CHECK(log_in(bridge).code == 0);
    CHECK(agent.wait_for("cycle listed=", std::chrono::seconds{20}));
    const auto ticket = sandbox.add_ticket("After the sign-in", "text");
    CHECK(ticket > 0);
    CHECK(agent.wait_until([&] { return sandbox.items().size() == 1; }));
    agent.signal(SIGTERM);
    const auto told = agent.wait();
    CHECK(told.code == 0);
    check_silence(bridge, told.out + told.err);
}

TEST_CASE("What ends soon is told by check, status and the log, and ends with code 1") {
    SandboxProgram sandbox;
    const auto soon =
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days{7};
    const std::chrono::year_month_day day(soon);
    const auto text = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    const Bridge bridge(sandbox,
                        with_work(fmt::format(
                            R"("method": "pat", "token": {{ "file": "work.pat" }}, "expires": "{}")", text)));
    const auto words = "the personal access token of tenant demo ends in 6 days, on " + text;
    const auto check = bridge.run({"check"});
    INFO(check.out << check.err);
    CHECK(check.code == 1);
    CHECK(check.out.find(words) != std::string::npos);
    auto agent = bridge.start({"run"});
    CHECK(agent.wait_for(words));
    agent.signal(SIGTERM);
    agent.wait();
    const auto status = bridge.run({"status"});
    CHECK(status.code == 1);
    CHECK(status.out.find(words) != std::string::npos);
    CHECK(bridge.run({"auth", "status"}).code == 1);
}

TEST_CASE("Secrets are sealed from standard input, used by name, listed without themselves, and keyed anew") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, with_work(R"("method": "pat", "token": { "sealed": "work-pat" })"));
    CHECK(bridge.run({"check"}).code == 2);
    write_file(bridge.folder() / "given-pat", sandbox.work_token() + "\n");
    std::filesystem::remove(bridge.folder() / "work.pat");
    const auto set =
        bridge.run({"secret", "set", "work-pat", "--tenant", "demo"}, bridge.folder() / "given-pat");
    INFO(set.out << set.err);
    CHECK(set.code == 0);
    check_first_items(sandbox, bridge);
    const auto listed = bridge.run({"secret", "list"});
    CHECK(listed.out.find("work-pat") != std::string::npos);
    CHECK(listed.out.find("of tenant demo") != std::string::npos);
    CHECK(bridge.run({"secret", "rekey"}).code == 0);
    CHECK(bridge.run({"check"}).code == 0);
    std::filesystem::remove(bridge.folder() / "given-pat");
    for (const auto& entry : std::filesystem::directory_iterator(bridge.folder()))
        if (entry.is_regular_file()) {
            INFO(entry.path());
            CHECK(text_of(entry.path()).find(sandbox.work_token()) == std::string::npos);
        }
    CHECK(bridge.run({"secret", "remove", "work-pat", "--tenant", "demo"}).code == 0);
    CHECK(bridge.run({"secret", "remove", "work-pat", "--tenant", "demo"}).code == 1);
    CHECK(bridge.run({"secret", "set", "work-pat", "--tenant", "demo"}).code == 2);
    CHECK(bridge.run({"secret", "set", "no/name"}).code == 2);
    CHECK(bridge.run({"secret", "set", "x", "--tenant", "nobody"}).code == 2);
    const auto key = bridge.run({"secret", "new-key"});
    CHECK(key.out.size() > 50);
}
