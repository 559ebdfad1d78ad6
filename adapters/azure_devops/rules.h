// The rules of work item types as the metadata calls tell them. Pure functions.
#pragma once

#include "adapters/azure_devops/wire.h"
#include "json/json.h"
#include "model/process.h"

#include <string>
#include <vector>

namespace deskbridge::azure_devops {

/// The rows of `_apis/wit/fields`.
struct Catalogue {
    Kinds kinds;
    std::map<std::string, bool, std::less<>> read_only;
};
Catalogue read_catalogue(json::View root);

/// A row of `workitemtypes`: name, states, the states that an item may begin in, and those that it may go to
/// from each. A state that nothing leads out of has an entry without states.
TypeRules read_type(json::View row);

std::vector<StateRule> read_states(const std::vector<json::View>& rows);

/// The rows of `workitemtypes/{type}/fields?$expand=all`. System.Tags is added where the list leaves it out:
/// every type has tags.
std::vector<FieldRule> read_fields(json::View root, const Catalogue& catalogue);

/// A tree of `classificationnodes` as paths in the form of System.AreaPath, parents first. Built from the
/// names: the `path` that a node tells has an extra segment, and on some versions is missing.
std::vector<std::string> read_tree(json::View root);

}  // namespace deskbridge::azure_devops
