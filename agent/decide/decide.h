// From what both sides hold and what the mappings say to a plan, with a reason for everything.
#pragma once

#include "decide/rules.h"
#include "mapping/translator.h"
#include "model/plan.h"
#include "model/ticket.h"

#include <memory>
#include <span>

namespace deskbridge {

using Mappings = std::span<const std::unique_ptr<Translator>>;

/// The mapping that takes a ticket: the first whose `select` accepts it. With a problem in a `select` that
/// comes before, none does: the ticket would go the wrong way.
struct Choice {
    Translator* mapping = nullptr;
    std::string reason;  ///< of every mapping that was asked, in order
    std::optional<MappingProblem> problem;
};
Choice choose(Mappings mappings, const Ticket& ticket);

/// Decides for one ticket. Pure and total: no I/O, no clock, never throws. `link` is the ticket's link, or
/// null. `rules` must hold the process of the project that the mapping names, else the plan is to hold.
Plan decide(const Ticket& ticket, const Link* link, Mappings mappings, const Rules& rules);

}  // namespace deskbridge
