// What a mapping says of the way to the ticket, before anything is written there.
#pragma once

#include "decide/inspect.h"

namespace deskbridge {

/// True when anything at all of the mapping flows to the ticket's fields.
bool flows_to_desk(const Mapping& mapping);

/// Fields that flow to the ticket and that its desk cannot write (`writable`, by path; empty = not known),
/// settings of the way there that say nothing, or not what was meant, and events that move items to the
/// recycle bin. Pure.
std::vector<Finding> inspect_way_to_desk(const Translator& mapping, std::span<const std::string> writable);

/// States of a mapping that the type does not have, and pairs of them between which no way leads. Pure.
std::vector<Finding> inspect_states(const Translator& mapping, const TypeRules& type);

}  // namespace deskbridge
