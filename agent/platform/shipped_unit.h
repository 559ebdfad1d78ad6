// The systemd unit of packaging/systemd, inside the program.
#pragma once

#include <string_view>

namespace deskbridge {

/// With @PROGRAM@ and @CONFIG@ where the two paths belong.
std::string_view shipped_unit();

}  // namespace deskbridge
