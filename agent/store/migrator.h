// Whether a file is ours and of an age that we know, and the way from there to today's shape.
#pragma once

#include "store/connection.h"
#include "store/migration.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace deskbridge::store {

/// Stands in the head of every state file ("dbrg").
constexpr std::int64_t application_id = 0x64627267;

/// Brings the file to the last of `migrations`, each in a transaction of its own, and settles the connection.
/// Before the first one a file that holds something is copied to "<file>.before-N", N being the number of
/// that migration. Refused without a byte written: another program's file, a newer shape than the last
/// migration, a released migration whose text is another one than the file was made with.
void migrate(Connection& connection, std::span<const Migration> migrations);

/// What is wrong with the head of the file, one sentence each; empty when nothing is.
std::vector<std::string> head_problems(Connection& connection, std::span<const Migration> migrations);

/// A whole, compact copy of what is committed, readable by its owner alone. It appears under its name only
/// when it is complete; a file of that name is replaced.
void copy_file(Connection& connection, const std::filesystem::path& copy);

}  // namespace deskbridge::store
