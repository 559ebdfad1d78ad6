// Links from what was made or found.
#pragma once

#include "contract/link_store.h"
#include "model/plan.h"
#include "sync/tenant.h"

namespace deskbridge {

/// The link of a work item that was just made: its base is what the tracker answered.
Link made_link(const Tenant& tenant, const Plan& plan, const std::string& key, const WorkItem& item);

/// The link of a work item that was found by the mark of `intent`: its base is what was sent.
Link adopted_link(const Tenant& tenant, const Intent& intent, const WorkItem& item);

/// Keeps the type of a link's item where the mapping wants something to follow when it is changed.
void remember_type(const Tenant& tenant, Link& link, const WorkItem& item);

/// What is still to be said on the work item of a new link.
Talk new_talk(const Link& link, bool quiet);

/// An action on the link's ticket or item, with the link's key; `base` is what it keeps for recovery.
Intent intent_for(const Tenant& tenant, const Link& link, Intent::Kind kind, std::string base);

/// The mapping of that name; null when the configuration has none any more.
const Mapping* mapping_named(const Tenant& tenant, const std::string& name);

/// The same with its expressions ready to answer.
Translator* translator_named(Tenant& tenant, const std::string& name);

/// Whether tickets of this mapping are told of their work items.
LinkBackState link_back_of(const Tenant& tenant, const std::string& mapping);

}  // namespace deskbridge
