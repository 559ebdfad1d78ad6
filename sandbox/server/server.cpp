#include "sandbox/server/server.h"

#include "sandbox/server/connection.h"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <fmt/format.h>
#include <list>
#include <map>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

namespace sandbox {

using Poco::Net::ServerSocket;
using Poco::Net::Socket;
using Poco::Net::StreamSocket;

/// One thread waits for callers; workers, started when they are first needed, take them from a queue.
class Server::Host {
public:
    explicit Host(ServerLimits limits) : limits_(limits) {}

    int listen(int port, Player player);
    void start();
    void stop();

private:
    struct Door {
        ServerSocket socket;
        Player player;
    };
    struct Caller {
        StreamSocket socket;
        const Player* player;
    };

    void watch_doors();
    void admit(const Door& door);
    void work();
    bool next(std::unique_lock<std::mutex>& lock, Caller& caller);
    void serve(const Caller& caller);

    const ServerLimits limits_;
    std::list<Door> doors_;
    std::stop_source stop_;
    std::thread watch_;

    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Caller> waiting_;
    std::vector<std::thread> workers_;
    std::size_t idle_ = 0;
    std::map<std::size_t, StreamSocket> open_;
    std::size_t last_open_ = 0;
};

int Server::Host::listen(int port, Player player) {
    try {
        const Poco::Net::SocketAddress address("127.0.0.1", static_cast<Poco::UInt16>(port));
        ServerSocket socket;
        socket.bind(address, true, false);
        socket.listen(256);
        // a caller may be gone between select and accept, which must not wait for the next one then
        socket.setBlocking(false);
        doors_.push_back({socket, std::move(player)});
        return socket.address().port();
    } catch (const Poco::Exception& error) {
        throw std::runtime_error(
            fmt::format("Port {} on 127.0.0.1 cannot be listened on: {}.", port, error.displayText()));
    }
}

void Server::Host::start() {
    watch_ = std::thread([this] { watch_doors(); });
}

void Server::Host::stop() {
    stop_.request_stop();
    if (watch_.joinable()) watch_.join();
    {
        const std::lock_guard lock(mutex_);
        for (auto& [number, socket] : open_) {
            try {
                socket.shutdown();
            } catch (const Poco::Exception&) {
                // the caller was quicker
            }
        }
        waiting_.clear();
    }
    for (auto& worker : workers_) worker.join();
    workers_.clear();
    doors_.clear();
}

void Server::Host::watch_doors() {
    while (!stop_.stop_requested()) {
        Socket::SocketList ready, none, failed;
        for (const auto& door : doors_) ready.push_back(door.socket);
        // a tenth of a second: select cannot be woken portably, and stopping should be quick
        Socket::select(ready, none, failed, Poco::Timespan(0, 100'000));
        for (const auto& door : doors_) {
            if (std::find(ready.begin(), ready.end(), door.socket) != ready.end()) admit(door);
        }
    }
}

void Server::Host::admit(const Door& door) {
    try {
        std::unique_lock lock(mutex_, std::defer_lock);
        StreamSocket socket = ServerSocket(door.socket).acceptConnection();
        socket.setBlocking(true);
        lock.lock();
        waiting_.push_back({socket, &door.player});
        if (waiting_.size() > idle_ && workers_.size() < limits_.connections_max) {
            workers_.emplace_back([this] { work(); });
        }
        arrived_.notify_one();
    } catch (const Poco::Exception&) {
        // the caller gave up between select and accept
    }
}

void Server::Host::work() {
    std::unique_lock lock(mutex_);
    Caller caller{StreamSocket(), nullptr};
    while (next(lock, caller)) {
        const auto number = ++last_open_;
        open_.emplace(number, caller.socket);
        lock.unlock();
        serve(caller);
        lock.lock();
        open_.erase(number);
        caller.socket.close();
        caller.socket = StreamSocket();
    }
}

bool Server::Host::next(std::unique_lock<std::mutex>& lock, Caller& caller) {
    ++idle_;
    const bool found = arrived_.wait(lock, stop_.get_token(), [this] { return !waiting_.empty(); });
    --idle_;
    if (!found || stop_.stop_requested()) return false;
    caller = waiting_.front();
    waiting_.pop_front();
    return true;
}

void Server::Host::serve(const Caller& caller) {
    try {
        Connection(caller.socket, *caller.player, limits_, stop_.get_token()).run();
    } catch (const Poco::Exception&) {
        // a caller that leaves in the middle is nothing to report here
    } catch (const std::exception& error) {
        fmt::print(stderr, "deskbridge-sandbox: a request failed inside: {}\n", error.what());
    }
}

Server::Server(ServerLimits limits) : host_(std::make_unique<Host>(limits)) {}

Server::~Server() {
    stop();
}

int Server::listen(int port, Player player) {
    return host_->listen(port, std::move(player));
}

void Server::start() {
    host_->start();
}

void Server::stop() {
    host_->stop();
}

}  // namespace sandbox
