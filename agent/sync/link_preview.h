// What would be carried between linked tickets and their work items, with nothing done.
#pragma once

#include "sync/pair.h"

#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// One field: what both sides hold, as values of the work side, what they agreed on last, and what is to be
/// done. The values are nothing where the mapping cannot tell, or the item was not read.
struct FieldSight {
    FieldPlan plan;
    std::string path;  ///< on the ticket; empty where the value is composed
    Value desk, work;
    std::optional<std::string> agreed;  ///< an entry of the base; a digest for a longer text
};

/// What is said on one side, towards the other.
struct SayingSight {
    std::size_t fresh = 0;    ///< to be said there
    std::size_t edited = 0;   ///< whose copies are to follow
    std::size_t removed = 0;  ///< whose copies are to be taken back
    std::size_t open = 0;     ///< of the fresh ones, those that everybody will read
    std::size_t files = 0;    ///< towards the ticket, beside those in messages

    bool any() const { return fresh + edited + removed + files > 0; }
};

/// nothing: both are in step, or nothing is carried now, and `reason` says why. hold: the ticket waits for
/// one of its fields or for its item; the rest goes. `item` is there when it was read.
struct LinkPreview {
    enum class Kind { nothing, carry, hold };
    Kind kind = Kind::nothing;
    Ticket ticket;
    Link link;
    bool looked_at = false;  ///< its mapping is there, and the link is not over
    std::optional<WorkItem> item;
    bool follower = false;
    std::string reason, hint;
    LinkPlan plan;
    std::vector<FieldSight> fields;  ///< in the order of the mapping's rules
    SayingSight to_work, to_desk;
};

/// One for each link of the tickets, in their order. `whole`: every work item is read, news or not. Remote
/// reads, and no write anywhere. Errors go on.
std::vector<LinkPreview> preview_links(Tenant& tenant, std::vector<LinkedTicket> tickets, bool whole);

}  // namespace deskbridge
