// What has to be true of the messages and files of a ticket that has its work item.
#pragma once

#include "model/link.h"
#include "sandbox/azure_devops/azure_devops.h"
#include "sandbox/deskpro/deskpro.h"

#include <string>
#include <vector>

namespace deskbridge::workbench {

/// Every message from before the link stands on the item once and in order, with its words and its readers;
/// no later one twice; each listed file ("log...") once, no picture ("pic...") and no content a second time;
/// and the item has a revision for each message and no other.
void compare_messages(const sandbox::deskpro::TicketView& ticket, const sandbox::azure_devops::ItemSeen& item,
                      const Link& link, std::vector<std::string>& complaints);

}  // namespace deskbridge::workbench
