// The browser of the person at this machine.
#pragma once

#include <string>

namespace deskbridge {

/// Shows the address in the person's browser, without waiting for it. False where there is none, as on a
/// server. The program that is started gets nothing of our environment but where its screen is.
bool open_in_browser(const std::string& url);

}  // namespace deskbridge
