#include "programs/files.h"
#include "programs/process.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/stat.h>

using namespace programs;
namespace fs = std::filesystem;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Another system's root, and a systemctl that writes down what it is asked and answers what the test says.
struct System {
    System() {
        write_file(folder.path() / "root/etc/deskbridge/deskbridge.json", "{}");
        answer("true");
    }
    void answer(const std::string& script) {
        const auto file = folder.path() / "bin/systemctl";
        write_file(file, fmt::format("#!/bin/sh\necho \"$*\" >> {}\n{}\n", asked().string(), script));
        ::chmod(file.c_str(), 0755);
    }
    void show(const std::string& properties) {
        answer(fmt::format("[ \"$1\" != show ] || printf '{}'", properties));
    }
    fs::path asked() const { return folder.path() / "asked"; }
    fs::path root() const { return folder.path() / "root"; }
    fs::path unit() const { return root() / "etc/systemd/system/deskbridge.service"; }
    Outcome call(std::vector<std::string> arguments,
                 const std::string& config = "/etc/deskbridge/deskbridge.json") {
        arguments.insert(arguments.begin(), {built_program("deskbridge"), "--config", config, "service"});
        return run(arguments, {{"PATH", (folder.path() / "bin").string() + ":/usr/bin:/bin"}});
    }
    Folder folder;
};

}  // namespace

TEST_CASE(
    "service install writes a unit with program and configuration below another root, and uninstall removes "
    "it") {
    System system;
    const auto installed = system.call({"install", "--root", system.root().string()});
    INFO(installed.out << installed.err);
    // a program below a home or /tmp cannot be seen by the service, which is where some build
    if (built_program("deskbridge").starts_with("/home/") ||
        built_program("deskbridge").starts_with("/tmp/")) {
        CHECK(installed.code == 2);
        return;
    }
    REQUIRE(installed.code == 0);
    const auto unit = text_of(system.unit());
    CHECK(says(unit, fmt::format("ExecStart={} --config /etc/deskbridge/deskbridge.json run\n",
                                 fs::canonical(built_program("deskbridge")).string())));
    CHECK(says(unit, "Type=notify\n"));
    CHECK_FALSE(says(unit,
                     "@"
                     "PROGRAM@"));
    CHECK(system.call({"install", "--root", system.root().string()}).code == 0);
    CHECK(system.call({"uninstall", "--root", system.root().string()}).code == 0);
    CHECK_FALSE(fs::exists(system.unit()));
    CHECK(fs::exists(system.root() / "etc/deskbridge/deskbridge.json"));
    const auto again = system.call({"uninstall", "--root", system.root().string()});
    CHECK(again.code == 2);
    CHECK(says(again.err, "not installed"));
    CHECK_FALSE(fs::exists(system.asked()));
}

TEST_CASE("service install refuses what the service could not see, and leaves the package's unit alone") {
    System system;
    write_file(system.root() / "home/me/deskbridge.json", "{}");
    const auto hidden =
        system.call({"install", "--root", system.root().string()}, "/home/me/deskbridge.json");
    CHECK(hidden.code == 2);
    CHECK(says(hidden.err, "/home/me/deskbridge.json"));
    const auto absent =
        system.call({"install", "--root", system.root().string()}, "/etc/deskbridge/other.json");
    CHECK(absent.code == 2);
    CHECK(says(absent.err, "there is no configuration"));
    write_file(system.root() / "lib/systemd/system/deskbridge.service", "[Unit]\n");
    for (const char* verb : {"install", "uninstall"}) {
        const auto packaged = system.call({verb, "--root", system.root().string()});
        CHECK(packaged.code == 2);
        CHECK(says(packaged.err, "package"));
    }
    CHECK_FALSE(fs::exists(system.unit()));
}

TEST_CASE("service status says what systemd knows and what the agent told it") {
    System system;
    system.show(
        R"(LoadState=loaded\nActiveState=active\nSubState=running\nStatusText=2 tenants, 0 in trouble\nUnitFileState=enabled\nMainPID=42\nResult=success\n)");
    const auto running = system.call({"status"});
    CHECK(running.code == 0);
    CHECK(running.out == "running (process 42): 2 tenants, 0 in trouble\nstarts with the system\n");
    system.show(
        R"(LoadState=loaded\nActiveState=failed\nSubState=failed\nStatusText=putting work away\nUnitFileState=disabled\nMainPID=0\nResult=exit-code\n)");
    const auto failed = system.call({"status"});
    CHECK(failed.code == 1);
    CHECK(failed.out == "not running: failed, exit-code\ndoes not start with the system\n");
    system.show(R"(LoadState=not-found\nActiveState=inactive\n)");
    CHECK(system.call({"status"}).out == "not installed\n");
    CHECK(system.call({"start"}).code == 2);
}

TEST_CASE("service start, stop and reload ask systemd, and a failure is told with what it said") {
    System system;
    system.show(R"(LoadState=loaded\n)");
    for (const char* verb : {"start", "stop", "reload"}) {
        CHECK(system.call({verb}).code == 0);
        CHECK(says(text_of(system.asked()), fmt::format("\n{} deskbridge.service\n", verb)));
    }
    system.answer(
        "[ \"$1\" = show ] && printf 'LoadState=loaded\\n' && exit 0; echo 'Access denied'; exit 4");
    const auto refused = system.call({"start"});
    CHECK(refused.code == 2);
    CHECK(says(refused.err, "Access denied"));
    CHECK(says(refused.err, "root"));
    system.answer("exit 1");
    CHECK(says(system.call({"status"}).err, "systemd does not answer"));
    CHECK(system.call({"dance"}).code == 2);
}
