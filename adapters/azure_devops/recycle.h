// Moves work items to the recycle bin.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/presence.h"
#include "contract/work_tracker.h"

#include <string>

namespace deskbridge::azure_devops {

/// Does not own what it is given.
class Recycling {
public:
    Recycling(Client& client, Whereabouts& whereabouts) : client_(client), whereabouts_(whereabouts) {}

    /// As WorkTracker::recycle. What the account may not delete, or cannot see, is an error of reach item. An
    /// item in the bin and a hidden one are refused alike, so then the bin is asked.
    WriteOutcome recycle(const std::string& project, WorkItemId item);

private:
    Client& client_;
    Whereabouts& whereabouts_;
};

}  // namespace deskbridge::azure_devops
