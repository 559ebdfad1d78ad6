// A link with both its sides, on its way through a batch.
#pragma once

#include "decide/reconcile.h"
#include "sync/conversation.h"
#include "sync/desk_errand.h"
#include "sync/linked.h"

namespace deskbridge {

struct Pair {
    LinkedTicket* of = nullptr;
    Translator* mapping = nullptr;
    DeskErrand desk;               ///< its link is the pair's
    std::optional<WorkItem> item;  ///< when it was read
    ItemPresence presence = ItemPresence::there;
    bool follower = false;
    LinkState was = LinkState::active;  ///< before this look
    std::int64_t tickets = 1;           ///< that its item has, those that are gone apart
    bool fields_rest = true;            ///< they were not decided: what the item has of them stays news
    bool takes_over = false;  ///< the older links of its item are gone: its ticket rules the fields now
    bool recycle = false;     ///< its item goes to the recycle bin
    Link before;              ///< as it is in the state file
    Errand work;
    Conversation::End end = Conversation::End::open;

    Link& link() { return desk.link; }
    const Link& link() const { return desk.link; }
    bool has_news() const { return desk.link.seen > desk.link.revision; }
};

// What a link's base keeps beside the fields.
/// "follower": an older link of its item ruled the fields when both were looked at last.
inline constexpr std::string_view role_entry = "%role";
/// The id of a ticket that was merged into the present one, as long as the item was not told.
inline constexpr std::string_view merged_entry = "%merged";

/// What may be kept of a pair before its item was told what happened: an announced state does not hold until
/// then, and the link goes on from the revision that it began at.
Link without_announced(const Pair& pair);

// what deciding about pairs begins with, be it to carry or to show

/// One for each link that is not over and whose mapping is there still. `tickets` outlive them.
std::vector<Pair> pairs_of(Tenant& tenant, std::vector<LinkedTicket>& tickets);
/// Those whose work item an older link rules, whose ticket is not gone; and how many tickets an item has.
void find_followers(Tenant& tenant, std::vector<Pair>& pairs);
/// Reads the items of those that have news; what cannot be read is looked for in the recycle bin.
void read_items(Tenant& tenant, std::vector<Pair>& pairs);
/// Where the item is and what it is: as read, else as it was kept, else as the mapping makes it.
Target target_of(Pair& pair);
/// A type that the mapping would not give by itself is kept with the link; any type, where the mapping wants
/// something to follow when it is changed.
void remember_type(Pair& pair, const std::string& type);
/// `open` are the conflicts of its link that are not over. Refers to `pair`, whose ticket knows then how many
/// work items it has, and this item tickets.
LinkView view_of(const Tenant& tenant, const Pair& pair, const std::vector<Conflict>& open);

}  // namespace deskbridge
