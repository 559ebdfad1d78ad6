// What goes from the work item to the ticket, in the ticket's words.
#pragma once

#include "decide/merge.h"

#include <vector>

namespace deskbridge {

/// A field and what is to be done about it.
struct FieldMove {
    FieldState state;
    Move move;
};

/// Translates what the moves carry to the ticket into `plan.to_desk` and `plan.after_desk`. A move whose
/// value the ticket has already, or that has no counterpart there, becomes one that is accepted; one that
/// cannot be translated becomes a problem.
void toward_desk(LinkPlan& plan, std::vector<FieldMove>& moves, const LinkView& view, Translator& mapping,
                 const TypeRules& type, const Process& process, const Rules& rules);

/// The ticket with another value at a path of the mapping.
Ticket with_value(Ticket ticket, const std::string& path, const Value& value);

}  // namespace deskbridge
