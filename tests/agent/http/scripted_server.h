// A server on loopback that plays what a test tells it, byte for byte.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace deskbridge {

/// Each connection is given to `play`, one after the other. Ends with the object.
class ScriptedServer {
public:
    using Play = std::function<void(Poco::Net::StreamSocket&, int connection)>;
    explicit ScriptedServer(Play play, bool tls = false, const std::string& certificate = {},
                            const std::string& key = {});
    ~ScriptedServer();

    int port() const { return port_; }
    std::string url(const std::string& path = "/") const;
    int connections() const { return connections_; }
    /// Waits until so many connections were closed on this side.
    void wait_for_ends(int count) const {
        for (int ended = ended_; ended < count; ended = ended_) ended_.wait(ended);
    }

    /// Reads one request (head and announced body) and returns it; empty when the peer closed.
    static std::string read_request(Poco::Net::StreamSocket& socket);
    static void send(Poco::Net::StreamSocket& socket, const std::string& bytes);

private:
    void serve();

    Play play_;
    bool tls_;
    std::unique_ptr<Poco::Net::ServerSocket> listener_;
    int port_ = 0;
    std::atomic<int> connections_{0};
    std::atomic<int> ended_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace deskbridge
