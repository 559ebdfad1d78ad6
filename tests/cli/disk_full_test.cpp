#include "programs/bridge.h"
#include "programs/web.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <optional>
#include <sys/mount.h>

using namespace programs;
namespace fs = std::filesystem;

namespace {

/// A file system in memory that is soon full. Only root may have one.
class SmallDisk {
public:
    explicit SmallDisk(const fs::path& place) : place_(place) {
        fs::create_directories(place);
        mounted_ = ::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=3m,mode=0700") == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(place_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    /// Takes every byte that is left.
    void fill() const {
        std::ofstream out(place_ / "filler", std::ios::binary);
        while (out << std::string(1024, 'x') << std::flush) {
        }
    }
    void clear() const { fs::remove(place_ / "filler"); }

private:
    fs::path place_;
    bool mounted_ = false;
};

}  // namespace

TEST_CASE("On a full disk the agent says so, waits, and goes on by itself; nothing is lost or made twice") {
    const Folder folder;
    const SmallDisk disk(folder.path() / "small");
    if (!disk.mounted()) {
        std::cout << "skipped: a small disk needs root\n";
        return;
    }
    SandboxProgram sandbox;
    const Bridge bridge(
        sandbox,
        {.poll_seconds = 5, .listen = "127.0.0.1:0", .state = (folder.path() / "small/state.db").string()});
    auto agent = bridge.start({"-v", "run"});
    REQUIRE(agent.wait_for("demo: cycle"));
    const auto start = agent.err().find("http://");
    Web web(agent.err().substr(start, agent.err().find("/healthz") - start), {});
    disk.fill();
    for (int ticket = 0; ticket < 40; ++ticket)
        sandbox.add_ticket(fmt::format("The pump {} does not start", ticket), "<p>It hums.</p>");
    CHECK(agent.wait_for("no space is left"));
    CHECK(agent.wait_for("nothing is lost; goes on in 10 s"));
    CHECK(web.ask("GET", "/healthz").status == 503);
    CHECK_FALSE(agent.ended());
    disk.clear();
    CHECK(agent.wait_until([&] { return sandbox.items().size() == 40; }, std::chrono::seconds{60}));
    CHECK(agent.wait_until([&] { return web.ask("GET", "/healthz").status == 200; }));
    for (const auto& [ticket, items] : items_by_ticket(sandbox.items())) {
        INFO(ticket);
        CHECK(items == 1);
    }
    agent.signal(SIGTERM);
    CHECK(agent.wait(std::chrono::seconds{10}).code == 0);
    CHECK(bridge.run({"db", "check"}).code == 0);
}

TEST_CASE("An agent that starts on a full disk waits there, too") {
    const Folder folder;
    const SmallDisk disk(folder.path() / "small");
    if (!disk.mounted()) {
        std::cout << "skipped: a small disk needs root\n";
        return;
    }
    SandboxProgram sandbox;
    const Bridge bridge(sandbox, {.state = (folder.path() / "small/state.db").string()});
    disk.fill();
    auto agent = bridge.start({"-v", "run"});
    CHECK(agent.wait_for("goes on in 10 s"));
    disk.clear();
    CHECK(agent.wait_for("demo: cycle"));
    agent.signal(SIGTERM);
    CHECK(agent.wait(std::chrono::seconds{10}).code == 0);
}
