#include "store/agent_role.h"

#include "store/state_file.h"

namespace deskbridge {

namespace {

/// One lock for one file, by whatever links and names it is reached.
std::filesystem::path lock_of(const std::filesystem::path& state_file) {
    std::error_code unresolved;
    auto lock = std::filesystem::weakly_canonical(state_file, unresolved);
    if (unresolved) lock = state_file;
    lock += ".lock";
    return lock;
}

std::int64_t raise_fence(const std::filesystem::path& state_file) {
    const auto connection = store::open_state_file(state_file);
    store::Transaction step(*connection, store::Transaction::Kind::normal);
    connection->run("UPDATE meta SET fence = fence + 1");
    const auto fence = connection->number("SELECT fence FROM meta");
    step.commit();
    return fence;
}

}  // namespace

std::variant<AgentRole, AgentRole::Holder> AgentRole::take(const std::filesystem::path& state_file) {
    const auto file = lock_of(state_file);
    auto lock = store::FileLock::take(file);
    if (!lock) return Holder{store::FileLock::process_in(file)};
    return AgentRole(std::move(*lock), raise_fence(state_file));
}

std::optional<AgentRole::Holder> AgentRole::holder(const std::filesystem::path& state_file) {
    const auto file = lock_of(state_file);
    if (!store::FileLock::is_taken(file)) return {};
    return Holder{store::FileLock::process_in(file)};
}

}  // namespace deskbridge
