// Carries what changes and what is said on work items to their tickets.
#pragma once

#include "sync/report.h"
#include "sync/tenant.h"

#include <deque>
#include <optional>
#include <set>
#include <vector>

namespace deskbridge {

/// A comment that is to be said on the ticket.
struct Hearing {
    Comment comment;
    Visibility visibility = Visibility::internal;
};

/// What is to reach one ticket.
struct DeskErrand {
    Link link;                         ///< as it is kept; its base moves with what arrives
    std::deque<Record> parts;          ///< by path; one write each
    Record held;                       ///< what the ticket said there when that was decided
    Base after;                        ///< what is agreed once they have arrived
    bool comments = false;             ///< those of the item are read and compared
    std::vector<Hearing> sayings;      ///< of our own about what happened, by numbers below 0
    std::vector<Attachment> files;     ///< of the item, that the ticket may not have
    int attempts = 0;                  ///< of its ticket so far
    bool busy = false;                 ///< its effects are not all known: the rest waits
    std::optional<SyncError> problem;  ///< what the desk refused for good
};

/// Nothing guards a ticket, so one that is written is read once more just before; where people changed
/// meanwhile what would be written, the errand waits as busy and is decided anew. What happened first, since
/// the link as it is then comes with it; then fields, comments in order, files; each with its intent before
/// it, a batch of tickets in a call. What a desk refuses is the errand's problem, and the rest of it goes on.
/// Errors of reach side go on once what is known is on disk.
void carry_to_desk(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report);

/// What an intent to say a comment keeps of it.
struct HearingIntent {
    std::int64_t comment = 0;
    WorkItemId work_item = 0;
    std::string digest;
};
std::string hearing_text(const HearingIntent& intent);
HearingIntent parse_hearing(const std::string& text);

}  // namespace deskbridge
