// One HTTP exchange as the stand-ins see it, free of sockets, so that the same stand-in answers a real
// connection (sandbox/server) and a test in the same process.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// ASCII case-insensitive order for header names.
struct HeaderLess {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const;
};
using Headers = std::multimap<std::string, std::string, HeaderLess>;

/// A request as it came in.
/// `path` is percent-encoded, begins with '/', and has no query; `query` is percent-encoded, without '?'.
struct Request {
    std::string method;
    std::string path;
    std::string query;
    Headers headers;
    std::string body;

    /// First header of that name, or "".
    std::string header(std::string_view name) const;
};

/// An answer. Content-Length and Date are added by whoever sends it when they are absent.
struct Reply {
    int status = 200;
    Headers headers;
    std::string body;
};

/// How an exchange ended for the caller. `answered`: it got `reply`. `dropped`: the connection closed
/// without a complete answer. `half`: headers and the first half of the body, then closed.
/// `stalled`: nothing comes; the caller's own time-out has to end it.
struct Ending {
    enum class Kind { answered, dropped, half, stalled } kind = Kind::answered;
    Reply reply;
    /// Real milliseconds that a served connection waits before it answers (a test in-process ignores it).
    int delay_ms = 0;
};

/// A system that answers requests. Thread rule: `handle` may be called by several threads at once.
/// Never throws: what goes wrong inside becomes a 500 in the system's own error shape.
class System {
public:
    virtual ~System() = default;
    virtual Reply handle(const Request& request) = 0;
};

/// Milliseconds since 1970-01-01 UTC; the stand-ins know no other time.
using Clock = std::function<long long()>;
Clock wall_clock();

/// Decoded parts of an address. A `+` in a query is a blank; a bad escape stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_blank = false);
std::string percent_encode(std::string_view text);
/// Decoded path segments, empty ones left out: "/a%20b//c" -> {"a b", "c"}.
std::vector<std::string> path_segments(std::string_view path);
/// Decoded query pairs in order of appearance, repeated keys kept.
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);

/// "Sat, 21 Nov 2026 11:30:00 GMT" for a Date header.
std::string http_date(long long time_ms);

}  // namespace sandbox
