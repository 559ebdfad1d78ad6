// Finds the items that unclear creates may have left.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/read.h"
#include "contract/work_tracker.h"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace deskbridge::azure_devops {

/// Does not own what it is given.
class Search {
public:
    Search(Client& client, Reading& reading) : client_(client), reading_(reading) {}

    /// As WorkTracker::find_origins. First by address (`artifacturiquery`, 200 addresses a call); what that
    /// does not find, or does not find yet, by reading every item of the project that was created since. A
    /// trace without a project is looked for by address below the collection only.
    std::vector<WorkItem> find(std::span<const Trace> traces);

private:
    /// `artifacturiquery` stands below the collection, below a project only, or nowhere.
    enum class Route { collection, project, none };

    std::set<WorkItemId> by_address(std::span<const Trace> traces);
    bool ask(std::span<const Trace> traces, const std::string& root, std::set<WorkItemId>& found);
    void by_date(const std::string& project, Time since, std::vector<WorkItem>& found);

    Client& client_;
    Reading& reading_;
    Route route_ = Route::collection;
};

}  // namespace deskbridge::azure_devops
