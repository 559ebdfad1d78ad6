// Moves work items to the recycle bin after their tickets.
#pragma once

#include "sync/report.h"
#include "sync/tenant.h"

#include <optional>

namespace deskbridge {

/// The item of a link whose ticket has gone, with the intent before it; then both are away, and the link is
/// kept so. What was refused, or is not known to have been done, is given back: a look shows what became of
/// it, and to do it again does no harm. Errors of reach side go on.
std::optional<SyncError> recycle_item(Tenant& tenant, Link& link, CycleReport& report);

}  // namespace deskbridge
