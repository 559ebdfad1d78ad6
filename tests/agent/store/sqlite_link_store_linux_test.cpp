#include "scratch.h"
#include "store/sqlite_link_store.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace deskbridge;
using namespace deskbridge::scratch;

namespace {

int mode_of(const std::filesystem::path& file) {
    return static_cast<int>(std::filesystem::status(file).permissions() & std::filesystem::perms::all);
}

/// What a step in a child process says; for what cannot be undone in this one.
template <class Step>
std::string said_in_child(const Step& step) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const std::string words = step();
        ::_exit(::write(pipe[1], words.data(), words.size()) == std::ssize(words) ? 0 : 1);
    }
    ::close(pipe[1]);
    std::string words;
    char byte = 0;
    while (::read(pipe[0], &byte, 1) == 1) words += byte;
    ::close(pipe[0]);
    ::waitpid(child, nullptr, 0);
    return words;
}

}  // namespace

TEST_CASE("The state file and all that stands beside it is for its owner alone, whatever the umask") {
    const auto before = ::umask(0);
    {
        Desk desk;
        desk.collect({"1"});
        desk.store.backup(desk.folder.file("copy.db"));
        for (const char* name : {"state.db", "state.db-wal", "state.db-shm", "state.db.lock", "copy.db"}) {
            INFO(name);
            CHECK(mode_of(desk.folder.file(name)) == 0600);
        }
    }
    ::umask(before);
}

TEST_CASE("A state file that may not be written is refused with its cure") {
    Folder folder;
    { SqliteLinkStore made(folder.file()); }
    std::filesystem::permissions(folder.file(), std::filesystem::perms(0444));
    std::filesystem::permissions(folder.file().parent_path(), std::filesystem::perms(0555));
    const auto words = said_in_child([&]() -> std::string {
        if (::geteuid() == 0 && ::setuid(65534) != 0) return "cannot become nobody";
        const auto error = error_of([&] { SqliteLinkStore store(folder.file()); });
        return std::string(error.what()) + "|" + error.hint;
    });
    std::filesystem::permissions(folder.file().parent_path(), std::filesystem::perms(0755));
    CHECK(words.find("cannot be written") != std::string::npos);
    CHECK(words.find("write access") != std::string::npos);
}
