// One open SQLite file: statements, transactions, and the promise that every failure is a SyncError.
#pragma once

#include "store/cursor.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace deskbridge::store {

/// How often something was made durable; full ones wait for the disk.
struct Commits {
    std::uint64_t all = 0;
    std::uint64_t full = 0;
};

/// Not for several threads at once.
class Connection {
public:
    /// Opens the file, which must exist, for reading and writing. Nothing is written to it by that, not even
    /// by closing it again, until `settle` is called.
    explicit Connection(const std::filesystem::path& file);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    const std::filesystem::path& file() const { return file_; }

    /// To be called once the file is known to be ours: WAL, and the settings of daily use.
    void settle();

    /// Starts a statement, to be stepped by the caller. Statements are kept prepared, found by their text.
    template <class... Values>
    Cursor query(std::string_view sql, const Values&... values) {
        return Cursor(*this, prepared(sql), values...);
    }

    /// Runs a statement to its end. How many rows it changed.
    template <class... Values>
    std::size_t run(std::string_view sql, const Values&... values) {
        Cursor cursor = query(sql, values...);
        while (cursor.next()) {
        }
        return changed_rows();
    }

    /// The first column of the only row.
    template <class... Values>
    std::int64_t number(std::string_view sql, const Values&... values) {
        Cursor cursor = query(sql, values...);
        return cursor.next() ? cursor.integer(0) : 0;
    }

    /// Runs one or several statements that are not kept.
    void script(std::string_view sql);

    std::int64_t last_id() const;
    bool in_transaction() const;
    const Commits& commits() const { return commits_; }

    [[noreturn]] void fail(int code) const;

private:
    friend class Transaction;
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    sqlite3_stmt* prepared(std::string_view sql);
    std::size_t changed_rows() const;
    void synchronous(bool full);

    std::filesystem::path file_;
    Commits commits_;
    bool full_ = false;
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>> statements_;
};

/// All or nothing: what is not committed when it goes out of scope is taken back. Not nested.
class Transaction {
public:
    /// read: a steady view, nothing is written. normal: survives the end of the process; a power cut may take
    /// the last ones back, in order. full: on the disk when commit returns, with all before it.
    enum class Kind { read, normal, full };

    Transaction(Connection& connection, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    Connection& connection_;
    Kind kind_;
};

}  // namespace deskbridge::store
