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

/// Which two systems the links belong to (empty = none yet), and which answer now.
struct Identities {
    std::string desk_before, work_before;
    std::string desk_now, work_now;
    bool differ() const {
        return (!desk_before.empty() && desk_before != desk_now) ||
               (!work_before.empty() && work_before != work_now);
    }
};

/// Remote reads only. Errors go on.
Identities identities_of(Tenant& tenant);

/// People say that what answers now has the tickets and work items of before, under their numbers: the links
/// go on with it, and every one is looked at.
void rebind(Tenant& tenant, const Identities& identities);

}  // namespace deskbridge
