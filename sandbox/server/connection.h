#pragma once

#include "sandbox/server/server.h"

#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerSession.h>
#include <Poco/Net/StreamSocket.h>
#include <stop_token>
#include <string>

namespace sandbox {

/// The requests of one socket, one after the other. Poco reads them; answers are written by hand, because
/// an answer that breaks off in the middle is one of the things to be played.
class Connection {
public:
    Connection(const Poco::Net::StreamSocket& socket, const Player& player, const ServerLimits& limits,
               std::stop_token stop);
    /// Leaves the socket open: whoever gave it may be about to cut it from another thread, and closes it.
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Returns when either end has closed. Poco's and the player's exceptions pass through.
    void run();

private:
    /// One request and its ending; false when the connection is over.
    bool exchange();
    bool play(const Ending& ending, bool head, bool keep_alive);
    bool refuse(int status, const std::string& sentence);
    void wait(int milliseconds);
    void hold_until_left();
    void send(const std::string& bytes);
    void send(const char* bytes, std::size_t count);

    Poco::Net::HTTPServerParams::Ptr settings_;
    Poco::Net::HTTPServerSession session_;
    const Player& player_;
    const ServerLimits& limits_;
    std::stop_token stop_;
};

}  // namespace sandbox
