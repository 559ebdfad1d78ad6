// A mapping's `find` in Deskpro's parameters.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "contract/help_desk.h"

#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Query pairs for what `find` asks. What cannot be said exactly (a key that Deskpro does not list by, a name
/// that it does not have, several values) is left out: then it lists more, and `select` decides.
Query narrowed(Lookups& lookups, const Find& find);

/// What of `find` is left out for that reason and was hardly meant so, as sentences.
std::vector<std::string> find_doubts(Lookups& lookups, const Find& find);

}  // namespace deskbridge::deskpro
