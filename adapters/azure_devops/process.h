// Reads what a project's process demands: six calls, one more for each type whose fields are wanted.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/wire.h"
#include "model/process.h"

#include <span>
#include <string>

namespace deskbridge::azure_devops {

/// As WorkTracker::read_process. What it learns of the collection's fields goes into `kinds`.
Process read_process(Client& client, const std::string& project, std::span<const std::string> types,
                     Kinds& kinds);

}  // namespace deskbridge::azure_devops
