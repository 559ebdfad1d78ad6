// Calls of REST2: addresses, answers, and what a refused or failed one means.
#pragma once

#include "adapters/request_tracker/card.h"
#include "contract/http.h"
#include "contract/sync_error.h"
#include "json/json.h"
#include "model/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace deskbridge::request_tracker {

/// Query pairs, encoded when sent.
using Query = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 0;
    std::string etag;      ///< as it was sent, quotes and all
    std::string location;  ///< of what was made
    json::Document body;
    bool ok() const { return status >= 200 && status < 300; }
};

/// Errors: SyncError of reach side for whatever concerns the desk or the sign-in.
class Client {
public:
    /// `http` signs, unless the settings have a password, and outlives the client.
    Client(Http& http, const RequestTrackerSettings& settings);

    const std::string& url() const { return url_; }

    /// GET, or POST of a search as JSON, of what has to be there: anything but a 2xx is thrown.
    json::Document get(const std::string& path, const Query& query, const std::string& what);
    json::Document search(const std::string& path, const Query& query, const std::string& json,
                          const std::string& what);

    /// Any call. What is refused or fails for the one thing that was asked comes back as an answer (400, 403,
    /// 404, 409, 412, 413, 415, 422, 500); the rest is thrown.
    Answer call(const std::string& method, const std::string& path, const std::string& body,
                const std::string& what, const std::string& if_match = {});
    /// The version of one ticket as this account sees it; the status tells more when there is none.
    Answer head(const std::string& path, const std::string& what);

    /// POST of a file's content, streamed.
    Answer send_file(const std::string& path, const std::string& file, std::uint64_t bytes,
                     const std::string& content_type, const std::string& what);
    /// GET of which the body goes into a file, streamed; any status is an answer.
    HttpResponse download(const std::string& path, const std::string& file, std::uint64_t limit);

    /// An error for the one thing that was asked. On failure: when the desk does not answer at all, that is
    /// thrown instead.
    SyncError own_trouble(const Answer& answer, const std::string& what);

    std::optional<Time> server_time() const { return server_time_; }

private:
    HttpResponse exchange(HttpRequest request);
    Answer answer_of(const HttpResponse& response, const std::string& what);
    HttpRequest request(const std::string& method, const std::string& path, const Query& query) const;

    Http& http_;
    std::string url_;
    std::string authorization_;
    std::optional<Time> server_time_;
};

}  // namespace deskbridge::request_tracker
