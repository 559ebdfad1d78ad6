// How many work items a ticket has, and how many tickets a work item: names that mappings may use.
#pragma once

#include "model/link.h"
#include "model/ticket.h"
#include "sync/tenant.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbridge {

/// What a ticket has beside the fields of its desk, in expressions and as `desk`.
inline constexpr const char* items_name = "work_item_count";
inline constexpr const char* tickets_name = "ticket_count";

struct Counts {
    std::int64_t items = 1;
    std::int64_t tickets = 1;
};

/// A ticket that has no work item yet is told what is so once it has one.
void set_counts(Ticket& ticket, const Counts& counts);

/// False for a link whose ticket is gone, or that is over.
bool has_ticket(const Link& link);

/// Of all links of one ticket: those with a work item that is there.
std::int64_t count_items(const std::vector<Link>& links);

/// True when a mapping makes anything of the counts.
bool reads_counts(Tenant& tenant, const std::string& mapping);

/// What has to be written on a ticket, so that the field of the desk that its mapping names shows how many
/// work items it has; empty when it does. Its first link that is not over sees to it: empty for another
/// `item`.
Record count_on_ticket(const Mapping& mapping, const Ticket& ticket, const std::vector<Link>& links,
                       WorkItemId item);

}  // namespace deskbridge
