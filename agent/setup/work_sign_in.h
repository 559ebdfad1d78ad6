// The ways in to Azure DevOps.
#pragma once

#include "auth/oauth_app.h"
#include "config/settings.h"
#include "contract/http.h"
#include "contract/sync_error.h"

#include <optional>
#include <string>

namespace deskbridge {

/// The resource of Azure DevOps in every Entra directory (learn.microsoft.com, entra, read 2026).
constexpr const char* azure_devops_resource = "499b84ac-1321-427f-aa17-267ca6975798";

/// The app of entra-user, entra-app and azure-devops-oauth, with its addresses and scopes. `proof` as it is
/// to be read.
OAuthApp work_app(const AuthSettings& auth, AppProof proof);

/// Why Azure DevOps did not accept a token that the sign-in service had given: the program or person is not
/// known there, a policy is off, the organization belongs to another directory, a page came instead. Nothing
/// for a personal access token and for what the adapter tells as well.
std::optional<SyncError> explain_refusal(const AuthSettings& auth, const HttpResponse& answer, Time now);

}  // namespace deskbridge
