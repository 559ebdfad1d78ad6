// The numbered changes of the state file's shape, as they stand in migrations/.
#pragma once

#include <span>
#include <string_view>

namespace deskbridge::store {

struct Migration {
    int number = 0;
    std::string_view name;      ///< of the file, without ".sql"
    std::string_view checksum;  ///< SHA-256 of its text
    std::string_view sql;
};

/// Those of this program, from number 1 on without gaps. Generated when the program is built.
std::span<const Migration> released_migrations();

}  // namespace deskbridge::store
