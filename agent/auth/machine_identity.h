// The identity that a machine in Azure has by itself.
#pragma once

#include "auth/surroundings.h"
#include "auth/token_call.h"

#include <string>

namespace deskbridge {

/// Where this machine's tokens are: IDENTITY_ENDPOINT with its header on App Service, Container Apps and
/// Functions, else `machine_url` (empty = 169.254.169.254) (learn.microsoft.com, how-to-use-vm-token and
/// overview-managed-identity, read 2026).
struct MachineIdentity {
    std::string resource;
    std::string client_id;  ///< of a user-assigned one; empty = the system's
    std::string machine_url;
    Environment environment = environment_variable;
};

/// One exchange, never by a proxy: `http` has to go straight. Errors as `read_token`, with what a machine
/// without an identity answers explained.
TokenPair machine_token(const MachineIdentity& identity, Http& http, Time now);

}  // namespace deskbridge
