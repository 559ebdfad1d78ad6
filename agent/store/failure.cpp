#include "store/failure.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace deskbridge::store {

namespace {

SyncError store_error(const std::string& message, std::string hint) {
    return SyncError(Reach::run, Trouble::store, message, std::move(hint));
}

/// What may be over by itself: a running agent tries again.
SyncError passing(const std::string& message, std::string hint) {
    return store_error(message, std::move(hint)).with(std::chrono::seconds{10});
}

std::string folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path().string() : ".";
}

}  // namespace

SyncError damaged(const std::filesystem::path& file, std::string_view detail) {
    return store_error(fmt::format("the state file {} is damaged: {}", file.string(), detail),
                       "Keep the file. Restore a backup in its place; without one, move it away and run "
                       "`deskbridge links rebuild`, which finds the links by their marks.");
}

SyncError failure(int code, const std::filesystem::path& file, std::string_view detail) {
    const std::string name = file.string();
    switch (code & 0xff) {
        case SQLITE_NOTADB:
            return store_error(
                fmt::format("{} is not a state file of deskbridge, or its head is damaged", name),
                "Nothing was changed. Check \"state\" in the configuration; if the name is "
                "right, restore a backup, or move the file away and run `deskbridge links "
                "rebuild`.");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return store_error(
                fmt::format("the state file {} cannot be written: {}", name, detail),
                fmt::format("Give the service account write access to the file and to {}.", folder_of(file)));
        case SQLITE_CANTOPEN:
            return store_error(fmt::format("the state file {} cannot be opened: {}", name, detail),
                               fmt::format("Check that {} is a folder that the service account may write to.",
                                           folder_of(file)));
        case SQLITE_FULL:
            return passing(
                fmt::format("no space is left for the state file {}", name),
                fmt::format("Free some space in {} and start again; nothing is lost.", folder_of(file)));
        case SQLITE_IOERR:
            return passing(fmt::format("the state file {} could not be read or written: {} (code {})", name,
                                       detail, code),
                           "Look for faults of the disk or of the file system; a network share is no "
                           "place for the state "
                           "file. Nothing is lost: start again when it works.");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return passing(fmt::format("the state file {} is locked by another program", name),
                           "A backup tool or a virus scanner may hold it; leave the state file out there "
                           "and use `deskbridge db backup`.");
        case SQLITE_CONSTRAINT:
            return store_error(fmt::format("broken invariant in the state file {}: {}", name, detail),
                               "Nothing was written. Please report this with the log of the last cycle.");
        case SQLITE_NOMEM: return store_error(fmt::format("no memory for the state file {}", name), "");
        default: return damaged(file, fmt::format("{} (code {})", detail, code));
    }
}

}  // namespace deskbridge::store
