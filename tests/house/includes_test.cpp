#include "rooms.h"
#include "source_tree.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>

using namespace house;

namespace {

void check_room(const Source& source, const Include& include, const Room& room, Complaints& complaints) {
    if (include.name.starts_with("tests/") || include.name.starts_with("support/")) {
        complaints.add(source.path, include.line, "nothing outside tests/ includes what belongs to tests");
        return;
    }
    const auto folder = folder_of_include(include.name);
    if (folder.empty())
        complaints.add(source.path, include.line,
                       fmt::format("\"{}\" is in no room; write \"<room>/<file>.h\"", include.name));
    else if (folder != source.folder && !room.rooms.contains(folder))
        complaints.add(source.path, include.line,
                       fmt::format("{} may not include {}", source.folder, folder));
}

void check_part(const Source& source, const Include& include, const Room& room, Complaints& complaints) {
    if (is_standard(include.name)) return;
    if (is_of_the_system(include.name)) {
        if (source.folder.starts_with("agent") && !source.path.ends_with("_linux.cpp") &&
            !source.path.ends_with("_windows.cpp"))
            complaints.add(source.path, include.line,
                           fmt::format("<{}> belongs to one operating system: into a file ..._linux.cpp or "
                                       "..._windows.cpp",
                                       include.name));
        return;
    }
    const bool allowed = std::any_of(room.parts.begin(), room.parts.end(),
                                     [&](const std::string& part) { return include.name.starts_with(part); });
    if (!allowed)
        complaints.add(source.path, include.line,
                       fmt::format("{} may not include <{}>", source.folder, include.name));
}

Complaints check(const std::vector<Source>& all) {
    Complaints complaints;
    for (const auto& source : all) {
        const auto* room = room_of(source.folder);
        if (room == nullptr) {
            complaints.add(source.path, "its folder is not in the table of rooms (tests/house/rooms.cpp)");
            continue;
        }
        for (const auto& include : source.includes)
            include.quoted ? check_room(source, include, *room, complaints)
                           : check_part(source, include, *room, complaints);
    }
    return complaints;
}

Source made_up(const std::string& folder, const std::string& line) {
    Source source;
    source.path = folder + "/made_up.cpp";
    source.folder = folder;
    const bool quoted = line.find('"') != std::string::npos;
    source.includes = {{line.substr(1, line.size() - 2), quoted, 7}};
    return source;
}

std::string complaint(const std::string& folder, const std::string& line) {
    return check({made_up(folder, line)}).text();
}

}  // namespace

TEST_CASE("Every room includes only the rooms and libraries that the house allows it") {
    const auto all = sources({"agent", "adapters", "sandbox"});
    REQUIRE(all.size() > 100);
    const auto complaints = check(all);
    INFO(complaints.text());
    CHECK(complaints.none());
}

TEST_CASE("An include that the house forbids is told with file, line and rule") {
    CHECK(complaint("agent/sync", "\"store/connection.h\"") ==
          "\nagent/sync/made_up.cpp:7: agent/sync may not include agent/store");
    CHECK(complaint("agent/decide", "<Poco/Net/HTTPRequest.h>") ==
          "\nagent/decide/made_up.cpp:7: agent/decide may not include <Poco/Net/HTTPRequest.h>");
    CHECK(complaint("agent/json", "<Poco/JSON/Object.h>") != "");
    CHECK(complaint("agent/store", "<rapidjson/document.h>") != "");
    CHECK(complaint("agent/sync", "<sqlite3.h>") != "");
    CHECK(complaint("adapters/deskpro", "\"sync/cycle.h\"") != "");
    CHECK(complaint("adapters/deskpro", "\"adapters/azure_devops/card.h\"") != "");
    CHECK(complaint("sandbox/deskpro", "\"model/ticket.h\"") != "");
    CHECK(complaint("sandbox/pages", "\"sandbox/server/server.h\"") != "");
    CHECK(complaint("agent/model", "\"support/step_clock.h\"") != "");
    CHECK(complaint("agent/model", "\"ticket.h\"") != "");
    CHECK(complaint("agent/http", "<unistd.h>") != "");
    CHECK(complaint("agent/nowhere", "<string>") != "");

    CHECK(complaint("agent/sync", "\"sync/apply.h\"") == "");
    CHECK(complaint("agent/sync", "\"contract/clock.h\"") == "");
    CHECK(complaint("agent/store", "<sqlite3.h>") == "");
    CHECK(complaint("agent/model", "<optional>") == "");
}

TEST_CASE("The table of rooms has no circle and names no room that is not there") {
    std::map<std::string, int> depth;
    // a room that needs only placed rooms is placed; whoever is left over stands in a circle
    for (bool moved = true; moved;) {
        moved = false;
        for (const auto& room : rooms()) {
            if (depth.contains(room.folder)) continue;
            const bool ready = std::all_of(room.rooms.begin(), room.rooms.end(),
                                           [&](const std::string& other) { return depth.contains(other); });
            if (ready) moved = depth.emplace(room.folder, 0).second;
        }
    }
    for (const auto& room : rooms()) {
        INFO(room.folder);
        CHECK(depth.contains(room.folder));
        CHECK(std::filesystem::is_directory(root() / room.folder));
    }
}

TEST_CASE("Comments are taken out of a source and its strings stay") {
    const std::vector<std::string> text{
        R"(int a; // "not a string)", R"(auto b = "// not a comment"; /* begin)",
        R"(still a comment */ int c = 1'000; // end)", R"--(auto d = R"x(/* kept )" // kept)x"; // gone)--"};
    CHECK(without_comments(text) == std::vector<std::string>{"int a; ", R"(auto b = "// not a comment"; )",
                                                             " int c = 1'000; ",
                                                             R"--(auto d = R"x(/* kept )" // kept)x"; )--"});
}
