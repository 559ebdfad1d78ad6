// What stands before every handler: signing in, the place an address leads to, its version.
#pragma once

#include "sandbox/azure_devops/routes.h"

#include <mutex>
#include <vector>

namespace sandbox::azure_devops {

/// Counts kept beside the state.
struct Traffic {
    std::map<std::string, long long> requests;
    long long total = 0;
    long long writes = 0;
    long long refused = 0;
    std::uint64_t activity = 0;
};

/// One request from its first byte to its answer. Not shared between threads.
class Gate {
public:
    Gate(const Request& request, Collection& state, const Options& options, const std::vector<Token>& tokens,
         Traffic& traffic);

    /// Never throws.
    Reply answer();

private:
    Reply enter();
    Reply discover(const std::vector<std::string>& segments);
    Reply dispatch(const std::vector<std::string>& segments);
    const Match& choose(const std::vector<Match>& found) const;
    void need_version(const Location& location) const;
    bool sign_in();
    Reply refuse_sign_in() const;
    void put_headers(Reply& reply) const;
    void put_throttle(Reply& reply) const;

    const Request& request_;
    Collection& state_;
    const Options& options_;
    const std::vector<Token>& tokens_;
    Traffic& traffic_;
    Call call_;
};

std::string root_path(const Options& options);

}  // namespace sandbox::azure_devops
