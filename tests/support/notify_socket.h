// A service manager's end of the notify socket (sd_notify(3)), in the test itself.
#pragma once

#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace deskbridge {

/// An address that begins with '@' is a name without a file. Throws std::runtime_error when it cannot be had.
class NotifySocket {
public:
    explicit NotifySocket(const std::string& address) : address_(address) {
        sockaddr_un name{};
        name.sun_family = AF_UNIX;
        std::memcpy(name.sun_path, address.data(), address.size());
        if (address.front() == '@') name.sun_path[0] = '\0';
        end_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
        if (::bind(end_, reinterpret_cast<const sockaddr*>(&name), length) != 0)
            throw std::runtime_error("the notify socket cannot be had");
    }
    ~NotifySocket() {
        ::close(end_);
        if (address_.front() != '@') ::unlink(address_.c_str());
    }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    const std::string& address() const { return address_; }

    /// The next datagram that has arrived, "" when there is none.
    std::string told() const {
        char text[1024];
        const auto got = ::recv(end_, text, sizeof text, 0);
        return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : std::string();
    }

private:
    std::string address_;
    int end_;
};

}  // namespace deskbridge
