// Does what was decided, one recorded step at a time: intent, effect, record.
#pragma once

#include "contract/link_store.h"
#include "model/plan.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// A ticket that waits, with what was decided for it.
struct Task {
    InboxItem row;
    Plan plan;
};

/// Makes the work items of `tasks` (all of kind create, at most one batch), their files first. On success or
/// on failure of single items: recorded, counted in `report`. On failure of the whole call: what is known of
/// the fate is noted, then the error goes on. `quiet` suppresses notifications.
void create_all(Tenant& tenant, std::vector<Task> tasks, bool quiet, CycleReport& report);

/// How many tickets may share a call with one that failed `attempts` times: half as many each time, so that
/// one ticket that spoils a whole batch soon stands alone.
std::size_t batch_limit(std::size_t batch, int attempts);

/// The count of attempts that halves a call of `sent` tickets which failed as a whole.
int attempts_after(std::size_t batch, std::size_t sent, int attempts);

}  // namespace deskbridge
