// What every command that works with tenants starts with.
#pragma once

#include "commands/command.h"
#include "json/json.h"
#include "platform/stream_log.h"
#include "platform/system_clock.h"
#include "setup/assembly.h"
#include "setup/state.h"
#include "store/agent_role.h"
#include "sync/report.h"

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace deskbridge {

/// Clock and log, as the command line wants them.
struct Voice {
    explicit Voice(const Call& call);
    SystemClock clock;
    std::unique_ptr<std::ostream> file;  ///< --log-file; null = standard error
    StreamLog log;
};

/// Clock, log, configuration. Lives as long as the command.
struct Session : Voice {
    explicit Session(const Call& call);
    Assembly assembly;

    const std::filesystem::path& state() const { return assembly.settings().state; }
};

/// The agent role, or a SyncError (run, store) that names who holds it.
AgentRole take_role(const std::filesystem::path& state);

/// A tenant on the state file itself, in the agent's role.
std::unique_ptr<BuiltTenant> build_writing(Session& session, const TenantSettings& settings,
                                           const AgentRole& role);

/// A tenant on a copy of the state, for commands that change nothing.
std::unique_ptr<BuiltTenant> build_on_copy(Session& session, const TenantSettings& settings,
                                           const StateCopy& copy);

/// Forwards a trouble of one tenant to the operator: log line, and the exit code.
int report_trouble(Session& session, const std::string& tenant, const SyncError& error);

void write_parked(json::Writer& out, const std::vector<ParkedNote>& parked);
void write_trouble(json::Writer& out, const std::optional<SyncError>& trouble);

/// Tickets that somebody should look at: parked ones, and those that could not be told of their work item.
std::size_t set_aside(LinkStore& store, TenantId tenant);

/// Conflicts that wait for a decision of people.
std::size_t open_conflicts(LinkStore& store, TenantId tenant);

/// What a run carried, as members of the object that is open.
void write_counts(json::Writer& out, const CycleReport& report);
/// "3 work items made, 1 found again, ...": those that are not 0, with "nothing carried" for none.
std::string counts_text(const CycleReport& report);

/// "4,867".
std::string with_commas(std::size_t number);

}  // namespace deskbridge
