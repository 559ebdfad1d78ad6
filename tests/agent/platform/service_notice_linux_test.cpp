#include "platform/service_notice.h"
#include "support/notify_socket.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <unistd.h>

using namespace deskbridge;

namespace {

/// The socket, named to this process as a service manager does it.
struct Manager : NotifySocket {
    explicit Manager(const std::string& address) : NotifySocket(address) {
        ::setenv("NOTIFY_SOCKET", address.c_str(), 1);
    }
    ~Manager() { ::unsetenv("NOTIFY_SOCKET"); }
};

std::string own_name() {
    return "deskbridge-notice-" + std::to_string(::getpid());
}

}  // namespace

TEST_CASE("systemd is told over a socket that is a file, and over one that is only a name") {
    for (const auto& address :
         {(std::filesystem::temp_directory_path() / own_name()).string(), "@" + own_name()}) {
        INFO(address);
        const Manager manager(address);
        notify_ready("2 tenants");
        CHECK(manager.told() == "READY=1\nSTATUS=2 tenants");
        notify_status("one\nREADY=0");
        CHECK(manager.told() == "STATUS=one READY=0");
        notify_alive();
        CHECK(manager.told() == "WATCHDOG=1");
        notify_reloading();
        const auto reloading = manager.told();
        CHECK(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="));
        CHECK(std::stoll(reloading.substr(std::strlen("RELOADING=1\nMONOTONIC_USEC="))) > 0);
        notify_stopping();
        CHECK(manager.told().starts_with("STOPPING=1\n"));
        CHECK(manager.told().empty());
    }
}

TEST_CASE("Without a socket, or with one that nobody reads, nothing happens") {
    ::unsetenv("NOTIFY_SOCKET");
    notify_ready("alone");
    for (const auto& address :
         {std::string("/nowhere/at/all"), std::string("@"), std::string(), std::string(500, '/')}) {
        ::setenv("NOTIFY_SOCKET", address.c_str(), 1);
        notify_ready("alone");
    }
    ::unsetenv("NOTIFY_SOCKET");
    CHECK_FALSE(watchdog_interval());
}

TEST_CASE("A watchdog of another process is not ours") {
    ::setenv("WATCHDOG_USEC", "30000000", 1);
    CHECK(watchdog_interval() == std::chrono::seconds{30});
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    CHECK(watchdog_interval() == std::chrono::seconds{30});
    ::setenv("WATCHDOG_PID", "1", 1);
    CHECK_FALSE(watchdog_interval());
    ::unsetenv("WATCHDOG_PID");
    for (const char* text : {"", "soon", "0", "-5", "30x"}) {
        ::setenv("WATCHDOG_USEC", text, 1);
        CHECK_FALSE(watchdog_interval());
    }
    ::unsetenv("WATCHDOG_USEC");
}
