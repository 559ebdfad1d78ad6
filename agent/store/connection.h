// One open SQLite file: statements, transactions, and the promise that every failure is a SyncError.
#pragma once

#include "model/time.h"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace deskbridge::store {

class Connection;

/// Bytes that are no text.
struct Blob {
    std::string_view bytes;
};

/// A running statement and the row that it stands on. Gives the statement back when it goes out of scope; a
/// statement runs once at a time. Shorter lived than its Connection.
class Cursor {
public:
    template <class... Values>
    Cursor(Connection& connection, sqlite3_stmt* statement, const Values&... values)
        : connection_(connection), statement_(statement) {
        int position = 0;
        (bind(++position, values), ...);
    }
    ~Cursor();
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    /// To the next row; false when there is none.
    bool next();

    std::int64_t integer(int column) const;
    std::string text(int column) const;  ///< the bytes of a text or blob, whatever they are
    bool is_blob(int column) const;
    bool flag(int column) const { return integer(column) != 0; }
    int count(int column) const;
    Time time(int column) const { return Time{std::chrono::milliseconds{integer(column)}}; }
    /// An enumerator from the first up to `last`; anything else means a damaged file.
    template <class Enumeration>
    Enumeration choice(int column, Enumeration last) const {
        return static_cast<Enumeration>(within(column, 0, static_cast<std::int64_t>(last)));
    }

private:
    void bind_integer(int position, std::int64_t value);
    void bind_text(int position, std::string_view value);
    void bind_blob(int position, std::string_view value);
    std::int64_t within(int column, std::int64_t first, std::int64_t last) const;

    template <class Value>
    void bind(int position, const Value& value) {
        if constexpr (std::is_enum_v<Value> || std::is_integral_v<Value>)
            bind_integer(position, static_cast<std::int64_t>(value));
        else if constexpr (std::same_as<Value, Time>)
            bind_integer(position, value.time_since_epoch().count());
        else if constexpr (std::same_as<Value, Blob>)
            bind_blob(position, value.bytes);
        else
            bind_text(position, value);
    }

    Connection& connection_;
    sqlite3_stmt* statement_;
};

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
