// Fetches what deciding needs and no feed carried.
#pragma once

#include "sync/collect.h"
#include "sync/tenant.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace deskbridge {

/// A batch of inbox rows with everything known of them. Rows whose tickets could not be read are `gone`.
struct Gathered {
    std::vector<Ticket> tickets;                                  ///< described where a mapping selects them
    std::map<std::string, std::vector<Link>, std::less<>> links;  ///< by the ticket's id that was asked for
    std::vector<std::string> gone;
};

/// Reads tickets (those in `carried` are taken from there), their links, the first messages of those that are
/// selected and not linked, and the rules of the projects they go to. The links of a ticket that was merged
/// go on with the survivor, when that has none.
Gathered gather(Tenant& tenant, const std::vector<std::string>& ids, Carried& carried);

/// The id by which a ticket was asked for.
inline const std::string& asked_id(const Ticket& ticket) {
    return ticket.merged.empty() ? ticket.id : ticket.merged;
}

/// Types by project.
using WantedRules = std::map<std::string, std::set<std::string>>;

/// Reads the rules that are not known yet. A project that cannot be had is noted in the rules; when it is one
/// of `fixed`, that is an error of the configuration.
void ensure_rules(Tenant& tenant, const WantedRules& wanted, const std::set<std::string>& fixed = {});

/// Makes sure that `tenant.rules` hold what the mappings of these tickets need. A fixed project that does not
/// exist is an error of the configuration; one that comes from the ticket is noted in the rules.
void gather_rules(Tenant& tenant, const std::vector<Ticket>& tickets);

}  // namespace deskbridge
