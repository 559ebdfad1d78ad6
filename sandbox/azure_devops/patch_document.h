// JSON Patch to Change.
#pragma once

#include "sandbox/azure_devops/change.h"
#include "sandbox/azure_devops/json.h"

namespace sandbox::azure_devops {

/// Throws Refusal 400 for an empty document and for an operation or path that the service does not know.
Change read_patch(const Json& document);

}  // namespace sandbox::azure_devops
