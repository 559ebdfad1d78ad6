#include "auth/secret_resolver.h"

#include "contract/sync_error.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <unistd.h>

using namespace deskbridge;
using Kind = SecretSource::Kind;
using std::filesystem::perms;

namespace {

/// A folder of its own with files, an environment, and a say in who may read.
struct World {
    World() { std::filesystem::create_directories(folder); }
    ~World() { std::filesystem::remove_all(folder); }

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).string();
    }
    SecretResolver resolver() {
        return SecretResolver(
            [this](const std::string& name) -> std::optional<std::string> {
                const auto found = variables.find(name);
                if (found == variables.end()) return {};
                return found->second;
            },
            [this](const std::filesystem::path&) { return access; });
    }
    std::string secret(Kind kind, const std::string& name) {
        return std::string(resolver().resolve({kind, name, {}}).reveal());
    }
    std::string error(Kind kind, const std::string& name) {
        try {
            resolver().resolve({kind, name, {}});
            return "no error";
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::run);
            CHECK(error.trouble == Trouble::configuration);
            return error.what();
        }
    }

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("deskbridge-secret-test-" + std::to_string(getpid()));
    std::map<std::string, std::string> variables;
    std::optional<perms> access = perms::owner_read;
};

}  // namespace

TEST_CASE("a secret comes from the environment") {
    World world;
    world.variables = {{"TOKEN", "hunter2"}, {"EMPTY", ""}, {"LINES", "hun\nter2"}};
    CHECK(world.secret(Kind::env, "TOKEN") == "hunter2");
    CHECK(world.error(Kind::env, "ENTRA_SECRET") == "environment variable ENTRA_SECRET is not set");
    CHECK(world.error(Kind::env, "EMPTY") == "environment variable EMPTY is empty");
    CHECK(world.error(Kind::env, "LINES") ==
          "environment variable LINES holds line ends or other control characters");
}

TEST_CASE("a secret comes from a file, without the line end that editors add") {
    World world;
    CHECK(world.secret(Kind::file, world.file("a.key", "2:CODE\n")) == "2:CODE");
    CHECK(world.secret(Kind::file, world.file("a.key",
                                              "\xEF\xBB\xBF"
                                              "2:CODE\r\n\n")) == "2:CODE");
    CHECK(world.secret(Kind::file, world.file("a.key", " kept as it is ")) == " kept as it is ");
    const std::string path = world.file("b.key", "\n");
    CHECK(world.error(Kind::file, path) == "file " + path + " is empty");
    const std::string none = (world.folder / "none.key").string();
    CHECK(world.error(Kind::file, none) == "cannot read " + none + ": No such file or directory");
    CHECK(world.error(Kind::file, world.folder.string()).starts_with("cannot read " + world.folder.string()));
    const std::string utf16 = world.file("c.key", std::string("\xFF\xFEh\0u\0", 6));
    CHECK(world.error(Kind::file, utf16).find("control characters") != std::string::npos);
    const std::string lines = world.file("d.key", "hunter2\nhunter3\n");
    CHECK(world.error(Kind::file, lines).find("hunter") == std::string::npos);
    CHECK(world.error(Kind::file, world.file("e.key", std::string(70'000, 'x'))).find("longer than 64 KiB") !=
          std::string::npos);
}

TEST_CASE("a file that other accounts may read is used with a warning") {
    World world;
    const SecretSource source{Kind::file, world.file("a.key", "hunter2"), {}};
    auto resolver = world.resolver();
    resolver.resolve(source);
    CHECK(resolver.take_warnings().empty());
    world.access = perms::owner_read | perms::group_read;
    resolver.resolve(source);
    CHECK(resolver.take_warnings() ==
          std::vector<std::string>{"file " + source.name + " may be read by other accounts; chmod 600 " +
                                   source.name});
    CHECK(resolver.take_warnings().empty());
    world.access = perms::owner_read | perms::others_read;
    resolver.resolve(source);
    CHECK(resolver.take_warnings().size() == 1);
    world.access = {};
    resolver.resolve(source);
    CHECK(resolver.take_warnings().empty());
}

TEST_CASE("a secret comes from the credentials of the service manager") {
    World world;
    world.file("acme-key", "hunter2\n");
    CHECK(world.error(Kind::credential, "acme-key") ==
          "credential 'acme-key': CREDENTIALS_DIRECTORY is not set");
    world.variables["CREDENTIALS_DIRECTORY"] = world.folder.string();
    CHECK(world.secret(Kind::credential, "acme-key") == "hunter2");
    CHECK(world.error(Kind::credential, "other") ==
          "cannot read credential 'other': No such file or directory");
    CHECK(world.error(Kind::credential, "../acme-key") ==
          "credential '../acme-key': the name of a credential is no path");
    CHECK(world.error(Kind::credential, "..").find("no path") != std::string::npos);
}

TEST_CASE("sealed secrets that are not there are told, and plain ones are taken as they are") {
    World world;
    CHECK(world.error(Kind::sealed, "plant-pat") == "sealed secret 'plant-pat' is not there");
    CHECK(world.error(Kind::none, "") == "no secret is given");
    CHECK(world.resolver().resolve({Kind::plain, "", Secret("hunter2")}).reveal() == "hunter2");
    CHECK_THROWS_AS(world.resolver().resolve({Kind::plain, "", Secret("")}), SyncError);
    CHECK(SecretSource{Kind::plain, "", Secret("hunter2")}.text() == "secret in the settings");
}

TEST_CASE("the process's own environment and files are what is asked without a test") {
    World world;
    const std::string path = world.file("real.key", "hunter2\n");
    SecretResolver resolver;
    CHECK(resolver.resolve({Kind::file, path, {}}).reveal() == "hunter2");
    CHECK(environment_variable("PATH"));
    CHECK_FALSE(environment_variable("DESKBRIDGE_THAT_NOBODY_SETS"));
    CHECK_FALSE(file_access(world.folder / "none"));
}

TEST_CASE("the bits of a file say who may read it", "[linux]") {
    World world;
    const std::string path = world.file("real.key", "hunter2\n");
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    SecretResolver resolver;
    CHECK(resolver.resolve({Kind::file, path, {}}).reveal() == "hunter2");
    CHECK(resolver.take_warnings().empty());
    std::filesystem::permissions(path, perms::owner_read | perms::others_read);
    resolver.resolve({Kind::file, path, {}});
    CHECK(resolver.take_warnings().size() == 1);
}
