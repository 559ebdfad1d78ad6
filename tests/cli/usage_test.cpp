#include "programs/files.h"
#include "programs/process.h"

#include <catch2/catch.hpp>

using namespace programs;

namespace {

Outcome deskbridge(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), built_program("deskbridge"));
    return run(arguments);
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::vector<std::string> verbs{"run",     "backfill", "sync",      "plan",   "explain", "check",
                                     "status",  "links",    "conflicts", "parked", "auth",    "secret",
                                     "mapping", "db",       "service",   "manual"};

}  // namespace

TEST_CASE("The help names every command and every exit code, on standard output") {
    for (const char* word : {"--help", "-h", "help"}) {
        const auto help = deskbridge({word});
        CHECK(help.code == 0);
        CHECK(help.err.empty());
        for (const auto& verb : verbs) CHECK(says(help.out, "  " + verb + " "));
        CHECK(says(help.out, "130 interrupted"));
    }
    CHECK(says(deskbridge({"--version"}).out, "deskbridge "));
}

TEST_CASE("Every command explains itself without a configuration") {
    for (const auto& verb : verbs) {
        INFO(verb);
        const auto help = deskbridge({"--config", "/nowhere/deskbridge.json", verb, "--help"});
        CHECK(help.code == 0);
        CHECK(says(help.out, "usage: deskbridge " + verb));
        CHECK(says(help.out, "--help"));
        CHECK(help.err.empty());
    }
}

TEST_CASE("A command line that cannot be understood ends with 2 and says what is wrong") {
    struct Mistake {
        std::vector<std::string> arguments;
        std::string told;
    };
    const std::vector<Mistake> mistakes{
        {{}, "a command is missing"},
        {{"backfil"}, "'backfil' is no command"},
        {{"--colour", "status"}, "--colour"},
        {{"--log-format", "xml", "status"}, "--log-format 'xml' is not known"},
        {{"backfill", "--fast"}, "--fast"},
        {{"backfill", "--limit", "some"}, "--limit"},
        {{"backfill", "--since", "yesterday"}, "--since 'yesterday' is no time"},
        {{"backfill", "--since", "2026-03-04", "--until", "2026-03-01"}, "--since must be before --until"},
        {{"plan", "everything"}, "usage: deskbridge plan"},
        {{"explain"}, "name a ticket"},
        {{"links"}, "say list, show, export, add, remove, rebuild or rebind"},
        {{"links", "add", "1"}, "name both"},
        {{"links", "remove", "1", "two"}, "name both"},
        {{"links", "forget"}, "links 'forget' is not known"},
        {{"conflicts"}, "say list, show or resolve"},
        {{"auth"}, "say login, status or logout"},
        {{"auth", "login", "--side", "both"}, "say work or desk"},
        {{"secret"}, "say set, list, remove, rekey or new-key"},
        {{"secret", "set"}, "name the secret"},
        {{"secret", "list", "x"}, "takes no name"},
        {{"conflicts", "show", "x"}, "'x' is no number of a conflict"},
        {{"conflicts", "resolve", "1"}, "--take desk"},
        {{"parked", "burn"}, "parked 'burn' is not known"},
        {{"parked", "show"}, "name a ticket"},
        {{"parked", "discard"}, "name the tickets"},
        {{"mapping", "draw"}, "mapping 'draw' is not known"},
        {{"db", "drop"}, "db 'drop' is not known"},
        {{"db", "backup"}, "name the copy"},
    };
    for (const auto& mistake : mistakes) {
        const auto told = deskbridge(mistake.arguments);
        INFO(told.out << told.err);
        CHECK(told.code == 2);
        CHECK(told.out.empty());
        CHECK(says(told.err, mistake.told));
        CHECK(says(told.err, "--help"));
    }
}

TEST_CASE("A folder that cannot be looked into is no reason to fail without a configuration of its own") {
    // what an account without the right to look would be told, told to root as well
    const Folder folder;
    std::filesystem::create_symlink("deskbridge.json", folder.path() / "deskbridge.json");
    const auto told = run({"/bin/sh", "-c", "cd \"$1\" && exec \"$2\" status", "sh", folder.path().string(),
                           built_program("deskbridge")});
    INFO(told.err);
    CHECK(told.code == 2);
    CHECK(says(told.err, "deskbridge.json"));
    CHECK_FALSE(says(told.err, "unexpected"));
}

TEST_CASE("A configuration that is missing or broken ends with 2 and names the place") {
    const Folder folder;
    const auto file = (folder.path() / "deskbridge.json").string();
    for (const char* verb : {"run", "backfill", "sync", "plan", "check", "status"}) {
        const auto told = deskbridge({"--config", file, verb});
        CHECK(told.code == 2);
        CHECK(says(told.err, file));
    }
    write_file(file, "{\n  \"tenants\": [],\n  \"stat\": \"x.db\"\n}\n");
    const auto told = deskbridge({"--config", file, "check"});
    INFO(told.err);
    CHECK(told.code == 2);
    CHECK(says(told.err, "deskbridge.json:3:"));
    CHECK(says(told.err, "'state'"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "deskbridge.db"));
}
