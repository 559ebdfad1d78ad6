#include "store/cursor.h"

#include "store/connection.h"
#include "store/failure.h"

#include <fmt/format.h>
#include <limits>
#include <sqlite3.h>

namespace deskbridge::store {

namespace {

/// SQLite takes lengths of int in some calls; nothing that we keep comes near.
int length_of(std::string_view text) {
    ensure(text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()),
           "a kept text is shorter than 2 GiB");
    return static_cast<int>(text.size());
}

}  // namespace

Cursor::~Cursor() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

bool Cursor::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_.fail(code);
    return false;
}

std::int64_t Cursor::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Cursor::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string() : std::string(bytes, length);
}

bool Cursor::is_blob(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_BLOB;
}

int Cursor::count(int column) const {
    return static_cast<int>(within(column, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

std::int64_t Cursor::within(int column, std::int64_t first, std::int64_t last) const {
    const auto value = integer(column);
    if (value < first || value > last)
        throw damaged(connection_.file(),
                      fmt::format("{} is {}", sqlite3_column_name(statement_, column), value));
    return value;
}

void Cursor::bind_integer(int position, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(statement_, position, value)) connection_.fail(code);
}

// a null pointer would bind NULL, hence the literals
void Cursor::bind_text(int position, std::string_view value) {
    const char* bytes = value.empty() ? "" : value.data();
    if (const int code = sqlite3_bind_text(statement_, position, bytes, length_of(value), SQLITE_TRANSIENT))
        connection_.fail(code);
}

void Cursor::bind_blob(int position, std::string_view value) {
    const char* bytes = value.empty() ? "" : value.data();
    if (const int code = sqlite3_bind_blob(statement_, position, bytes, length_of(value), SQLITE_TRANSIENT))
        connection_.fail(code);
}

}  // namespace deskbridge::store
