// Makes sure, before anything is done, that a tenant talks to the systems it has always talked to.
#pragma once

#include "sync/tenant.h"

namespace deskbridge {

/// Signs in on both sides, compares their identities with those remembered (the first time they are stored),
/// and for an empty link table looks for marks of links that a lost state file may have known. Does nothing
/// when it has succeeded before. On failure: SyncError of reach side; trouble configuration for another
/// system at the same address and for found marks.
void settle(Tenant& tenant);

/// The next `settle` signs in anew.
void unsettle(Tenant& tenant);

}  // namespace deskbridge
