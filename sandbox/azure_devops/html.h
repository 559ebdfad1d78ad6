// Text lengths and the clean-up of HTML that a real server may do.
#pragma once

#include <string>
#include <string_view>

namespace sandbox::azure_devops {

/// Length as the service counts it: UTF-16 units.
std::size_t utf16_length(std::string_view utf8);

/// The HTML as a server that sanitises would keep it: scripts, styles, frames, forms, comments and event
/// attributes go, the rest is written again with lower-case tags and quoted attributes.
std::string rewrite_html(const std::string& html);

}  // namespace sandbox::azure_devops
