// Telling tickets of their work items.
#pragma once

#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/lookups.h"
#include "contract/help_desk.h"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

/// The name in link_back that means RT's own link to an address, in the place of a custom field's.
constexpr const char* refers_to = "RefersTo";

/// Fields, labels and links of many tickets in one bulk update, read back; then a note on each.
std::vector<WriteOutcome> write_links_back(Client& client, Lookups& lookups, std::span<const LinkBack> links,
                                           const std::set<std::string>& look_first);

std::vector<std::string> link_back_doubts(Lookups& lookups, const LinkBack& wanted);

}  // namespace deskbridge::request_tracker
