#include "scripted_server.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>

namespace deskbridge {

namespace net = Poco::Net;

ScriptedServer::ScriptedServer(Play play, bool tls, const std::string& certificate, const std::string& key)
    : play_(std::move(play)), tls_(tls) {
    const net::SocketAddress any_port("127.0.0.1", 0);
    if (tls) {
        net::Context::Ptr context = new net::Context(net::Context::TLS_SERVER_USE, key, certificate, "",
                                                     net::Context::VERIFY_NONE, 9, false);
        listener_ = std::make_unique<net::SecureServerSocket>(any_port, 16, context);
    } else {
        listener_ = std::make_unique<net::ServerSocket>(any_port, 16);
    }
    port_ = listener_->address().port();
    thread_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
    stopping_ = true;
    thread_.join();
}

std::string ScriptedServer::url(const std::string& path) const {
    return (tls_ ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(port_) + path;
}

void ScriptedServer::serve() {
    while (!stopping_) {
        if (!listener_->poll(Poco::Timespan(20'000), net::Socket::SELECT_READ)) continue;
        try {
            net::StreamSocket socket = listener_->acceptConnection();
            socket.setReceiveTimeout(Poco::Timespan(10, 0));
            play_(socket, connections_++);
        } catch (const Poco::Exception&) {
            // a client that leaves is part of the game
        }
        if (connections_ > ended_) {
            ended_ = connections_.load();
            ended_.notify_all();
        }
    }
}

std::string ScriptedServer::read_request(net::StreamSocket& socket) {
    std::string text;
    std::size_t wanted = std::string::npos;
    char block[4096];
    while (text.size() < wanted) {
        const int got = socket.receiveBytes(block, sizeof block);
        if (got <= 0) return {};
        text.append(block, static_cast<std::size_t>(got));
        const auto head_end = text.find("\r\n\r\n");
        if (head_end == std::string::npos || wanted != std::string::npos) continue;
        const auto length = text.find("Content-Length: ");
        const std::size_t body = length < head_end ? std::stoul(text.substr(length + 16)) : 0;
        wanted = head_end + 4 + body;
    }
    return text;
}

void ScriptedServer::send(net::StreamSocket& socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size())
        sent += static_cast<std::size_t>(
            socket.sendBytes(bytes.data() + sent, static_cast<int>(bytes.size() - sent)));
}

}  // namespace deskbridge
