#include "http/callback_listener.h"

#include "contract/sync_error.h"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <array>
#include <fmt/format.h>

namespace deskbridge {

namespace {

namespace net = Poco::Net;

constexpr long look_ms = 200;
/// A visitor that says nothing holds nobody up for longer.
constexpr int patience_ms = 2'000;
constexpr std::size_t longest_head = 16 * 1024;

Poco::Timespan milliseconds_of(long count) {
    return {0, count * 1000};
}

/// Everything up to the blank line; "" when it does not come in time or is too long.
std::string head_of(net::StreamSocket& visitor) {
    visitor.setReceiveTimeout(milliseconds_of(patience_ms));
    std::string head;
    std::array<char, 2048> block;
    try {
        while (head.size() < longest_head) {
            const int received = visitor.receiveBytes(block.data(), static_cast<int>(block.size()));
            if (received <= 0) return {};
            head.append(block.data(), static_cast<std::size_t>(received));
            if (head.find("\r\n\r\n") != std::string::npos) return head;
        }
    } catch (const Poco::Exception&) {
        // gone, or silent
    }
    return {};
}

std::string target_of(const std::string& head) {
    if (head.rfind("GET /", 0) != 0) return {};
    return head.substr(4, head.find_first_of(" \r\n", 4) - 4);
}

/// A page of another site that has had its name lead here names that other host.
bool names_this_machine(const std::string& head, int port) {
    for (const auto* host : {"localhost", "127.0.0.1"})
        for (const auto* spelling : {"\r\nHost: ", "\r\nhost: "})
            if (head.find(fmt::format("{}{}:{}\r\n", spelling, host, port)) != std::string::npos) return true;
    return false;
}

void reply(net::StreamSocket& visitor, const char* status, const std::string& html) {
    const auto text = fmt::format(
        "HTTP/1.1 {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{}",
        status, html.size(), html);
    try {
        visitor.setSendTimeout(milliseconds_of(patience_ms));
        visitor.sendBytes(text.data(), static_cast<int>(text.size()));
        visitor.shutdownSend();
    } catch (const Poco::Exception&) {
        // the person has closed the window
    }
}

}  // namespace

struct CallbackListener::Sockets {
    net::ServerSocket server;
    std::optional<net::StreamSocket> browser;
    int port = 0;
};

CallbackListener::CallbackListener(int port) : sockets_(std::make_unique<Sockets>()) {
    try {
        sockets_->server.bind(net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port)), true);
        sockets_->server.listen(8);
        sockets_->port = sockets_->server.address().port();
    } catch (const Poco::Exception& problem) {
        throw SyncError(Reach::run, Trouble::configuration,
                        fmt::format("cannot listen on 127.0.0.1:{}: {}", port, problem.displayText()),
                        "Use deskbridge auth login --paste, or --device-code.");
    }
}

CallbackListener::~CallbackListener() = default;

int CallbackListener::port() const {
    return sockets_->port;
}

std::optional<std::string> CallbackListener::wait(const std::function<bool(const std::string&)>& is_wanted,
                                                  const std::function<bool()>& goes_on) {
    while (goes_on()) {
        if (!sockets_->server.poll(milliseconds_of(look_ms), net::Socket::SELECT_READ)) continue;
        net::StreamSocket visitor = sockets_->server.acceptConnection();
        const auto head = head_of(visitor);
        const auto target = target_of(head);
        if (!target.empty() && names_this_machine(head, sockets_->port) && is_wanted(target)) {
            sockets_->browser = visitor;
            return target;
        }
        reply(visitor, "404 Not Found", "<!DOCTYPE html><title>deskbridge</title><p>Nothing is here.</p>");
    }
    return {};
}

void CallbackListener::answer(const std::string& html) {
    if (sockets_->browser) reply(*sockets_->browser, "200 OK", html);
    sockets_->browser.reset();
    sockets_->server.close();
}

}  // namespace deskbridge
