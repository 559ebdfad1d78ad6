// The fields of an item as a reader gets them, the ones that the server computes included.
#pragma once

#include "sandbox/azure_devops/collection.h"

namespace sandbox::azure_devops {

/// Fields kept and computed of one revision; System.History is left out.
Fields full_fields(const Collection& collection, const WorkItem& item, const Revision& revision);

/// Null when the item has no parent.
const Relation* parent_of(const Revision& revision);

}  // namespace sandbox::azure_devops
