# Puts migrations/NNNN_name.sql into the program, each with the SHA-256 of its text. Line ends do not count, so
# that a checkout with other ones is the same migration.

find_package(SQLite3 REQUIRED GLOBAL)

file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/[0-9][0-9][0-9][0-9]_*.sql)
list(SORT migration_files)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migration_files})

set(migration_number 0)
set(migration_rows "")
foreach(migration_file IN LISTS migration_files)
    math(EXPR migration_number "${migration_number} + 1")
    get_filename_component(migration_name ${migration_file} NAME_WE)
    string(REGEX REPLACE "^0*([0-9]+)_.*" "\\1" migration_named ${migration_name})
    if(NOT migration_named EQUAL migration_number)
        message(FATAL_ERROR "${migration_name}.sql: the next migration is number ${migration_number}")
    endif()
    file(READ ${migration_file} migration_sql)
    string(REPLACE "\r\n" "\n" migration_sql "${migration_sql}")
    string(SHA256 migration_checksum "${migration_sql}")
    string(APPEND migration_rows
        "    {${migration_number}, \"${migration_name}\", \"${migration_checksum}\", R\"sql(${migration_sql})sql\"},\n")
endforeach()

# file(CONFIGURE) leaves an unchanged file untouched; @ONLY keeps ${...} of the SQL as it is
set(migration_code [[
#include "store/migration.h"

namespace deskbridge::store {

std::span<const Migration> released_migrations() {
    static constexpr Migration all[] = {
@migration_rows@    };
    return all;
}

}  // namespace deskbridge::store
]])
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/migrations.cpp CONTENT "${migration_code}" @ONLY)
target_sources(store PRIVATE ${PROJECT_BINARY_DIR}/generated/migrations.cpp)
