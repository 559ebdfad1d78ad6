// What Deskpro is to the configuration: its settings, described by themselves.
#pragma once

#include "contract/help_desk.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::deskpro {

/// `url` is the help desk's own address, without /api/v2; on-premises it may have a path.
struct DeskproSettings {
    std::string url;
};

std::vector<Setting> settings();

/// The Authorization header for an API key of the form "id:CODE" (Admin > Apps & Integrations > API Keys). On
/// failure: SyncError (run, configuration) that does not repeat the key.
std::string authorization(std::string_view api_key);

}  // namespace deskbridge::deskpro
