// A running statement: the values that go in, and the rows that come out.
#pragma once

#include "model/time.h"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

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

}  // namespace deskbridge::store
