// The pair of a ticket and a work item, and the last state that both agreed on.
#pragma once

#include "model/time.h"
#include "model/work_item.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace deskbridge {

/// What was agreed, by work field: a short canonical value as it is, a long one as "#" + digest. This is the
/// value as the work item holds it. Where what the ticket says comes out otherwise (the tracker rewrote it,
/// cut it, or filled in a default), that stands beside it under "<" + the field's name.
using Base = std::map<std::string, std::string, std::less<>>;

/// Whether the ticket has been told of its work item.
enum class LinkBackState { not_wanted, pending, done };

/// active: kept in step. ticket_gone, item_gone: the other side was told, and nothing more is carried until
/// it is back. recycling: the ticket is gone, and the work item goes to the recycle bin with it. replaced:
/// the work item is gone, and the ticket gets another one. ended: a tombstone; nothing is carried any more,
/// and the ticket gets no other item for it. deselected: the mapping no longer selects the ticket; nothing is
/// carried until it does again, and nobody is told.
enum class LinkState { active, ticket_gone, item_gone, recycling, replaced, ended, deselected };

/// False for a link that nothing will ever be carried over again.
inline bool is_over(LinkState state) {
    return state == LinkState::replaced || state == LinkState::ended;
}

/// `automatic`: the one link of its ticket that a mapping made, or stands for that. Further ones are made by
/// people, and any number of them goes by the fields of its mapping; without a mapping nothing is carried.
struct Link {
    std::string ticket_id;
    std::string mapping;
    WorkItemId work_item = 0;
    int revision = 0;  ///< of the work item when both sides last agreed
    std::string project;
    std::string ticket_url;
    std::string work_item_url;
    std::string key;  ///< the key of the mark on the work item
    Time linked_at{};
    LinkBackState link_back = LinkBackState::not_wanted;
    int link_back_attempts = 0;  ///< failed ones
    Time link_back_not_before{};
    std::string link_back_problem;
    Base base;
    LinkState state = LinkState::active;
    int seen = 0;      ///< highest revision of the work item that its feed told; above `revision` = news
    Time active_at{};  ///< when something was carried last
    Time look_at{};    ///< when the ticket is read again, although no feed told of it
    std::int64_t listed = 0;  ///< digest of the ticket as a listing showed it last; 0 = none did
    bool automatic = true;
};

/// Makes the link a tombstone that keeps a sentence about why instead of its base. `state`: replaced or
/// ended.
void end_link(Link& link, LinkState state, std::string why);
/// That sentence; empty for a link that is not over.
std::string why_over(const Link& link);

/// A base as one text and back again; the order of fields is theirs, text that is none reads as empty.
std::string base_text(const Base& base);
Base parse_base(std::string_view text);

}  // namespace deskbridge
