#include "sandbox/program/configuration.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

using namespace sandbox;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for one test, gone afterwards.
struct Folder {
    fs::path path =
        fs::temp_directory_path() / ("deskbridge-sandbox-test-" + std::to_string(std::random_device()()));
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

Addresses addresses() {
    return {.desk = "http://127.0.0.1:1111",
            .work = "http://127.0.0.1:2222",
            .sign_in = "http://127.0.0.1:4444",
            .pages = "http://127.0.0.1:3333",
            .control = "http://127.0.0.1:3333/control/",
            .desk_key = "1:KEY",
            .work_token = "TOKEN",
            .organization = "sandbox",
            .on_premises = false,
            .project = "Widgets"};
}

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a configuration names both addresses and keeps the secrets in files") {
    Folder folder;
    write_configuration(folder.path, addresses());
    const auto text = read(folder.path / "deskbridge.json");
    CHECK(text.find("\"http://127.0.0.1:1111\"") != std::string::npos);
    CHECK(text.find("\"http://127.0.0.1:2222\"") != std::string::npos);
    CHECK(text.find("\"organization\": \"sandbox\"") != std::string::npos);
    CHECK(text.find("\"demo-mapping.json\"") != std::string::npos);
    CHECK(text.find("TOKEN") == std::string::npos);
    CHECK(text.find("KEY") == std::string::npos);
    CHECK(read(folder.path / "desk.key") == "1:KEY\n");
    CHECK(read(folder.path / "work.pat") == "TOKEN\n");
    const auto mapping = read(folder.path / "demo-mapping.json");
    CHECK(mapping.find("\"extends\": \"deskpro-agile-bug\"") != std::string::npos);
    CHECK(mapping.find("\"project\": \"Widgets\"") != std::string::npos);
    auto scrum = addresses();
    scrum.preset = "deskpro-scrum-bug";
    write_configuration(folder.path, scrum);
    CHECK(read(folder.path / "demo-mapping.json").find("\"extends\": \"deskpro-scrum-bug\"") !=
          std::string::npos);
}

TEST_CASE("the secrets of a configuration are for their owner alone", "[linux]") {
    Folder folder;
    write_configuration(folder.path, addresses());
    for (const char* name : {"desk.key", "work.pat"}) {
        const auto others =
            fs::status(folder.path / name).permissions() & (fs::perms::group_all | fs::perms::others_all);
        CHECK(others == fs::perms::none);
    }
}

TEST_CASE("on premises the organization is a collection") {
    Folder folder;
    auto server = addresses();
    server.on_premises = true;
    write_configuration(folder.path, server);
    const auto text = read(folder.path / "deskbridge.json");
    CHECK(text.find("\"collection\": \"sandbox\"") != std::string::npos);
    CHECK(text.find("organization") == std::string::npos);
}

TEST_CASE("what an earlier sandbox wrote is replaced, what somebody else wrote is not") {
    Folder folder;
    write_configuration(folder.path, addresses());
    auto later = addresses();
    later.desk = "http://127.0.0.1:4444";
    write_configuration(folder.path, later);
    CHECK(read(folder.path / "deskbridge.json").find("4444") != std::string::npos);

    std::ofstream(folder.path / "deskbridge.json", std::ios::binary) << "{ \"tenants\": [] }\n";
    CHECK_THROWS_WITH(write_configuration(folder.path, addresses()),
                      Catch::Contains("was not written by the sandbox"));
    CHECK(read(folder.path / "deskbridge.json") == "{ \"tenants\": [] }\n");
}

TEST_CASE("a folder that cannot be made is named") {
    Folder folder;
    fs::create_directories(folder.path);
    std::ofstream(folder.path / "file") << "x";
    CHECK_THROWS_WITH(write_configuration(folder.path / "file" / "below", addresses()),
                      Catch::Contains("below"));
}

TEST_CASE("the ready file holds the addresses and no secret") {
    Folder folder;
    write_ready_file(folder.path / "ready", addresses());
    const auto text = read(folder.path / "ready");
    CHECK(text.find("http://127.0.0.1:3333/control/") != std::string::npos);
    CHECK(text.find("TOKEN") == std::string::npos);
    CHECK_FALSE(fs::exists(folder.path / "ready.new"));
}
