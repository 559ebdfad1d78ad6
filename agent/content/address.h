#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::html {

enum class AddressUse { link, picture };

/// The address as it may be written into a text: control characters and outer blanks taken off, as browsers
/// do before they look at the scheme. Nothing when its scheme is not http or https, or mailto for a link; so
/// also for relative addresses, which mean something else on the other side.
std::optional<std::string> safe_address(std::string_view address, AddressUse use);

}  // namespace deskbridge::html
