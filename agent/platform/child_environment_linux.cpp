#include "platform/child_environment.h"

#include <array>
#include <cstdlib>

namespace deskbridge {

namespace {

constexpr std::array passed_on{"PATH",
                               "HOME",
                               "USER",
                               "LOGNAME",
                               "LANG",
                               "LC_ALL",
                               "TERM",
                               "DISPLAY",
                               "WAYLAND_DISPLAY",
                               "XAUTHORITY",
                               "XDG_RUNTIME_DIR",
                               "XDG_DATA_DIRS",
                               "XDG_CURRENT_DESKTOP",
                               "BROWSER",
                               "DBUS_SESSION_BUS_ADDRESS",
                               "DBUS_SYSTEM_BUS_ADDRESS"};

}  // namespace

std::vector<std::string> child_environment() {
    std::vector<std::string> out;
    for (const auto* name : passed_on)
        if (const char* value = std::getenv(name); value != nullptr)
            out.push_back(std::string(name) + "=" + value);
    return out;
}

}  // namespace deskbridge
