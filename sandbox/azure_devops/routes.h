// Where everything is: the resource locations that discovery shows, and the functions behind them.
#pragma once

#include "sandbox/azure_devops/call.h"

namespace sandbox::azure_devops {

using Handler = Reply (*)(Call&);

/// One verb of a location. `name` is what request counters call it.
struct Operation {
    std::string method;
    std::string name;
    Handler handler;
};

/// A resource location. `route` is the template of discovery; a leading {project} or {team} may be left out
/// of an address unless `needs_project`, and so may parts at the end.
struct Location {
    std::string id;
    std::string area;
    std::string resource;
    std::string route;
    Offer offer;
    std::vector<Operation> operations;
    bool needs_project = false;
};

const std::vector<Location>& locations();

/// A location and what its template caught, {project} and {team} included.
struct Match {
    const Location* location = nullptr;
    std::map<std::string, std::string, HeaderLess> captured;
};

/// All locations that fit the decoded segments below the base, in the order of the table.
std::vector<Match> matches(const std::vector<std::string>& segments);

/// The reply to OPTIONS for an area, or for all when `area` is empty, at the level of the options.
JsonArray location_rows(const Call& call, const std::string& area);
/// False for what a switch takes away.
bool is_present(const Location& location, const Call& call);

}  // namespace sandbox::azure_devops
