// What happens to a ticket or a work item as a whole: deleted, restored, merged, moved.
#pragma once

#include "sync/pair.h"

namespace deskbridge {

/// The number of a message of our own on a ticket, about what happened at this revision; `what` is below 8.
/// It stands in the message's address where a comment's would, apart from those of comments and of files.
std::int64_t event_number(int revision, int what);

/// Lets the pair's errands say what happened, once, and gives its link the state that follows. True when its
/// fields and comments are not to be looked at now.
bool take_events(Tenant& tenant, Pair& pair);

/// Moves the links of a ticket that was merged to the one that survived: they are given back as they are now.
/// A survivor that has a work item of its own keeps it alone, and nothing is moved: take_events tells the
/// other item.
std::vector<Link> follow_merge(Tenant& tenant, const Ticket& merged, const std::vector<Link>& links);

}  // namespace deskbridge
