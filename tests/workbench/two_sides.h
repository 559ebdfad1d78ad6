// Both systems, the agent between them, and a history that a test can stop anywhere.
#pragma once

#include "sandbox/azure_devops/azure_devops.h"
#include "sandbox/deskpro/deskpro.h"
#include "support/step_clock.h"
#include "sync/report.h"
#include "sync/tenant.h"
#include "workbench/steps.h"
#include "workbench/wire.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge::workbench {

/// What a workbench is made with.
struct Scene {
    sandbox::azure_devops::Level level = sandbox::azure_devops::Level::services;
    sandbox::azure_devops::Switches work_switches = {};
    sandbox::deskpro::Options::Batch desk_batch = sandbox::deskpro::Options::Batch::both;
    int desk_page = 4;  ///< tickets on a page of the desk's lists
    std::size_t batch = 3;
    /// Tickets are told by a note alone: nothing else on them names the work item.
    bool notes_only = false;
    /// Subject, status, priority, labels, comments and files flow both ways.
    bool two_way = false;
    /// A bug goes from New to Active to Resolved to Closed, back to Active, and from there to New, one step
    /// at a time.
    bool strict_states = false;
    /// A project "Gadgets" beside Widgets, where items can be moved.
    bool second_project = false;
    /// Further switches of the desk, and changes to the mapping.
    std::function<void(sandbox::deskpro::Options&)> desk_switches = {};
    std::function<void(Mapping&)> remapped = {};
    /// A death also takes every transaction that was not on the disk for certain, as a power cut does.
    bool power_cuts = false;
};

/// What has to become of a ticket.
struct Expected {
    enum class End { item, set_aside, nothing } end = End::item;
    std::map<std::string, std::string> fields;  ///< of the work item, as the stand-in shows them
};

/// The stand-ins, one tenant with the shipped preset (project Widgets; every ticket but those of Billing is
/// selected; a priority that the mapping does not know sets a ticket aside), and a real state file in a
/// folder of its own. The agent is made anew by `restart`. Everything is real but network, time and keys.
class TwoSides {
public:
    explicit TwoSides(const Scene& scene = {});
    ~TwoSides();

    /// The process is gone and another one starts: nothing that was in memory is left.
    void restart();
    /// The process is gone, and its state file with it.
    void lose_state();
    /// Only what time and the world do: no agent runs.
    void kill();

    /// The command `backfill`, to its end, with all its waiting. Interrupted goes on.
    CycleReport backfill(std::int64_t limit = 0);
    /// The command `sync`, to its end: all sweeps, and every linked pair is read.
    CycleReport sync();
    /// The command `run`, for this many cycles, resting as the program does.
    void cycles(int count);
    /// `run` until every linked ticket had its turn to be looked at, and this many cycles more.
    void run_past_looks(int cycles);
    /// `run` until nothing is left that it could do, waits of parked tickets included. On failure:
    /// std::runtime_error that says what is left.
    void run_until_quiet();

    /// A ticket that people made. `expected` is what complaints() measures the end by.
    long long add(const sandbox::deskpro::NewTicket& ticket, const Expected& expected);
    /// What became of a ticket is to be measured anew.
    void expect(long long ticket, const Expected& expected) { expected_[ticket] = expected; }

    /// What a run would still have to do, as sentences; empty = nothing.
    std::vector<std::string> left_over();
    /// Everything that is not as it should be at the end, by the states of both sides and the state file.
    std::vector<std::string> complaints();
    /// More cycles, and another backfill before them if wanted; what they wrote, as sentences.
    std::vector<std::string> complaints_of_more_runs(int count, bool with_backfill);

    Tenant& tenant();
    std::filesystem::path state() const { return folder_ / "state.db"; }
    const Scene& scene() const { return scene_; }

    StepClock clock;
    Steps steps;
    sandbox::Deskpro desk;
    sandbox::azure_devops::AzureDevOps work;
    Traffic traffic{clock, steps, {}, 0, {}};
    std::vector<LogLine> log;

private:
    struct Agent;
    CycleReport run_cycle_when_due();
    Time last_look() const;
    void cut_power();
    std::filesystem::path durable() const { return folder_ / "durable.db"; }

    Scene scene_;
    std::filesystem::path folder_;
    Wire desk_wire_, work_wire_;
    std::map<long long, Expected> expected_;
    std::int64_t keys_ = 0;
    Time last_started_{};  ///< the last cycle
    std::unique_ptr<Agent> agent_;
};

}  // namespace deskbridge::workbench
