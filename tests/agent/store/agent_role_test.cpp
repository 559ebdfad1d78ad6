#include "store/agent_role.h"

#include "scratch.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace deskbridge;
using namespace deskbridge::scratch;

namespace {

using Taken = std::variant<AgentRole, AgentRole::Holder>;

}  // namespace

TEST_CASE("The role is taken once, and who asks is told who has it") {
    Folder folder;
    CHECK_FALSE(AgentRole::holder(folder.file()));
    {
        const auto role = role_of(folder.file());
        const Taken second = AgentRole::take(folder.file());
        REQUIRE(std::holds_alternative<AgentRole::Holder>(second));
        CHECK(std::get<AgentRole::Holder>(second).process == ::getpid());
        REQUIRE(AgentRole::holder(folder.file()));
        CHECK(AgentRole::holder(folder.file())->process == ::getpid());
        CHECK(std::holds_alternative<AgentRole>(AgentRole::take(folder.file("other.db"))));
    }
    CHECK_FALSE(AgentRole::holder(folder.file()));
    CHECK(std::holds_alternative<AgentRole>(AgentRole::take(folder.file())));
}

TEST_CASE("A role that moves on is still held, and its number rises with every taking") {
    Folder folder;
    std::int64_t first = 0;
    {
        AgentRole role = role_of(folder.file());
        first = role.fence();
        const AgentRole moved = std::move(role);
        CHECK(std::holds_alternative<AgentRole::Holder>(AgentRole::take(folder.file())));
    }
    CHECK(role_of(folder.file()).fence() == first + 1);
}

TEST_CASE("A state file has one role, also when it is reached by a link", "[linux]") {
    Folder folder;
    const auto role = role_of(folder.file());
    std::filesystem::create_symlink(folder.file(), folder.file("alias.db"));
    CHECK(std::holds_alternative<AgentRole::Holder>(AgentRole::take(folder.file("alias.db"))));
}

TEST_CASE("A state file has one role, by whatever way it is reached") {
    Folder folder;
    const auto role = role_of(folder.file());
    const auto roundabout = folder.file().parent_path() / "." / "state.db";
    CHECK(std::holds_alternative<AgentRole::Holder>(AgentRole::take(roundabout)));
}

TEST_CASE("Asking who has the role never turns away who takes it") {
    Folder folder;
    std::atomic<bool> done = false;
    std::thread asker([&] {
        while (!done) AgentRole::holder(folder.file());
    });
    int taken = 0;
    for (int i = 0; i < 50; ++i) taken += std::holds_alternative<AgentRole>(AgentRole::take(folder.file()));
    done = true;
    asker.join();
    CHECK(taken == 50);
}

// Windows does not let go of the name of a file that is held
TEST_CASE("An agent whose role another one took writes no intent any more", "[linux]") {
    Desk desk;
    desk.store.intend(desk.tenant, std::vector{intent_for("1")});
    std::filesystem::remove(desk.folder.file("state.db.lock"));
    const AgentRole thief = role_of(desk.folder.file());
    const auto error = error_of([&] { desk.store.intend(desk.tenant, std::vector{intent_for("2")}); });
    CHECK(says(error, "another agent has taken over"));
    CHECK(error.reach == Reach::run);
    CHECK(error.trouble == Trouble::store);
    CHECK(desk.store.intents(desk.tenant).size() == 1);
    desk.store.act_as(thief);
    CHECK(desk.store.intend(desk.tenant, std::vector{intent_for("2")}).size() == 1);
}

TEST_CASE("Readers and commands work beside the agent") {
    Desk desk;
    desk.collect({"1", "2"});
    SqliteLinkStore beside(desk.folder.file());
    CHECK(beside.agent_id() == desk.store.agent_id());
    CHECK(beside.waiting(desk.tenant, Lane::live) == 2);
    const InboxItem row{.ticket_id = "1", .attempts = 1, .parked = true, .not_before = at(9)};
    desk.store.postpone(desk.tenant, std::vector{row});
    CHECK(beside.retry(desk.tenant, {}) == 1);
    CHECK(desk.ready_ids() == std::vector<std::string>{"1", "2"});
    beside.collect(desk.tenant, Lane::history, std::vector<std::string>{"3"}, {"old", "1"});
    CHECK(desk.ready_ids() == std::vector<std::string>{"1", "2", "3"});
}
