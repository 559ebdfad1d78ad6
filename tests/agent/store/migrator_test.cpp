#include "store/migrator.h"

#include "scratch.h"
#include "store/private_file.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace deskbridge;
using namespace deskbridge::scratch;
using namespace deskbridge::store;

namespace {

constexpr Migration first = {1, "0001_first", "aaaa", "CREATE TABLE things (name TEXT);"};
constexpr Migration second = {2, "0002_second", "bbbb",
                              "ALTER TABLE things ADD COLUMN size INTEGER; UPDATE things SET size = 7;"};
constexpr Migration broken = {
    3, "0003_broken", "cccc",
    "ALTER TABLE things ADD COLUMN weight INTEGER; INSERT INTO nowhere VALUES (1);"};
constexpr Migration rewritten = {1, "0001_first", "dddd", "CREATE TABLE things (name TEXT);"};

void bring(const std::filesystem::path& file, const std::vector<Migration>& migrations,
           const std::string& script = "SELECT 1") {
    make_private_file(file);
    Connection connection(file);
    migrate(connection, migrations);
    connection.script(script);
}

/// As a program that is not ours would.
void run_as_another(const std::filesystem::path& file, const std::string& script) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(file.string().c_str(), &handle) == SQLITE_OK);
    REQUIRE(sqlite3_exec(handle, script.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_close(handle) == SQLITE_OK);
}

std::int64_t number_in(const std::filesystem::path& file, const std::string& sql) {
    Connection connection(file);
    return connection.number(sql);
}

}  // namespace

TEST_CASE("The released migrations are numbered from 1 and each has the digest of its text") {
    int number = 0;
    for (const auto& migration : released_migrations()) {
        CHECK(migration.number == ++number);
        CHECK(migration.checksum.size() == 64);
        CHECK(migration.sql.find("CREATE") != std::string_view::npos);
    }
    CHECK(number >= 1);
}

TEST_CASE("A fresh file gets its head and every migration, and a second opening changes nothing") {
    Folder folder;
    bring(folder.file(), {first, second});
    CHECK(number_in(folder.file(), "PRAGMA application_id") == application_id);
    CHECK(number_in(folder.file(), "PRAGMA user_version") == 2);
    CHECK(number_in(folder.file(), "SELECT count(*) FROM migrations") == 2);
    const auto before = bytes_in(folder.file());
    bring(folder.file(), {first, second});
    CHECK((bytes_in(folder.file()) == before));
    CHECK_FALSE(std::filesystem::exists(folder.file("state.db.before-1")));
}

TEST_CASE("A file that holds something is copied before it is migrated") {
    Folder folder;
    bring(folder.file(), {first}, "INSERT INTO things VALUES ('a')");
    bring(folder.file(), {first, second});
    CHECK(number_in(folder.file(), "SELECT size FROM things") == 7);
    const auto copy = folder.file("state.db.before-2");
    REQUIRE(std::filesystem::exists(copy));
    CHECK(number_in(copy, "PRAGMA user_version") == 1);
    CHECK(number_in(copy, "PRAGMA application_id") == application_id);
    CHECK(number_in(copy, "SELECT count(*) FROM things") == 1);
}

TEST_CASE("The copy before a migration is for its owner alone", "[linux]") {
    Folder folder;
    bring(folder.file(), {first}, "INSERT INTO things VALUES ('a')");
    bring(folder.file(), {first, second});
    const auto copy = folder.file("state.db.before-2");
    CHECK((std::filesystem::status(copy).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("A migration that fails leaves the file at the one before, and the next try works") {
    Folder folder;
    bring(folder.file(), {first}, "INSERT INTO things VALUES ('a')");
    CHECK(error_of([&] { bring(folder.file(), {first, second, broken}); }).trouble == Trouble::store);
    CHECK(number_in(folder.file(), "PRAGMA user_version") == 2);
    CHECK(number_in(folder.file(), "SELECT count(*) FROM pragma_table_info('things')") == 2);
    bring(folder.file(), {first, second});
    CHECK(number_in(folder.file(), "SELECT size FROM things") == 7);
}

TEST_CASE("A newer file is refused and not a byte of it changes") {
    Folder folder;
    bring(folder.file(), {first, second}, "INSERT INTO things VALUES ('a', 1)");
    const auto before = bytes_in(folder.file());
    const auto error = error_of([&] { bring(folder.file(), {first}); });
    CHECK(error.reach == Reach::run);
    CHECK(error.trouble == Trouble::store);
    CHECK(says(error, "newer"));
    CHECK(error.hint.find("before-2") != std::string::npos);
    CHECK((bytes_in(folder.file()) == before));
}

TEST_CASE("A newer file whose last changes are still in its log is refused and left alone") {
    Folder folder;
    bring(folder.file(), {first});
    make_private_file(folder.file());
    Connection newer(folder.file());
    migrate(newer, std::vector{first, second});
    const auto killed = copy_of(folder, "killed.db");
    const auto before = bytes_in(killed);
    const auto log = bytes_in(killed.string() + "-wal");
    REQUIRE_FALSE(log.empty());
    CHECK(says(error_of([&] { bring(killed, {first}); }), "newer"));
    CHECK((bytes_in(killed) == before));
    CHECK((bytes_in(killed.string() + "-wal") == log));
}

TEST_CASE("A file of another program is refused and not a byte of it changes") {
    Folder folder;
    const auto script = GENERATE(as<std::string>(), "CREATE TABLE bookmarks (url TEXT)",
                                 "PRAGMA application_id = 12345; CREATE TABLE bookmarks (url TEXT)",
                                 "PRAGMA application_id = 12345", "PRAGMA user_version = 1",
                                 "PRAGMA journal_mode = WAL; CREATE TABLE migrations (number INTEGER)");
    run_as_another(folder.file(), script);
    const auto before = bytes_in(folder.file());
    CHECK(says(error_of([&] { bring(folder.file(), {first}); }), "another program"));
    CHECK((bytes_in(folder.file()) == before));
}

TEST_CASE("A file that is no database is refused and not a byte of it changes") {
    Folder folder;
    const std::string text = GENERATE(std::string("{ \"state\": 1 }"), std::string(5000, 'x'));
    write_bytes(folder.file(), text);
    const auto error = error_of([&] { bring(folder.file(), {first}); });
    CHECK(says(error, "is not a state file"));
    CHECK_FALSE(error.hint.empty());
    CHECK((bytes_in(folder.file()) == text));
}

TEST_CASE("A released migration that was edited is refused by name") {
    Folder folder;
    bring(folder.file(), {first});
    const auto before = bytes_in(folder.file());
    CHECK(says(error_of([&] { bring(folder.file(), {rewritten, second}); }), "0001_first"));
    CHECK((bytes_in(folder.file()) == before));
}

TEST_CASE("A list of migrations that does not fit the number is damage") {
    Folder folder;
    bring(folder.file(), {first, second}, "DELETE FROM migrations WHERE number = 2");
    CHECK(says(error_of([&] { bring(folder.file(), {first, second}); }), "damaged"));
    bring(folder.file("other.db"), {first, second}, "DELETE FROM migrations WHERE number = 1");
    CHECK(says(error_of([&] { bring(folder.file("other.db"), {first, second}); }), "out of order"));
}
