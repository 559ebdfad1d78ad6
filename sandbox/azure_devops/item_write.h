// Creating and changing an item, as a single request and as part of a batch.
#pragma once

#include "sandbox/azure_devops/call.h"
#include "sandbox/azure_devops/patch_document.h"

namespace sandbox::azure_devops {

/// The wire form of the new item; `made` receives its id when it is not null. `call.project` must be set.
JsonObject create_from(const Call& call, const std::string& type_name, const Change& change,
                       const std::map<int, int>& known_as, int* made);

JsonObject update_from(const Call& call, int id, const Change& change, const std::map<int, int>& known_as);

}  // namespace sandbox::azure_devops
