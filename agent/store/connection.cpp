#include "store/connection.h"

#include "store/failure.h"

#include <sqlite3.h>

namespace deskbridge::store {

namespace {

constexpr int wait_for_locks_ms = 5000;

/// SQLite counts its memory under a lock, which nobody asks for. Can only be said before the first file
/// opens.
void leave_memory_uncounted() {
    [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

void Connection::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

// A file that turns out to be somebody else's or a newer one's is left as it is: SQLite would otherwise move
// its WAL into it when the last connection closes.
Connection::Connection(const std::filesystem::path& file) : file_(file) {
    leave_memory_uncounted();
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(file.string().c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) fail(code);
    // SQLite falls back to reading where it may not write
    if (sqlite3_db_readonly(handle, "main") == 1) throw failure(SQLITE_READONLY, file, "it is read-only");
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, wait_for_locks_ms);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // without it a kept statement is planned anew whenever a value changes that a partial index looks at
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

Connection::~Connection() = default;

void Connection::settle() {
    if (Cursor mode = query("PRAGMA journal_mode = WAL"); !mode.next() || mode.text(0) != "wal")
        throw failure(SQLITE_CANTOPEN, file_, "its file system has no shared memory for a write-ahead log");
    script("PRAGMA foreign_keys = ON");
    script("PRAGMA cell_size_check = ON");
    script("PRAGMA synchronous = NORMAL");
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

void Connection::script(std::string_view sql) {
    const std::string text(sql);
    const int code = sqlite3_exec(handle_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
}

std::int64_t Connection::last_id() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Connection::fail(int code) const {
    throw failure(code, file_, handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) {
        ensure(sqlite3_stmt_busy(known->second.get()) == 0, "a statement runs once at a time");
        return known->second.get();
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(code);
    return statements_.emplace(std::string(sql), statement).first->second.get();
}

std::size_t Connection::changed_rows() const {
    return static_cast<std::size_t>(sqlite3_changes64(handle_.get()));
}

// the pragma acts when it is prepared, so it is never a kept statement
void Connection::synchronous(bool full) {
    if (full == full_) return;
    script(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    full_ = full;
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection), kind_(kind) {
    ensure(!connection_.in_transaction(), "transactions of the state file are not nested");
    connection_.synchronous(kind == Kind::full);
    connection_.run(kind == Kind::read ? "BEGIN" : "BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (!connection_.in_transaction()) return;
    // a failure here has one already on its way, and closing the file takes the transaction back all the same
    sqlite3_exec(connection_.handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    connection_.run("COMMIT");
    if (kind_ == Kind::read) return;
    ++connection_.commits_.all;
    if (kind_ == Kind::full) ++connection_.commits_.full;
}

}  // namespace deskbridge::store
