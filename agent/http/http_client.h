// The real HTTP exchange, on Poco::Net. One client belongs to one origin and one set of transport settings.
#pragma once

#include "contract/http.h"

#include <memory>
#include <string>

namespace deskbridge {

/// How to reach one side.
struct HttpSettings {
    std::string ca_file;  ///< trusted in addition to the system's roots; empty = none
    std::string proxy;    ///< "http://[user:password@]host:port"; empty = straight. Loopback never uses it.
    std::string agent_name;  ///< User-Agent
    std::size_t largest_answer =
        64u << 20;  ///< bytes after decompression; more is an error, not a truncation
};

/// Keeps one connection alive between exchanges, verifies certificate chain and host name always, never
/// follows redirects, and ends every exchange by its deadline, whatever the other side does.
/// A read (GET, HEAD, OPTIONS) whose kept connection turns out to be dead is sent once more on a new one:
/// that is transport, not a retry. Errors as the contract says; the constructor throws SyncError (run,
/// configuration) for an unusable CA file or proxy address.
class HttpClient : public Http {
public:
    explicit HttpClient(HttpSettings settings);
    ~HttpClient() override;

    HttpResponse exchange(const HttpRequest& request) override;

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace deskbridge
