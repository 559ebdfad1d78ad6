// A mapping's `find` in Deskpro's parameters.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "contract/help_desk.h"

#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Query pairs for what `find` asks. What cannot be said exactly (a key that Deskpro does not list by, a name
/// that it does not have, several values) is left out: then it lists more, and `select` decides. Not so a
/// saved filter, which no `select` makes up for: SyncError (side, configuration) when there is none such.
Query narrowed(Lookups& lookups, const Find& find);

/// What of `find` is left out for that reason and was hardly meant so, as sentences.
std::vector<std::string> find_doubts(Lookups& lookups, const Find& find);

/// Departments of `find` in which Deskpro shows not one ticket: lists are silent about those that the key's
/// agent may not see.
std::vector<std::string> unseen_departments(Client& client, Lookups& lookups, const Find& find);

}  // namespace deskbridge::deskpro
