// Telling tickets of their work items.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "contract/help_desk.h"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// One reading of all tickets, then a batch of PUTs for fields and labels (labels replace, so they are merged
/// with what is there), then a batch of internal messages for the notes of those that took the PUT. Nothing
/// is written that is there already; a note is looked for in `look_first` and on tickets that needed no PUT.
std::vector<WriteOutcome> write_links_back(Client& client, Lookups& lookups, std::span<const LinkBack> links,
                                           const std::set<std::string>& look_first);

/// What of the wanted link-back this help desk lacks.
std::vector<std::string> link_back_doubts(Lookups& lookups, const LinkBack& wanted);

}  // namespace deskbridge::deskpro
