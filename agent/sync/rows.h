// The inbox rows of linked tickets after a batch.
#pragma once

#include "sync/pair.h"

#include <set>
#include <string>
#include <vector>

namespace deskbridge {

/// A ticket leaves the inbox when nothing is left for any of its links; `once_more`: those to be looked at
/// another time. One whose effects are not all known stays as it is.
void see_to_rows(Tenant& tenant, const std::vector<LinkedTicket>& tickets, const std::vector<Pair>& pairs,
                 const std::set<std::string>& once_more, CycleReport& report);

}  // namespace deskbridge
