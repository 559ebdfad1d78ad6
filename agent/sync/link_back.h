// Tells tickets of their work items: the custom field, the label, the note.
#pragma once

#include "sync/report.h"
#include "sync/tenant.h"

namespace deskbridge {

/// Works off the pending ones, a batch at a time, with an intent before each write. A call that fails as a
/// whole is made with a quarter of the tickets next time, and one that succeeds with four times as many; a
/// ticket that fails alone waits, so that it holds up no other. A ticket that cannot be written waits longer
/// each time; the link itself is not touched by that.
void tell_tickets(Tenant& tenant, CycleReport& report);

/// What one ticket is told.
LinkBack link_back_for(const Link& link, const LinkBackRule& rule, const std::string& agent);

}  // namespace deskbridge
