#include "setup/fleet.h"

#include <algorithm>

namespace deskbridge {

using namespace std::chrono;

namespace {

constexpr std::size_t workers_at_most = 4;
/// Workers without anything to do look up this often: for a stop, for an end, for a clock that jumped.
constexpr milliseconds nap{1'000};

}  // namespace

Fleet::Fleet(const std::filesystem::path& config, const AgentRole& role, BeatingClock& clock, Log& log,
             Watch watch, std::shared_ptr<Paces> paces)
    : clock_(clock), assembly_(config, clock, log, std::move(paces)) {
    std::vector<Tenant*> all;
    for (const auto* settings : assembly_.chosen("")) {
        auto store = std::make_unique<SqliteLinkStore>(assembly_.settings().state);
        store->act_as(role);
        tenants_.push_back(assembly_.build(*settings, std::move(store)));
        all.push_back(&tenants_.back()->tenant());
        endings_.emplace(settings->name, tenants_.back()->endings());
    }
    schedule_ = std::make_unique<Schedule>(
        std::move(all), clock,
        [this, &log, watch = std::move(watch)](Tenant& tenant, const CycleReport& report) {
            watch(tenant, report);
            if (!report.trouble) assembly_.sign_ins().note_good(tenant.name);
            endings_.at(tenant.name).look(tenant.name, clock_.now(), log);
        });
    beats_ = std::vector<Beat>(std::min(workers_at_most, tenants_.size()));
}

Fleet::~Fleet() {
    end();
}

void Fleet::start() {
    for (auto& beat : beats_) {
        beat = clock_.ticks().count();
        workers_.emplace_back([this, &beat] { work(beat); });
    }
}

void Fleet::end() {
    ending_ = true;
    for (auto& worker : workers_) worker.join();
    workers_.clear();
}

void Fleet::work(Beat& beat) {
    BeatingClock::watch_this_thread(&beat);
    try {
        while (!clock_.stopping() && !ending_) {
            if (schedule_->run_one()) continue;
            const auto rest = schedule_->until_next().value_or(nap);
            clock_.wait(std::clamp<milliseconds>(rest, milliseconds{10}, nap));
        }
    } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        ending_ = true;
    }
}

std::exception_ptr Fleet::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

milliseconds Fleet::silence() const {
    milliseconds longest{};
    const auto now = clock_.ticks();
    for (const auto& beat : beats_) longest = std::max(longest, now - milliseconds{beat.load()});
    return longest;
}

std::vector<std::string> Fleet::names() const {
    std::vector<std::string> names;
    for (const auto& tenant : settings().tenants) names.push_back(tenant.name);
    return names;
}

void Fleet::succeed(Fleet& earlier) {
    for (auto& mine : tenants_)
        for (auto& other : earlier.tenants_) {
            Tenant& known = other->tenant();
            if (known.name != mine->tenant().name) continue;
            mine->tenant().breaker = std::move(known.breaker);
            mine->tenant().guard = std::move(known.guard);
        }
}

}  // namespace deskbridge
