// All tenants of one reading of the configuration, at work.
#pragma once

#include "setup/assembly.h"
#include "setup/beating_clock.h"
#include "setup/ending_notes.h"
#include "store/agent_role.h"
#include "sync/schedule.h"

#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace deskbridge {

/// Owned by one thread, which is not one of its workers. Role, clock and log outlive it.
class Fleet {
public:
    /// Called after each cycle, by the worker that ran it.
    using Watch = Schedule::Watch;

    /// Reads mappings, resolves secrets, opens the state file for each tenant; asks nobody yet. On failure:
    /// SyncError (run) with what is wrong. `paces` are those of an earlier fleet, whose limits still hold, or
    /// null.
    Fleet(const std::filesystem::path& config, const AgentRole& role, BeatingClock& clock, Log& log,
          Watch watch, std::shared_ptr<Paces> paces);
    /// Ends.
    ~Fleet();

    void start();
    /// Returns when every worker has finished the cycle that it was in. May be called again.
    void end();

    /// Nothing while all is well: an error that concerns the whole program, after which the workers rest.
    std::exception_ptr failure() const;
    /// The worker that was longest not seen to do anything: how long ago.
    std::chrono::milliseconds silence() const;

    const Settings& settings() const { return assembly_.settings(); }
    const std::vector<std::string>& warnings() const { return assembly_.warnings(); }
    std::shared_ptr<Paces> paces() const { return assembly_.paces(); }
    std::vector<std::string> names() const;
    /// Takes over what an earlier fleet, which has ended, knows of tenants of the same name by having watched
    /// them.
    void succeed(Fleet& earlier);

private:
    void work(Beat& beat);

    BeatingClock& clock_;
    Assembly assembly_;
    std::vector<std::unique_ptr<BuiltTenant>> tenants_;
    std::map<std::string, EndingWatch> endings_;  ///< by tenant, which is with one worker at a time
    std::unique_ptr<Schedule> schedule_;
    mutable std::mutex mutex_;
    std::exception_ptr failure_;
    std::atomic<bool> ending_{false};
    std::vector<Beat> beats_;
    std::vector<std::thread> workers_;
};

}  // namespace deskbridge
