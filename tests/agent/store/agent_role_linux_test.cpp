#include "scratch.h"
#include "store/agent_role.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <sys/wait.h>

using namespace deskbridge;
using namespace deskbridge::scratch;

namespace {

using Taken = std::variant<AgentRole, AgentRole::Holder>;

/// A child that takes the role and waits to be killed.
pid_t child_with_role(const std::filesystem::path& file) {
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto taken = AgentRole::take(file);
        const char answer = std::holds_alternative<AgentRole>(taken) ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
        for (;;) ::pause();
    }
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
    REQUIRE(answer == 'y');
    return child;
}

}  // namespace

TEST_CASE("A killed agent frees the role") {
    Folder folder;
    const pid_t child = child_with_role(folder.file());
    const Taken taken = AgentRole::take(folder.file());
    REQUIRE(std::holds_alternative<AgentRole::Holder>(taken));
    CHECK(std::get<AgentRole::Holder>(taken).process == child);
    REQUIRE(::kill(child, SIGKILL) == 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK_FALSE(AgentRole::holder(folder.file()));
    CHECK(std::holds_alternative<AgentRole>(AgentRole::take(folder.file())));
}
