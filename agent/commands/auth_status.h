// How every sign-in stands.
#pragma once

#include "commands/session.h"

namespace deskbridge {

/// Prints it, and gives the exit code: 3 when somebody has to sign in, 1 when something ends soon.
int show_sign_ins(Session& session, const std::string& tenant, bool as_json);

}  // namespace deskbridge
