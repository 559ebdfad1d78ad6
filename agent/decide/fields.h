// The fields of a work item that is to be made, against the rules of its process.
#pragma once

#include "decide/rules.h"
#include "mapping/translator.h"
#include "model/plan.h"
#include "model/ticket.h"

namespace deskbridge {

/// Fills in `plan.fields`, `plan.item.fields` and `plan.base`; turns the plan into a hold when a field has a
/// problem or a required one stays empty.
void decide_fields(Plan& plan, const Ticket& ticket, Translator& mapping, const TypeRules& type,
                   const Process& process, const Rules& rules);

/// True for a field that stays empty because the work tracker does not know the person. The verdict's reason
/// then is a sentence that people may read on the work item.
bool names_unknown_person(const FieldVerdict& verdict);

/// Required fields of `type` that a mapping with these work fields would leave empty; by reference name.
std::vector<const FieldRule*> left_empty(const TypeRules& type, const Record& fields);

/// What to do about a required field that stays empty.
MappingProblem missing_value(const TypeRules& type, const FieldRule& field);

/// "the allowed values are: A, B, C", at most 20 of them.
std::string allowed_values(const FieldRule& field);

/// Suggests the field of the type that was meant.
MappingProblem unknown_field(const TypeRules& type, const std::string& name);

}  // namespace deskbridge
