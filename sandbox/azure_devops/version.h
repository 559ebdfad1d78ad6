// api-version: what a caller asked for, what a resource offers at a product level, and how they meet.
#pragma once

#include "sandbox/azure_devops/options.h"

#include <optional>
#include <string>
#include <string_view>

namespace sandbox::azure_devops {

/// "7.1" as 71; versions of this service have one digit on either side.
using Version = int;
std::string version_text(Version version);

/// Highest version that a level answers, and highest that is released there.
Version highest(Level level);
Version highest_released(Level level);
bool is_hosted(Level level);

/// "7.1-preview.3".
struct ApiVersion {
    Version version = 0;
    bool preview = false;
    int resource = 0;
    std::string text;
};

/// Throws Refusal 400 when the text is no version.
ApiVersion parse_version(const std::string& text);

/// What a location offers. `released_since` is 0 for what was never released; `resource_before_71` is the
/// resource version of levels below 7.1 where it was another one.
struct Offer {
    int resource_version = 1;
    Version min = 10;
    Version max = 72;
    Version released_since = 10;
    int resource_before_71 = 0;
};

int resource_at(const Offer& offer, Level level);

bool exists_at(const Offer& offer, Level level);
Version max_at(const Offer& offer, Level level);
/// 0 when only previews exist.
Version released_at(const Offer& offer, Level level);

/// Throws VssVersionOutOfRangeException or VssInvalidPreviewVersionException when the location at this
/// level does not answer that version.
void check_version(const ApiVersion& asked, const Offer& offer, Level level);

}  // namespace sandbox::azure_devops
