#include "platform/service_notice.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace deskbridge {

namespace {

/// sd_notify(3): one datagram of "NAME=value" lines to the socket that NOTIFY_SOCKET names; '@' stands for
/// the zero byte in front of a name without a file.
void tell(std::string_view lines) {
    const char* place = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (place == nullptr || (place[0] != '/' && place[0] != '@')) return;
    const std::size_t length = std::strlen(place);
    if (length < 2 || length >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, place, length);
    if (place[0] == '@') address.sun_path[0] = '\0';
    const int end = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (end < 0) return;
    ::sendto(end, lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
             reinterpret_cast<const sockaddr*>(&address),
             static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length));
    ::close(end);
}

std::string one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    return text;
}

std::optional<long long> number_in(const char* name) {
    const char* text = std::getenv(name);
    if (text == nullptr) return {};
    char* end = nullptr;
    const long long number = std::strtoll(text, &end, 10);
    if (end == text || *end != '\0') return {};
    return number;
}

}  // namespace

void notify_ready(const std::string& status) {
    tell("READY=1\nSTATUS=" + one_line(status));
}

void notify_status(const std::string& status) {
    tell("STATUS=" + one_line(status));
}

void notify_reloading() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=reading the configuration anew",
                     static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000));
}

void notify_stopping() {
    tell("STOPPING=1\nSTATUS=putting work away");
}

void notify_alive() {
    tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> watchdog_interval() {
    const auto length = number_in("WATCHDOG_USEC");
    const auto watched = number_in("WATCHDOG_PID");
    if (!length || *length <= 0 || (watched && *watched != ::getpid())) return {};
    return std::chrono::microseconds{*length};
}

}  // namespace deskbridge
