// What became of items that cannot be read.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/read.h"
#include "contract/work_tracker.h"

#include <set>
#include <span>
#include <vector>

namespace deskbridge::azure_devops {

/// Does not own what it is given.
class Whereabouts {
public:
    Whereabouts(Client& client, Reading& reading) : client_(client), reading_(reading) {}

    /// As WorkTracker::presence. Deleted is what lies in the recycle bin and nothing else: an item that was
    /// destroyed and one that the account may not see are answered alike.
    std::vector<ItemPresence> of(std::span<const WorkItemId> ids);

private:
    std::set<WorkItemId> in_bin(std::span<const WorkItemId> ids);
    /// False when the server takes no such list.
    bool ask_for_all(std::span<const WorkItemId> ids, std::set<WorkItemId>& found);
    bool is_in_bin(WorkItemId id);

    Client& client_;
    Reading& reading_;
};

}  // namespace deskbridge::azure_devops
