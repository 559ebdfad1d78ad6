// The fields of a link: from what both sides hold and what they agreed on last to what has to be carried.
#pragma once

#include "decide/rules.h"
#include "mapping/translator.h"
#include "model/link_plan.h"
#include "model/ticket.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace deskbridge {

/// Everything about one link that deciding needs.
struct LinkView {
    const Link& link;
    const Ticket& ticket;            ///< described where the mapping needs the description
    const WorkItem* item = nullptr;  ///< null: the work item is as it was at `link.revision`
    bool follower = false;           ///< an older link of the same work item rules its fields
    bool takes_over = false;         ///< that link has gone: what was never agreed stays as it is
    Time desk_time{}, work_time{};   ///< of the latest change, on one clock; equal or none = a tie
    std::map<std::string, Side, std::less<>> taken;  ///< what people decided, by field
    std::set<std::string, std::less<>> open;         ///< fields whose conflict is open already
};

/// The reason of a field that cannot be decided without the work item.
inline constexpr std::string_view item_wanted = "the work item has to be read first";

/// Pure and total: no I/O, no clock, never throws. `type` is the work item's, `rules` what is known of
/// people.
LinkPlan reconcile(const LinkView& view, Translator& mapping, const TypeRules& type, const Process& process,
                   const Rules& rules);

/// True when the item was not given and a field could not be decided without it: read it, and reconcile
/// again.
bool needs_item(const LinkPlan& plan);

}  // namespace deskbridge
