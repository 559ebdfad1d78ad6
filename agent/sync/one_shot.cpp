#include "sync/one_shot.h"

#include "sync/cycle.h"
#include "sync/discussion.h"
#include "sync/held.h"
#include "sync/link_back.h"
#include "sync/link_orders.h"
#include "sync/parking.h"
#include "sync/recover.h"
#include "sync/settle.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

bool got_somewhere(const CycleReport& report) {
    return report.created + report.adopted + report.said + report.told + report.listed + report.passed +
               report.updated + report.changed + report.heard >
           0;
}

/// One round; an error of the side ends it and is in the report.
bool run_round(Tenant& tenant, const Step& step, bool more, CycleReport& report) {
    try {
        settle(tenant);
        look_for_changed_mappings(tenant);
        recover(tenant, report);
        carry_out_orders(tenant);
        if (more) more = step(report);
        Carried none;
        if (!more) work_off(tenant, 0, none, report);
        tell_tickets(tenant, report);
        carry_discussions(tenant, 0, report);
    } catch (const SyncError& error) {
        if (error.reach == Reach::run) throw;
        report.trouble = error;
    }
    return more;
}

std::string wait_text(milliseconds wait, const CycleReport& round) {
    const auto seconds_left = static_cast<double>(wait.count()) / 1000.0;
    if (round.trouble) return fmt::format("waiting {:.0f} s: {}", seconds_left, round.trouble->what());
    return fmt::format("waiting {:.0f} s to learn what became of {} unanswered requests", seconds_left,
                       round.unclear);
}

SyncError interrupted() {
    return SyncError(Reach::side, Trouble::interrupted, "stopped on request",
                     "run the same command again to go on");
}

/// Counts how often in a row nothing got done, and how often in a row nobody even answered.
class Patience {
public:
    explicit Patience(Tenant& tenant) : tenant_(tenant), answers_(tenant.good_answers()) {}

    void see(const CycleReport& round) {
        const auto answers = tenant_.good_answers();
        silent_ = answers > answers_ ? 0 : silent_ + 1;
        fruitless_ = got_somewhere(round) ? 1 : fruitless_ + 1;
        answers_ = answers;
    }
    bool ended() const { return silent_ > patience_with_silence || fruitless_ > patience_with_trouble; }

    /// A side that answers now and then is not left alone for minutes.
    milliseconds wait(const SyncError& trouble) const {
        constexpr int steps_with_answers = 3;
        const int failures = silent_ > 0 ? silent_ : std::min(fruitless_, steps_with_answers);
        return std::max(trouble.retry_after.value_or(milliseconds{0}), side_back_off(failures));
    }

private:
    Tenant& tenant_;
    std::size_t answers_;
    int silent_ = 0;
    int fruitless_ = 0;
};

}  // namespace

bool needs_a_person(const SyncError& error) {
    // A sign-in page or a redirect may pass (fate closed); a definite refusal does not.
    const bool refused = error.trouble == Trouble::sign_in && error.fate == Fate::refused;
    return refused || error.trouble == Trouble::configuration || error.trouble == Trouble::forbidden;
}

CycleReport run_to_the_end(Tenant& tenant, const Step& step, const Watch& watch) {
    CycleReport total;
    Patience patience(tenant);
    for (bool more = true; !tenant.clock.stopping();) {
        CycleReport round;
        more = run_round(tenant, step, more, round);
        total.add(round);
        watch(total, {});
        if (!round.trouble && !more && is_quiet(tenant)) return total;
        if (!round.trouble && more) continue;
        milliseconds wait = next_look(tenant);
        if (round.trouble) {
            patience.see(round);
            if (needs_a_person(*round.trouble) || patience.ended()) return total;
            wait = patience.wait(*round.trouble);
        }
        watch(total, wait_text(wait, round));
        if (!tenant.clock.wait(wait)) break;
    }
    total.trouble = interrupted();
    return total;
}

}  // namespace deskbridge
