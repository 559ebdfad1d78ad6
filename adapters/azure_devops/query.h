// Finding ids by WIQL.
#pragma once

#include "adapters/azure_devops/client.h"
#include "model/work_item.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::azure_devops {

/// Items of a project, or of all when it is empty. `top` stays below the server's cap of 20,000, above which
/// a query fails.
struct Query {
    std::string project;
    WorkItemId after = 0;
    std::optional<Time> created_since = {};
    bool newest_first = false;
    int top = 200;
    std::optional<Time> changed_since = {};
};

/// At most `top` ids, in order. On failure: as Client::ask.
std::vector<WorkItemId> query_ids(Client& client, const Query& query);

/// The WIQL text; dates by the millisecond, or by the day before for a server that takes no times.
std::string wiql_of(const Query& query, bool with_times);

}  // namespace deskbridge::azure_devops
