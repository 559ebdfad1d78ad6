// Reads what changed, and remembers it before anything else happens.
#pragma once

#include "contract/help_desk.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <map>
#include <string>
#include <vector>

namespace deskbridge {

/// Tickets that a listing carried whole, so that they need not be asked for again. By id.
using Carried = std::map<std::string, Ticket, std::less<>>;

/// What the mappings together want listed: every distinct `find`, or one empty one as soon as any mapping
/// has none.
std::vector<Find> finds_of(const Tenant& tenant);

/// The name under which the cursor of a feed, narrowed by `find`, is kept.
std::string cursor_name(const Feed& feed, const Find& find);

/// Gives every changes feed that has no cursor one that begins at now, and remembers when that was.
void start_feeds(Tenant& tenant);

/// Reads every changes feed to its end: one page, one transaction. A feed without a cursor begins at now.
void collect_changes(Tenant& tenant, Carried& carried, CycleReport& report);

/// In the same way, the work tracker's: links whose items changed have news, and their tickets wait to be
/// looked at.
void collect_news(Tenant& tenant);

/// Linked tickets whose time has come wait to be looked at, although no feed told of them. `all`: every one,
/// and its work item is read.
void collect_looks(Tenant& tenant, bool all);

/// Goes on with the sweeps over open tickets: one that is not linked may become selected, and one that is
/// linked be changed, by an edit that no feed shows. At most `pages` of each sweep; 0 = to its end. A ticket
/// that was open and selected before the tenant's first start is history, which only a backfill carries over.
void collect_sweeps(Tenant& tenant, int pages, Carried& carried, CycleReport& report);

}  // namespace deskbridge
