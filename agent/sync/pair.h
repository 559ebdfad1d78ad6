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
    bool fields_rest = false;  ///< its mapping was changed, and nobody has seen what it would write
    bool unlinked = false;     ///< just now
    Link before;               ///< as it is in the state file
    Errand work;
    Conversation::End end = Conversation::End::open;

    Link& link() { return desk.link; }
    const Link& link() const { return desk.link; }
    /// Found by its mark, with nothing known of what was agreed on.
    bool adopted() const { return before.revision == 0; }
    bool has_news() const { return desk.link.seen > desk.link.revision; }
};

}  // namespace deskbridge
