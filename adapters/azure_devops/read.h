// Reads work items with fields and hyperlinks.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/wire.h"
#include "model/work_item.h"

#include <span>
#include <vector>

namespace deskbridge::azure_devops {

/// Does not own what it is given.
class Reading {
public:
    Reading(Client& client, const Kinds& kinds) : client_(client), kinds_(kinds) {}

    /// In the order of `ids`, any number of them, 200 a call; those that cannot be read are left out.
    std::vector<WorkItem> read(std::span<const WorkItemId> ids);

private:
    void read_some(std::span<const WorkItemId> ids, std::vector<WorkItem>& out);
    HttpResponse request(std::span<const WorkItemId> ids);

    Client& client_;
    const Kinds& kinds_;
    bool has_post_ = true;
};

}  // namespace deskbridge::azure_devops
