// Completes what was decided for a ticket by what has to be on the work side before its item.
#pragma once

#include "sync/apply.h"

namespace deskbridge {

/// Carries the files and pictures of the task's ticket over, and writes what people should know into the
/// item's history. Leaves the plan's base as it was: what the item holds is agreed by its answer. Errors of
/// reach side go on.
void dress(Tenant& tenant, Task& task);

}  // namespace deskbridge
