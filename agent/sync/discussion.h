// Carries what changes and what is said on tickets to their work items.
#pragma once

#include "sync/conversation.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// Says what is still to be said, in the order in which it was said: one message of each ticket at a time,
/// those of a batch of tickets in one call, each guarded by its item's revision and with its intent before
/// it. Ends when nothing is left that can go on now, or after `rounds` (0 = no bound) such calls; then
/// `report.more` is set. A ticket whose message cannot be carried waits longer each time and holds up no
/// other. Errors of reach side go on.
void carry_discussions(Tenant& tenant, int rounds, CycleReport& report);

/// How it went: done: the ticket may leave the inbox. parked: a field was refused, and `row` says how it
/// waits. again: somebody else changed the item, which has news now. open: nobody knows yet.
struct ErrandEnd {
    InboxItem row;
    Conversation::End end = Conversation::End::open;
    Link link;           ///< as it is kept now
    bool wrote = false;  ///< anything at all
};

/// In the same way, fields first; those of the last part and the first message are one revision.
std::vector<ErrandEnd> carry_errands(Tenant& tenant, std::vector<Errand> errands, bool quiet,
                                     CycleReport& report);

}  // namespace deskbridge
