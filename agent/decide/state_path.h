// The way from one state of a work item to another.
#pragma once

#include "model/process.h"

#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// The states to be passed through between `from` and `to`, both left out: the shortest way, of several the
/// one that the process names first. None where a direct move is allowed, or where the process does not say
/// what is; nothing at all where no way leads there.
std::optional<std::vector<std::string>> state_path(const TypeRules& type, const std::string& from,
                                                   const std::string& to);

/// "from Closed an item of type Bug may go to Active": for a problem's fix.
std::string moves_from(const TypeRules& type, const std::string& from);

}  // namespace deskbridge
