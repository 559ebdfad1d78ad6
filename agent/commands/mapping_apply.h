// `mapping apply`: what a changed mapping would write to links that are there, and letting it.
#pragma once

#include "commands/session.h"

namespace deskbridge {

/// Shows it, and with `yes` lets the agent write it from now on. The exit code.
int apply_mappings(Session& session, const std::string& tenant, bool yes, bool as_json);

}  // namespace deskbridge
