#include "json/json.h"
#include "programs/bridge.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

using namespace programs;
using deskbridge::json::Document;

namespace {

namespace fs = std::filesystem;

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

void remove_state(const Bridge& bridge) {
    for (const char* end : {"", "-wal", "-shm", ".lock"}) fs::remove(bridge.state().string() + end);
}

}  // namespace

TEST_CASE("Links are exported as CSV, one line each, and as JSON") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    REQUIRE(bridge.run({"backfill", "--limit", "9"}).code == 0);
    const auto csv = bridge.run({"links", "export"});
    INFO(csv.out);
    CHECK(csv.code == 0);
    CHECK(csv.out.rfind("tenant,ticket,ticket_url,work_item,work_item_url,project,mapping,linked_at\n", 0) ==
          0);
    CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') == 10);
    for (const auto& item : sandbox.items())
        CHECK(says(csv.out, "\"" + item.ticket_url + "\"," + std::to_string(item.id) + ",\""));
    const auto document = Document::parse(bridge.run({"links", "export", "--json"}).out, "the links");
    CHECK(document["links"].size() == 9);
    CHECK(says(bridge.run({"links", "list", "--limit", "4"}).out, "4 of 9 links shown"));
    const auto shown = bridge.run({"links", "show", "1"});
    CHECK(says(shown.out, "System.Title"));
    CHECK(bridge.run({"links", "show", "4711"}).code == 1);
}

TEST_CASE("Without its state file the agent refuses to begin anew, and finds the links again when told to") {
    for (const std::string finds : {"present", "finds_nothing"}) {
        SandboxProgram sandbox;
        sandbox.turn(R"({"work.artifact_query": ")" + finds + R"("})");
        const Bridge bridge(sandbox);
        REQUIRE(bridge.run({"backfill"}).code == 0);
        const auto before = sandbox.both_sides();
        remove_state(bridge);
        for (const std::string verb : {"backfill", "sync"}) {
            const auto refused = bridge.run({verb});
            INFO(refused.out << refused.err);
            CHECK(refused.code == 2);
            CHECK(says(refused.err, "links rebuild --tenant demo"));
        }
        const auto rebuilt = bridge.run({"links", "rebuild"});
        INFO(rebuilt.out << rebuilt.err);
        CHECK(rebuilt.code == 0);
        CHECK(says(rebuilt.out, std::to_string(sandbox.items().size()) + " links found"));
        CHECK(bridge.run({"backfill"}).code == 0);
        CHECK(bridge.run({"sync"}).code == 0);
        CHECK(sandbox.both_sides() == before);
    }
}

TEST_CASE("Rebuilding finds one link for each ticket also when somebody copied a work item's hyperlink") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    REQUIRE(bridge.run({"backfill", "--limit", "5"}).code == 0);
    remove_state(bridge);
    CHECK(bridge.run({"links", "rebuild"}).code == 0);
    CHECK(bridge.run({"links", "rebuild"}).code == 0);
    CHECK(Document::parse(bridge.run({"links", "export", "--json"}).out, "the links")["links"].size() == 5);
}

TEST_CASE("The state file is sound, can be copied while it is used, and only its owner reads it") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    REQUIRE(bridge.run({"backfill"}).code == 0);
    CHECK(says(bridge.run({"db", "check"}).out, ": sound"));
    const auto copy = bridge.folder() / "copy.db";
    const auto backup = bridge.run({"db", "backup", copy.string()});
    INFO(backup.out << backup.err);
    CHECK(backup.code == 0);
    CHECK(bridge.run({"db", "backup", copy.string()}).code != 0);
    fs::create_symlink("loop", bridge.folder() / "loop");  // as a folder that is closed to this account
    const auto closed = bridge.run({"db", "backup", (bridge.folder() / "loop" / "copy.db").string()});
    CHECK(closed.code == 5);
    CHECK(says(closed.err, "cannot be made"));
    for (const auto& file : {bridge.state(), copy})
        CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
              fs::perms::none);

    const auto links = bridge.run({"links", "export"}).out;
    remove_state(bridge);
    fs::copy_file(copy, bridge.state());
    CHECK(bridge.run({"links", "export"}).out == links);
    const auto before = sandbox.both_sides();
    CHECK(bridge.run({"backfill"}).code == 0);
    CHECK(sandbox.both_sides() == before);
}

TEST_CASE("A state file of a newer program is refused by every command, and not a byte of it changes") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    REQUIRE(bridge.run({"backfill", "--limit", "3"}).code == 0);
    {
        // the number of its shape, in the header of every SQLite file
        std::fstream file(bridge.state(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(60).write("\0\0\x03\xE7", 4);
    }
    const auto before = text_of(bridge.state());
    const auto sides = sandbox.both_sides();
    for (const std::vector<std::string>& call : std::vector<std::vector<std::string>>{
             {"run"}, {"backfill"}, {"sync"}, {"status"}, {"links", "list"}, {"db", "check"}}) {
        const auto told = bridge.run(call);
        INFO(call.front() << ": " << told.out << told.err);
        CHECK(told.code == 5);
        CHECK(says(told.err, "newer"));
        CHECK(text_of(bridge.state()) == before);
    }
    CHECK(sandbox.both_sides() == sides);
}

TEST_CASE("Commands that need a state file say so when there is none yet") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    for (const std::vector<std::string>& call : std::vector<std::vector<std::string>>{
             {"status"}, {"links", "list"}, {"parked", "list"}, {"db", "check"}}) {
        const auto told = bridge.run(call);
        INFO(told.err);
        CHECK(told.code == 5);
        CHECK(says(told.err, "no state file"));
        CHECK(says(told.err, "backfill"));
    }
    CHECK_FALSE(fs::exists(bridge.state()));
}

TEST_CASE("Another desk or collection at the old address stops the tenant and writes nothing") {
    SandboxProgram sandbox;
    const Bridge bridge(sandbox);
    REQUIRE(bridge.run({"backfill", "--limit", "2"}).code == 0);
    SandboxProgram other({}, {"--organization", "other"});
    auto text = text_of(bridge.config());
    const std::string organization = "\"organization\": \"" + sandbox.organization() + "\"";
    text.replace(text.find(organization), organization.size(), "\"organization\": \"other\"");
    text.replace(text.find(sandbox.work()), sandbox.work().size(), other.work());
    write_file(bridge.config(), text);
    const auto told = bridge.run({"backfill"});
    INFO(told.out << told.err);
    CHECK(told.code == 2);
    CHECK(says(told.err, "is not the one that the links belong to"));
    CHECK(other.items().empty());
}
