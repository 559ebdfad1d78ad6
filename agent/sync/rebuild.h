// Finds the links again that a lost state file knew, by the marks on the work items.
#pragma once

#include "sync/tenant.h"

#include <string>
#include <vector>

namespace deskbridge {

struct Rebuilt {
    std::size_t items_read = 0;
    std::size_t found = 0;             ///< links that were not known
    std::vector<std::string> remarks;  ///< twins, foreign addresses, what is not known
};

/// Walks every project that a mapping names, looks at every item's hyperlinks, and keeps a link for each mark
/// whose address is a ticket of this desk; of several items for one ticket the lowest, and
/// every link that people made. What stands on the other side already counts as carried. Creates nothing on
/// either side. Afterwards the tenant is guarded: the next cycle goes on as before the loss. Errors go on.
Rebuilt rebuild_links(Tenant& tenant);

}  // namespace deskbridge
