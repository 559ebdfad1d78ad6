// What is said on tickets.
#pragma once

#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/lookups.h"
#include "contract/help_desk.h"

#include <span>
#include <vector>

namespace deskbridge::request_tracker {

/// As HelpDesk::read_messages. Of a ticket that others were merged into, their messages are read with it.
std::vector<MessagePage> read_messages(Client& client, Lookups& lookups,
                                       std::span<const MessageQuery> queries);

}  // namespace deskbridge::request_tracker
