#include "commands/supervisor.h"

#include "commands/session.h"
#include "platform/reload_request.h"
#include "platform/service_host.h"
#include "platform/service_notice.h"
#include "setup/health_port.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

using namespace std::chrono;

namespace {

/// A worker that did not look at the clock for this long is stuck: the longest single thing that it may do is
/// a transfer of a file, which ends by its deadline of fifteen minutes.
constexpr milliseconds stuck_after = minutes{20};
constexpr milliseconds look_every{500};
constexpr milliseconds prove_every = seconds{10};
/// After working this long a start counts as a good one.
constexpr milliseconds good_start = minutes{10};

std::string count_of(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", with_commas(count), what, count == 1 ? "" : "s");
}

milliseconds pause_after(int failures) {
    return std::min<milliseconds>(seconds{10} * (1 << std::min(failures - 1, 5)), minutes{5});
}

void log_error(Log& log, const std::string& tenant, const SyncError& error) {
    log.write({Level::error, tenant, error.what(), {}});
    if (!error.hint.empty()) log.write({Level::error, tenant, "what to do: " + error.hint, {}});
}

void log_cycle(Log& log, const std::string& tenant, const CycleReport& report) {
    if (report.trouble) log_error(log, tenant, *report.trouble);
    const bool quiet = report.wrote_nothing() && report.parked.empty() && report.unclear == 0;
    log.write({quiet ? Level::debug : Level::info,
               tenant,
               "cycle",
               {{"listed", std::to_string(report.listed)},
                {"created", std::to_string(report.created)},
                {"found_again", std::to_string(report.adopted)},
                {"updated", std::to_string(report.updated)},
                {"messages", std::to_string(report.said)},
                {"changed", std::to_string(report.changed)},
                {"heard", std::to_string(report.heard)},
                {"told", std::to_string(report.told)},
                {"parked", std::to_string(report.parked.size())},
                {"unclear", std::to_string(report.unclear)}}});
}

}  // namespace

Supervisor::Supervisor(std::filesystem::path config, Clock& clock, Log& log)
    : config_(std::move(config)),
      clock_(clock),
      log_(log),
      health_(clock_),
      paces_(std::make_shared<Paces>()) {}

Supervisor::~Supervisor() = default;

void Supervisor::run() {
    try {
        start();
    } catch (const SyncError& error) {
        // a mistake in a file is told at once, however often; who mends it must not be kept waiting
        if (starts_ && error.trouble == Trouble::configuration) starts_->close();
        throw;
    }
    keep_watch();
    notify_stopping();
    if (starts_) starts_->close();
    if (fleet_) fleet_->end();
    port_.reset();
    say(Level::info, "stopped");
}

void Supervisor::start() {
    {
        const Assembly first(config_, clock_,
                             log_);  // a wrong configuration ends the program before anything else
        for (const auto& warning : first.warnings()) say(Level::warning, warning);
        state_ = first.settings().state;
        // a second agent is told of the first one, and not that its port is taken
        if (AgentRole::holder(state_)) role_ = std::make_unique<AgentRole>(take_role(state_));
        open_port(first.settings().listen);
    }
    beat_ = begun_ = clock_.ticks();
    auto book = state_;
    book += ".starts";
    if (!AgentRole::holder(state_)) starts_ = std::make_unique<StartBook>(book);
    hold_back_after_failed_starts();
    if (clock_.stopping()) return;
    if (start_fleet())
        say(Level::info, fmt::format("deskbridge runs for {}", count_of(fleet_->names().size(), "tenant")));
    tell_status();
    notify_ready(status_);
}

void Supervisor::hold_back_after_failed_starts() {
    if (!starts_) return;
    const auto failed = starts_->open(clock_.now());
    const auto wait = wait_before_start(failed, clock_.now());
    if (wait.count() == 0) return;
    const auto text = fmt::format(
        "begins in {} s: the last {} starts within an hour came to no good end, see the log before this line",
        wait.count(), failed.size());
    say(Level::warning, text);
    notify_ready(text);
    const auto until = clock_.ticks() + wait;
    while (clock_.ticks() < until && clock_.wait(look_every)) {
        notify_alive();
        const std::lock_guard lock(mutex_);
        beat_ = clock_.ticks();
    }
}

std::unique_ptr<Fleet> Supervisor::make_fleet() {
    return std::make_unique<Fleet>(
        config_, *role_, clock_, log_,
        [this](Tenant& tenant, const CycleReport& report) { watch_cycle(tenant, report); }, paces_);
}

/// False when the state file cannot be used just now.
bool Supervisor::start_fleet() {
    try {
        if (!role_) role_ = std::make_unique<AgentRole>(take_role(state_));
        swap(make_fleet());
        return true;
    } catch (const SyncError& error) {
        if (error.trouble != Trouble::store || !error.retry_after) throw;
        rest_after_failure(std::current_exception());
        return false;
    }
}

void Supervisor::swap(std::unique_ptr<Fleet> next) {
    if (fleet_) {
        fleet_->end();
        next->succeed(*fleet_);
    }
    health_.watch(next->names());
    {
        const std::lock_guard lock(mutex_);
        polls_.clear();
        for (const auto& tenant : next->settings().tenants) polls_[tenant.name] = tenant.options.poll;
        trouble_.clear();
        silence_ = {};
    }
    waiting_for_.clear();
    fleet_ = std::move(next);
    fleet_->start();
}

