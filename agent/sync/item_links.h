// Links between tickets become links between their work items.
#pragma once

#include "sync/pair.h"

#include <vector>

namespace deskbridge {

/// What a link keeps of its item's links to others: "parent:12 related:15".
inline constexpr std::string_view items_entry = "%items";

/// Of pairs that are in step otherwise, those whose ticket has another parent, other children or other
/// related tickets than when that was looked at last: their item is read, and gets and loses its links one by
/// one, each with its intent before it and a mark as comment. Only what we made is taken away. What the
/// tracker refuses (an item has one parent at most) is said in the log and left as it is. A pair that
/// somebody came in between is looked at again. Errors of reach side go on.
void relate_items(Tenant& tenant, std::vector<Pair>& pairs, CycleReport& report);

/// True when the mapping wants any, so that the names below count for what a ticket says.
bool wants_item_links(const Mapping& mapping);
/// The names of a ticket that hold other tickets.
std::vector<std::string> names_of_relatives();

}  // namespace deskbridge
