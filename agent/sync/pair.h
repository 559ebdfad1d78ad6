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
    bool fields_rest = true;  ///< they were not decided: what the item has of them stays news
    bool unlinked = false;    ///< just now
    Link before;              ///< as it is in the state file
    Errand work;
    Conversation::End end = Conversation::End::open;

    Link& link() { return desk.link; }
    const Link& link() const { return desk.link; }
    bool has_news() const { return desk.link.seen > desk.link.revision; }
};

// what deciding about pairs begins with, be it to carry or to show

/// One for each link whose mapping is there still. `tickets` outlive them.
std::vector<Pair> pairs_of(Tenant& tenant, std::vector<LinkedTicket>& tickets);
/// Those whose work item an older link rules, whose ticket is not gone.
void find_followers(Tenant& tenant, std::vector<Pair>& pairs);
/// Reads the items of those that have news; what cannot be read is looked for in the recycle bin.
void read_items(Tenant& tenant, std::vector<Pair>& pairs);
/// Where the item is and what it is: as read, else as it was kept, else as the mapping makes it.
Target target_of(Pair& pair);
/// A type that the mapping would not give by itself is kept with the link.
void remember_type(Pair& pair, const std::string& type);
/// `open` are the conflicts of its link that are not over. Refers to `pair`.
LinkView view_of(const Tenant& tenant, const Pair& pair, const std::vector<Conflict>& open);

}  // namespace deskbridge
