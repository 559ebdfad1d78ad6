// What an administrator says about an Azure DevOps, and what we call it.
#pragma once

#include "contract/help_desk.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// `organization_or_collection` names the same thing on the two products. It may be empty when `url` names it
/// already (https://acme.visualstudio.com, https://tfs.example/tfs/DefaultCollection).
struct AzureDevOpsSettings {
    std::string url = "https://dev.azure.com";
    std::string organization_or_collection;
};

}  // namespace deskbridge

namespace deskbridge::azure_devops {

/// The settings under `work` that this adapter reads, for validation, help and the guide.
std::vector<Setting> described_settings();

/// "https://dev.azure.com/acme", percent-encoded, without a slash at the end: everything else is below it.
/// The organization is not added a second time, and never on *.visualstudio.com.
/// On failure: SyncError run, configuration, naming the setting.
std::string base_address(const AzureDevOpsSettings& settings);

/// "Azure DevOps Services" or "Azure DevOps Server, REST 6.0".
std::string product_text(bool hosted, std::string_view rest_version);

/// Whether two addresses lead to the same place: scheme and host without case, escapes resolved, a slash at
/// the end ignored.
bool same_address(std::string_view left, std::string_view right);

/// Resolves %XX; a bad escape stays as it is.
std::string url_decode(std::string_view text);

}  // namespace deskbridge::azure_devops
