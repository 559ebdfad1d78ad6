// What is said on tickets.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "contract/help_desk.h"

#include <span>
#include <vector>

namespace deskbridge::deskpro {

/// The next page of each ticket's messages, by id, oldest first, all in one call where the instance lists by
/// id; then one for the files of those that have some. An instance that lists in its own order has a ticket
/// with more than a page read to its end for each page. What a merge or an import puts before the last
/// message that was read is not seen.
std::vector<MessagePage> read_messages(Client& client, Lookups& lookups,
                                       std::span<const MessageQuery> queries);

}  // namespace deskbridge::deskpro
