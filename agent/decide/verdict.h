// What a mapping says of one field, against the rules of its type.
#pragma once

#include "decide/rules.h"
#include "mapping/translator.h"
#include "model/plan.h"

namespace deskbridge {

/// At creation a ticket that says nothing leaves the field to the process, and a state in which items may not
/// start is left; later, nothing empties the field (a `set` with nothing) unless it must have a value, and
/// any state of the type will do. `left` for a person whom the tracker does not know holds that person.
FieldVerdict verdict_on(const FieldResult& result, Stage stage, const TypeRules& type, const Process& process,
                        const Rules& rules);

FieldVerdict problem_verdict(const std::string& field, const MappingProblem& what);

}  // namespace deskbridge
