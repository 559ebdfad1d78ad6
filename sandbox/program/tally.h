// What a client asked of the stand-ins so far: how often, and how many bytes went each way.
#pragma once

#include "sandbox/exchange/exchange.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace sandbox {

/// Counts exchanges by system and kind of call, and tells them at the control address:
///
///     GET    /calls   {"calls": [{system, call, writes, count, bytes_in, bytes_out}, ...]}
///     DELETE /calls   begins anew
///
/// A call's kind is its method and path, with `{id}` for numbers and, for a batch, the methods inside. Bytes
/// are heads and bodies of requests (in) and of replies (out), without what TCP and TLS add. Every function
/// may be called by several threads at once.
class Tally : public System {
public:
    void count(const std::string& system, const Request& request, const Ending& ending);
    Reply handle(const Request& request) override;

private:
    struct Sum {
        bool writes = false;
        long long count = 0;
        std::size_t bytes_in = 0;
        std::size_t bytes_out = 0;
    };

    std::string text() const;

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Sum> sums_;
};

}  // namespace sandbox