/// What the disk did not take just now is tried again later. Everything else is for whoever started the
/// program.
void Supervisor::rest_after_failure(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const SyncError& error) {
        if (error.trouble != Trouble::store || !error.retry_after) throw;
        if (fleet_) fleet_->end();
        fleet_.reset();
        const auto pause = pause_after(++failures_);
        resume_at_ = clock_.ticks() + pause;
        waiting_for_ = error.what();
        log_error(log_, "", error);
        say(Level::warning,
            fmt::format("nothing is lost; goes on in {} s", duration_cast<seconds>(pause).count()));
        const std::lock_guard lock(mutex_);
        trouble_ = error.what();
    }
}

void Supervisor::keep_watch() {
    while (clock_.wait(look_every)) {
        const auto now = clock_.ticks();
        const auto silence = fleet_ ? fleet_->silence() : milliseconds{0};
        {
            const std::lock_guard lock(mutex_);
            beat_ = now;
            silence_ = silence;
        }
        if (silence < stuck_after) notify_alive();
        if (fleet_)
            if (const auto failure = fleet_->failure()) rest_after_failure(failure);
        if (pause_requested() != paused_) pause(!paused_);
        if (!paused_ && take_reload_request()) reload();  // one that comes in a pause waits for its end
        if (!fleet_ && !paused_ && now >= resume_at_ && start_fleet()) say(Level::info, "goes on");
        if (starts_ && fleet_ && now - begun_ >= good_start) {
            starts_->close();
            starts_.reset();
        }
        if (fleet_ && now - resume_at_ >= good_start) failures_ = 0;
        tell_status();
    }
}

void Supervisor::reload() {
    notify_reloading();
    try {
        const Assembly next(config_, clock_, log_);
        if (next.settings().state != state_)
            throw SyncError(Reach::run, Trouble::configuration, "\"state\" names another file now",
                            "Restart the agent to work on that one.");
        if (role_) swap(make_fleet());
        open_port(next.settings().listen);
        for (const auto& warning : next.warnings()) say(Level::warning, warning);
        say(Level::info, fmt::format("{} was read anew: {}", config_.string(),
                                     count_of(next.settings().tenants.size(), "tenant")));
    } catch (const SyncError& error) {
        log_error(log_, "", error);
        say(Level::error,
            fmt::format("{} was not taken over; the configuration from before goes on", config_.string()));
    }
    tell_status();
    notify_ready(status_);
}

void Supervisor::pause(bool begin) {
    paused_ = begin;
    if (begin && fleet_) fleet_->end();
    if (begin) fleet_.reset();
    waiting_for_ = begin ? "it was paused" : "";
    resume_at_ = {};
    say(Level::info, begin ? "paused" : "goes on after a pause");
    if (begin) notify_paused();
    if (!begin) start_fleet();
    tell_status();
    if (!begin) notify_ready(status_);
}

void Supervisor::open_port(const std::optional<ListenAddress>& address) {
    const bool same = address && listen_ ? address->host == listen_->host && address->port == listen_->port
                                         : address.has_value() == listen_.has_value();
    if (same && (port_ || !address)) return;
    port_.reset();
    listen_ = address;
    if (!address) return;
    port_ =
        open_health_port(*address, {[this] { return what_is_wrong(); }, [this] { return health_.tenants(); },
                                    [this](const std::string& name) { return good_at_least_every(name); }});
    say(Level::info,
        fmt::format("health is told at http://{}:{}/healthz and /readyz", address->host, port_->port()));
}

/// Three times the rest between two cycles, but five minutes at least: a cycle may be long.
milliseconds Supervisor::good_at_least_every(const std::string& tenant) const {
    const std::lock_guard lock(mutex_);
    const auto poll = polls_.find(tenant);
    return std::max<milliseconds>(minutes{5}, poll == polls_.end() ? seconds{0} : 3 * poll->second);
}

std::string Supervisor::what_is_wrong() {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.ticks();
    if (now - beat_ > minutes{2}) return "the agent does not look after its workers any more";
    if (silence_ >= stuck_after) return "a worker is stuck";
    if (!trouble_.empty()) return trouble_;
    if (now - proven_ < prove_every) return {};
    try {
        if (std::filesystem::exists(state_)) SqliteLinkStore(state_).prove_writable();
        proven_ = now;
        return {};
    } catch (const SyncError& error) {
        return error.what();
    }
}

void Supervisor::watch_cycle(Tenant& tenant, const CycleReport& report) {
    log_cycle(log_, tenant.name, report);
    const auto waiting = tenant.record.id == 0 ? 0 : tenant.store.waiting(tenant.record.id, Lane::live);
    health_.note(tenant.name, report, waiting);
}

void Supervisor::tell_status() {
    const auto tenants = health_.tenants();
    const auto troubled = static_cast<std::size_t>(std::count_if(
        tenants.begin(), tenants.end(), [](const TenantHealth& tenant) { return !tenant.trouble.empty(); }));
    std::size_t waiting = 0;
    for (const auto& tenant : tenants) waiting += tenant.waiting;
    auto text = fleet_ ? fmt::format("{}, {} in trouble, {} waiting", count_of(tenants.size(), "tenant"),
                                     troubled, count_of(waiting, "ticket"))
                       : fmt::format("waits: {}", waiting_for_);
    if (text == status_) return;
    status_ = std::move(text);
    notify_status(status_);
}

}  // namespace deskbridge
