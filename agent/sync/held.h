// Mappings whose fields were changed since links were made by them.
#pragma once

#include "sync/tenant.h"

#include <string>
#include <vector>

namespace deskbridge {

/// Looks anew which of the tenant's mappings are not the ones that its links were written by; their fields
/// rest until a person has seen what they would write (`mapping apply`). A mapping that is new, or a tenant
/// without links, needs nobody. Logs what is held for the first time.
void look_for_changed_mappings(Tenant& tenant);

/// Links over which nothing is carried, because their mapping is not among the tenant's (any more).
struct OrphanNote {
    std::string text, hint;
};

/// One for each such mapping. Needs the tenant's record.
std::vector<OrphanNote> orphan_notes(Tenant& tenant);

}  // namespace deskbridge
