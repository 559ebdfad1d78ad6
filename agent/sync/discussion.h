// Carries what is said on tickets to the discussions of their work items.
#pragma once

#include "sync/report.h"
#include "sync/tenant.h"

#include <string>

namespace deskbridge {

/// Says what is still to be said, in the order in which it was said: one message of each ticket at a time,
/// those of a batch of tickets in one call, each guarded by its item's revision and with its intent before
/// it. Ends when nothing is left that can go on now, or after `rounds` (0 = no bound) such calls; then
/// `report.more` is set. A ticket whose message cannot be carried waits longer each time and holds up no
/// other. Errors of reach side go on.
void carry_discussions(Tenant& tenant, int rounds, CycleReport& report);

/// What an intent to say a message keeps of it.
struct SayingIntent {
    std::string message_id;
    WorkItemId work_item = 0;
    int revision = 0;
    std::string digest;
};
std::string saying_text(const SayingIntent& intent);
SayingIntent parse_saying(const std::string& text);

}  // namespace deskbridge
