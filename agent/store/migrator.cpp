#include "store/migrator.h"

#include "store/failure.h"
#include "store/private_file.h"

#include <fmt/format.h>

namespace deskbridge::store {

namespace {

SyncError refusal(const std::string& message, const std::string& hint) {
    return SyncError(Reach::run, Trouble::store, message, hint);
}

std::int64_t shape_of(Connection& connection) {
    return connection.number("PRAGMA user_version");
}

bool is_blank(Connection& connection) {
    return shape_of(connection) == 0 && connection.number("PRAGMA application_id") == 0 &&
           connection.number("SELECT count(*) FROM sqlite_schema") == 0;
}

void refuse_foreign(Connection& connection) {
    if (is_blank(connection) || connection.number("PRAGMA application_id") == application_id) return;
    throw refusal(fmt::format("{} belongs to another program", connection.file().string()),
                  "Nothing was changed. Name another file as \"state\" in the configuration.");
}

void refuse_newer(Connection& connection, std::int64_t newest) {
    const auto shape = shape_of(connection);
    if (shape <= newest) return;
    throw refusal(
        fmt::format("the state file {} was written by a newer deskbridge (its shape is number {}, this "
                    "program knows {})",
                    connection.file().string(), shape, newest),
        fmt::format("Nothing was changed. Install the newer program again, or go back to the copy "
                    "{}.before-{} that it made.",
                    connection.file().string(), newest + 1));
}

void refuse_rewritten(Connection& connection, std::span<const Migration> migrations) {
    if (shape_of(connection) == 0) return;
    Cursor row = connection.query("SELECT number, name, checksum FROM migrations ORDER BY number");
    std::size_t seen = 0;
    for (; row.next(); ++seen) {
        if (seen >= migrations.size() || row.integer(0) != migrations[seen].number)
            throw damaged(connection.file(), fmt::format("migration {} is out of order", row.integer(0)));
        if (row.text(2) != migrations[seen].checksum)
            throw refusal(
                fmt::format("migration {} of this program is not the one that the state file {} was "
                            "made with",
                            migrations[seen].name, connection.file().string()),
                "Nothing was changed. A released migration was edited: install a released program.");
    }
    if (static_cast<std::int64_t>(seen) != shape_of(connection))
        throw damaged(connection.file(), "its list of migrations does not fit its number");
}

void refuse_strange(Connection& connection, std::span<const Migration> migrations) {
    refuse_foreign(connection);
    refuse_newer(connection, static_cast<std::int64_t>(migrations.size()));
    refuse_rewritten(connection, migrations);
}

void apply_one(Connection& connection, const Migration& migration) {
    Transaction step(connection, Transaction::Kind::full);
    if (shape_of(connection) >= migration.number) return;  // another process was faster
    connection.script(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
        "checksum TEXT NOT NULL, applied TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT");
    connection.script(migration.sql);
    connection.run("INSERT INTO migrations (number, name, checksum) VALUES (?, ?, ?)", migration.number,
                   migration.name, migration.checksum);
    connection.script(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id,
                                  migration.number));
    step.commit();
}

}  // namespace

void migrate(Connection& connection, std::span<const Migration> migrations) {
    refuse_strange(connection, migrations);
    connection.settle();
    const auto shape = shape_of(connection);
    if (shape >= static_cast<std::int64_t>(migrations.size())) return;
    if (shape > 0) copy_file(connection, fmt::format("{}.before-{}", connection.file().string(), shape + 1));
    for (const auto& migration : migrations.subspan(static_cast<std::size_t>(shape)))
        apply_one(connection, migration);
    refuse_strange(connection, migrations);
}

std::vector<std::string> head_problems(Connection& connection, std::span<const Migration> migrations) {
    try {
        refuse_strange(connection, migrations);
    } catch (const SyncError& error) {
        return {error.what()};
    }
    return {};
}

void copy_file(Connection& connection, const std::filesystem::path& copy) {
    std::filesystem::path unfinished = copy;
    unfinished += ".unfinished";
    std::error_code error;
    std::filesystem::remove(unfinished, error);
    make_private_file(unfinished);
    try {
        connection.run("VACUUM INTO ?", unfinished.string());
    } catch (...) {
        std::filesystem::remove(unfinished, error);
        throw;
    }
    std::filesystem::rename(unfinished, copy, error);
    if (error)
        throw refusal(fmt::format("the copy {} cannot be made: {}", copy.string(), error.message()),
                      "Name a place that the service account may write to.");
}

}  // namespace deskbridge::store
