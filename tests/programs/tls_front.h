// A server that speaks TLS before a stand-in that does not.
#pragma once

#include "support/private_authority.h"

#include <memory>
#include <string>

namespace programs {

/// On 127.0.0.1, with a port of its own; passes every request on to `behind` ("http://127.0.0.1:port").
class TlsFront {
public:
    TlsFront(const support::ServerFiles& files, const std::string& behind);
    ~TlsFront();

    /// "https://127.0.0.1:port"
    const std::string& url() const;
    /// Head and body of all requests, as they came out of TLS.
    std::string received() const;

private:
    struct Serving;
    std::unique_ptr<Serving> serving_;
};

}  // namespace programs
