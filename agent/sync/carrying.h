// Decides about pairs of tickets and work items that were read, and carries what is decided.
#pragma once

#include "sync/pair.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// To the tickets first, then what is agreed on goes to disk, then to the work items. How each pair ended is
/// in its `end`, and in its ticket's row when it is parked. Errors of reach side go on once what is known is
/// on disk.
void carry(Tenant& tenant, std::vector<Pair>& pairs, bool quiet, CycleReport& report);

}  // namespace deskbridge
