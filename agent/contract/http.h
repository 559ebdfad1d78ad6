// The HTTP exchange as a seam: the real client in http/, the stand-ins in the tests, and between them
// whoever adds sign-in or pace.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

struct HeaderLess {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const;
};
/// Names ignore ASCII case; repeated names are kept.
using Headers = std::multimap<std::string, std::string, HeaderLess>;

/// First header of that name, or "".
std::string header_of(const Headers& headers, std::string_view name);

struct HttpRequest {
    std::string method;
    std::string url;  ///< absolute, percent-encoded
    Headers headers;
    std::string body;
    /// Not empty: the body is this part of a file, streamed.
    std::string body_file;
    std::uint64_t body_offset = 0;
    std::uint64_t body_bytes = 0;
    /// Not empty: the body of a 2xx answer goes into this file, streamed, at most `save_limit` bytes of it.
    std::string save_to;
    std::uint64_t save_limit = 0;
    /// For the whole exchange. Azure DevOps may hold a request for 30 s before it answers.
    std::chrono::milliseconds deadline{120'000};
};

struct HttpResponse {
    int status = 0;
    Headers headers;
    std::string body;
    std::uint64_t saved = 0;  ///< bytes that went into `save_to`
    bool cut = false;         ///< the body was longer than `save_limit`; the rest was not read

    std::string header(std::string_view name) const { return header_of(headers, name); }
    /// True for application/json and its +json relatives.
    bool is_json() const;
};

/// One exchange. Any status is an answer; redirects are not followed.
/// On failure: SyncError of reach side, trouble unreachable, with the fate of the request. Never retries.
/// Thread rule: one thread at a time.
class Http {
public:
    virtual ~Http() = default;
    virtual HttpResponse exchange(const HttpRequest& request) = 0;
};

/// Percent-encodes all but the unreserved characters: for one path segment or one query value.
std::string url_encode(std::string_view text);

/// Retry-After in seconds or as a date (relative to the answer's own Date header); negative and unreadable
/// values are nothing, and a wait is never longer than a day.
std::optional<std::chrono::milliseconds> retry_after_of(const Headers& headers);

/// The answer's Date header in milliseconds since 1970; nothing when absent or unreadable.
std::optional<long long> date_of(const Headers& headers);

}  // namespace deskbridge
