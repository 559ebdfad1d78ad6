// One pass for one tenant: settle, recover, collect, gather, decide, apply, record, tell.
#pragma once

#include "sync/collect.h"
#include "sync/report.h"
#include "sync/tenant.h"

namespace deskbridge {

/// How much of a pass is wanted.
struct CycleScope {
    bool changes = true;
    int sweep_pages = 0;        ///< of each sweep; 0 = none unless `whole_sweeps`
    bool whole_sweeps = false;  ///< `sync`
    int batches = 0;            ///< at most; 0 = until the inbox is empty. More to do is in the report.
};

/// Never throws an error of reach item or side: those are in the report, `trouble` is what ended the pass
/// early. An error of reach run goes on to main. Callable again at any time; every step that was recorded
/// stays.
CycleReport run_cycle(Tenant& tenant, const CycleScope& scope);

/// Works off the inbox, a batch at a time, until nothing in it is ready or `batches` (0 = no bound) are done.
/// Errors go on.
void work_off(Tenant& tenant, int batches, Carried& carried, CycleReport& report);

/// True when nothing waits that time alone would bring on: no open intents, no rows that become ready without
/// having been parked.
bool is_quiet(Tenant& tenant);

}  // namespace deskbridge
