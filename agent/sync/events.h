// What happens to a ticket or a work item as a whole: deleted, restored, merged, moved, re-typed; and what
// the mapping wants to follow.
#pragma once

#include "sync/pair.h"

#include <set>
#include <string>
#include <vector>

namespace deskbridge {

/// Messages of our own on a ticket, about what happened; below 8. `final` is said once in a link's life.
namespace event {
inline constexpr int final = 0;
inline constexpr int item_gone = 1;
inline constexpr int item_back = 2;
inline constexpr int linked = 3;
inline constexpr int unlinked = 4;
inline constexpr int takes_over = 5;
inline constexpr int moved = 6;
inline constexpr int retyped = 7;
}  // namespace event

/// The number of such a message, about what happened at this revision. It stands in the message's address
/// where a comment's would, apart from those of comments and of files.
std::int64_t event_number(int revision, int what);

/// The id of what is said once in a link's life to its item, as event::final is to its ticket. By it a link
/// that is found again by its mark is known to have ended.
std::string final_note();

/// Lets the pair's errands say what happened, once, and gives its link the state that follows. True when its
/// fields and comments are not to be looked at now.
bool take_events(Tenant& tenant, Pair& pair);

/// True when the ticket has gone and the mapping wants its item to go to the recycle bin, which this look
/// would announce. Only one that a mapping made goes there, and none that another ticket still needs.
bool is_to_recycle(Tenant& tenant, const Pair& pair);

/// Moves the links of a ticket that was merged to the one that survived, where their mappings let them
/// follow: they are given back as they are now. A survivor that has a work item of its own keeps it alone,
/// and nothing is moved: take_events tells the other item.
std::vector<Link> follow_merge(Tenant& tenant, const Ticket& merged, const std::vector<Link>& links);

/// Lets the oldest link that is left of a work item be looked at, when an older one has gone, or when it says
/// how many there are: of the items of these tickets. `pairs` are those of the tickets, after they were
/// carried. The tickets that are to be looked at, whether they were among these or not.
std::set<std::string> wake_heirs(Tenant& tenant, const std::vector<LinkedTicket>& tickets,
                                 const std::vector<Pair>& pairs);

}  // namespace deskbridge
