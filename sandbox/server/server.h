#pragma once

#include "sandbox/exchange/exchange.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace sandbox {

/// What happens to one request. Called by several threads at once; what it throws closes the connection.
using Player = std::function<Ending(const Request&)>;

/// Bounds of a server. Connections beyond `connections_max` wait until one of the others has ended; a
/// longer body is refused with 413; a silent connection is closed after `idle_seconds`.
struct ServerLimits {
    std::size_t connections_max = 96;
    std::size_t body_bytes_max = 256U * 1024 * 1024;
    int idle_seconds = 30;
};

/// Plays endings to real connections: HTTP/1.1 on 127.0.0.1 and nowhere else, several ports, one bounded
/// set of threads for all of them. `listen` and `start` and `stop` belong to one thread.
class Server {
public:
    explicit Server(ServerLimits limits = {});
    /// Stops.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds a port (0: one that is free) and says which; callers may connect from now on and are answered
    /// after `start`. Throws std::runtime_error with a sentence when the port cannot be had.
    int listen(int port, Player player);

    void start();

    /// Takes no more connections, cuts those that are open in the middle of whatever they do (delays and
    /// stalls included), and returns when no thread is left. May be called twice.
    void stop();

private:
    class Host;
    std::unique_ptr<Host> host_;
};

}  // namespace sandbox
