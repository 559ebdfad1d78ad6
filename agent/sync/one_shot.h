// Drives a piece of work to its end in a command that ends: waits out limits, outages and unclear outcomes.
#pragma once

#include "sync/report.h"
#include "sync/tenant.h"

#include <functional>

namespace deskbridge {

/// One step of the work; returns true when there is more to do. Errors of reach side may go on from it.
using Step = std::function<bool(CycleReport& report)>;
/// Told after each step, and before each wait ("waiting 30 s: ...") with a text.
using Watch = std::function<void(const CycleReport& total, const std::string& waiting_for)>;

/// How often in a row a one-shot may be thrown back before it gives up: by a side that gives no good answer
/// at all (about four minutes), and by one that answers but lets nothing get done.
constexpr int patience_with_silence = 7;
constexpr int patience_with_trouble = 40;

/// Settles, recovers and steps until there is nothing more to do, no create is unclear, and every ticket was
/// told. The report's `trouble` is set when it gave up: a refused sign-in and a wrong configuration at once,
/// an outage when patience ends, a stop request as trouble interrupted. What was done stays; the next
/// call goes on from there.
CycleReport run_to_the_end(Tenant& tenant, const Step& step, const Watch& watch);

/// True when trying again soon cannot help: somebody has to do something first.
bool needs_a_person(const SyncError& error);

}  // namespace deskbridge
