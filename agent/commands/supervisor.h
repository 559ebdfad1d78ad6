// The verb `run`: keeps the tenants at work until a stop is asked for, through reloads and full disks.
#pragma once

#include "contract/log.h"
#include "http/page_server.h"
#include "platform/start_book.h"
#include "setup/fleet.h"
#include "setup/health.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace deskbridge {

/// Owned by the thread that runs it; clock and log outlive it.
class Supervisor {
public:
    Supervisor(std::filesystem::path config, Clock& clock, Log& log);
    ~Supervisor();

    /// Returns after a stop. On failure: SyncError (run): a wrong configuration or another agent at the
    /// start, and what trying again later cannot mend.
    void run();

private:
    void start();
    void keep_watch();
    void reload();
    void pause(bool begin);
    void swap(std::unique_ptr<Fleet> next);
    bool start_fleet();
    void rest_after_failure(const std::exception_ptr& failure);
    void hold_back_after_failed_starts();
    void open_port(const std::optional<ListenAddress>& address);
    void tell_status();
    void watch_cycle(Tenant& tenant, const CycleReport& report);
    void say(Level level, const std::string& message) const { log_.write({level, "", message, {}}); }
    std::string what_is_wrong();
    std::chrono::milliseconds good_at_least_every(const std::string& tenant) const;
    std::unique_ptr<Fleet> make_fleet();

    std::filesystem::path config_;
    BeatingClock clock_;
    Log& log_;
    Health health_;
    std::filesystem::path state_;
    std::optional<ListenAddress> listen_;
    std::unique_ptr<AgentRole> role_;
    std::shared_ptr<Paces> paces_;
    std::unique_ptr<StartBook> starts_;
    std::unique_ptr<Fleet> fleet_;
    std::unique_ptr<PageServer> port_;
    std::string status_;
    std::string waiting_for_;  ///< why no tenant is at work
    std::chrono::milliseconds resume_at_{};
    bool paused_ = false;
    int failures_ = 0;  ///< of the state file, in a row
    std::chrono::milliseconds begun_{};

    // asked by the health port's threads
    mutable std::mutex mutex_;
    std::map<std::string, std::chrono::seconds> polls_;
    std::chrono::milliseconds silence_{};
    std::chrono::milliseconds beat_{};                  ///< of the supervisor itself
    std::string trouble_;                               ///< of the state file
    std::chrono::milliseconds proven_{-1'000'000'000};  ///< when the state file was last written for a proof
};

}  // namespace deskbridge
