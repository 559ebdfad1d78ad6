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
    /// `kinds` is filled from the list of all fields, once, when an item has a field that nobody knows yet.
    Reading(Client& client, Kinds& kinds) : client_(client), kinds_(kinds) {}

    /// In the order of `ids`, any number of them, 200 a call; those that cannot be read are left out.
    std::vector<WorkItem> read(std::span<const WorkItemId> ids);

private:
    void read_some(std::span<const WorkItemId> ids, std::vector<WorkItem>& out);
    HttpResponse request(std::span<const WorkItemId> ids);
    void learn_kinds(const std::vector<json::View>& rows);

    Client& client_;
    Kinds& kinds_;
    bool has_post_ = true;
    bool asked_for_fields_ = false;
};

}  // namespace deskbridge::azure_devops
