#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "platform/stop.h"
#include "setup/ending_notes.h"
#include "sync/schedule.h"

#include <exception>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>

namespace deskbridge {

namespace {

constexpr std::size_t workers_at_most = 4;

void log_cycle(Session& session, Tenant& tenant, const CycleReport& report) {
    if (report.trouble) {
        session.log.write({Level::error, tenant.name, report.trouble->what(), {}});
        if (!report.trouble->hint.empty())
            session.log.write({Level::error, tenant.name, "what to do: " + report.trouble->hint, {}});
    }
    const bool quiet = report.wrote_nothing() && report.parked.empty() && report.unclear == 0;
    session.log.write({quiet ? Level::debug : Level::info,
                       tenant.name,
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

/// Runs whatever is due until a stop is asked for. A failure that concerns the whole program stops everybody.
void work(Session& session, Schedule& schedule, std::mutex& mutex, std::exception_ptr& failure) {
    try {
        while (!session.clock.stopping()) {
            if (schedule.run_one()) continue;
            const auto rest = schedule.until_next().value_or(std::chrono::seconds{1});
            session.clock.wait(std::min<std::chrono::milliseconds>(
                std::max<std::chrono::milliseconds>(rest, std::chrono::milliseconds{10}),
                std::chrono::seconds{1}));
        }
    } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        request_stop();
    }
}

}  // namespace

int run_agent(const Call& call) {
    const auto options = parse_options(
        call,
        {"deskbridge run",
         "Runs the agent until it is stopped by Ctrl-C or SIGTERM: polls every tenant's help desk and turns "
         "selected tickets into work items. The first start of a tenant is from now; `deskbridge backfill` "
         "carries over what was there before."},
        po::options_description("options"));
    if (!options) return exit_code::done;
    Session session(call);
    const AgentRole role = take_role(session.state());
    std::vector<std::unique_ptr<BuiltTenant>> built;
    std::vector<Tenant*> tenants;
    for (const auto* settings : session.assembly.chosen("")) {
        built.push_back(build_writing(session, *settings, role));
        tenants.push_back(&built.back()->tenant());
    }
    session.log.write(
        {Level::info,
         "",
         fmt::format("deskbridge runs for {} tenant{}", tenants.size(), tenants.size() == 1 ? "" : "s"),
         {}});

    std::map<std::string, EndingWatch> endings;
    for (const auto& one : built) endings.emplace(one->settings().name, one->endings());
    // a tenant is with one worker at a time, and nobody adds to the map
    Schedule schedule(tenants, session.clock, [&](Tenant& tenant, const CycleReport& report) {
        log_cycle(session, tenant, report);
        endings.at(tenant.name).look(tenant.name, session.clock.now(), session.log);
    });
    std::mutex mutex;
    std::exception_ptr failure;
    std::vector<std::thread> workers;
    for (std::size_t i = 0; i < std::min(workers_at_most, tenants.size()); ++i)
        workers.emplace_back([&] { work(session, schedule, mutex, failure); });
    for (auto& worker : workers) worker.join();
    if (failure) std::rethrow_exception(failure);
    session.log.write({Level::info, "", "stopped", {}});
    return exit_code::done;
}

}  // namespace deskbridge
