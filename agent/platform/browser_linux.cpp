#include "platform/browser.h"
#include "platform/child_environment.h"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <vector>

namespace deskbridge {

namespace {

bool has_screen() {
    for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
    return false;
}

}  // namespace

bool open_in_browser(const std::string& url) {
    if (!has_screen()) return false;
    auto variables = child_environment();
    std::vector<char*> environment;
    for (auto& variable : variables) environment.push_back(variable.data());
    environment.push_back(nullptr);
    std::string program = "xdg-open", address = url;
    std::array<char*, 3> arguments{program.data(), address.data(), nullptr};
    posix_spawn_file_actions_t streams;
    ::posix_spawn_file_actions_init(&streams);
    for (const int stream : {0, 1, 2})
        ::posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", O_RDWR, 0);
    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, program.c_str(), &streams, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&streams);
    return failed == 0;
}

}  // namespace deskbridge
