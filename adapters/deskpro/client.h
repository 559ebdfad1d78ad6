// Calls of the Deskpro API: addresses, the envelope, errors, and batches in whatever shape the instance
// takes.
#pragma once

#include "contract/http.h"
#include "contract/sync_error.h"
#include "json/json.h"
#include "model/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace deskbridge::deskpro {

/// Query pairs, encoded when sent.
using Query = std::vector<std::pair<std::string, std::string>>;

/// One call inside a batch. `path` begins with a slash, below /api/v2.
struct BatchCall {
    std::string method;
    std::string path;
    Query query;
    std::string payload;  ///< JSON, or empty
};

/// The answer to one call of a batch, or to a call of its own. `body` holds data, meta, linked, or the error.
/// Status 0: the call went out in a batch whose answer does not name it.
struct Answer {
    int status = 0;
    json::Document body;
    bool ok() const { return status >= 200 && status < 300; }
    /// A 2xx that holds what a read asks for. What is cut short or mangled on its way often still is JSON.
    bool has_data() const;
};

/// Errors: SyncError of reach side for whatever concerns the desk or the sign-in.
class Client {
public:
    /// `http` adds the sign-in and outlives the client. `url` without /api/v2. `agent_id`: whom the calls act
    /// as; empty = whoever signs in.
    Client(Http& http, std::string url, std::string agent_id = {});

    const std::string& url() const { return url_; }

    /// GET of what has to be there: anything but a 2xx with `data` is thrown.
    json::Document get(const std::string& path, const Query& query, const std::string& what);

    /// The same for an answer that is there already.
    static json::Document expect_data(Answer answer, const std::string& what);

    /// Any call. A refusal of the one thing that was asked (400, 403, 404, 405, 409, 422) comes back as an
    /// answer, the rest is thrown.
    Answer call(const std::string& method, const std::string& path, const Query& query,
                const std::string& body, const std::string& what);

    /// Many calls in one request where the instance has /batch, else one after the other. Answers in order,
    /// one for each call. An internal error for one call is that call's answer as long as the desk answers
    /// at all. A read that the batch's answer leaves out is made again; a write comes back with status 0.
    std::vector<Answer> batch(const std::vector<BatchCall>& calls, const std::string& what);

    /// The same in one request; nothing when the instance has no /batch or refused this one: then none of the
    /// calls was carried out. What the answer leaves out comes back with status 0.
    std::optional<std::vector<Answer>> in_one(const std::vector<BatchCall>& calls, const std::string& what);

    /// GET of a file at an address on the desk's own host, streamed to `path`; any status is an answer.
    HttpResponse download(const std::string& address, const std::string& path, std::uint64_t limit);
    /// POST of a file's content, streamed; any status is an answer.
    Answer send_file(const std::string& path, const std::string& file, std::uint64_t bytes,
                     const std::string& content_type, const std::string& what);
    /// Whether the instance is known to have /batch.
    bool has_batch() const { return dialect_.proven; }

    std::optional<Time> server_time() const { return server_time_; }

private:
    /// The documentation shows a plain map of calls, current instances take {"requests": map}; both with
    /// addresses from /api/v2 on. Addresses below it are tried as well.
    enum class Shape { requests, plain, none };
    struct Dialect {
        Shape shape = Shape::requests;
        bool full_paths = true;
        bool proven = false;
    };

    HttpResponse exchange(HttpRequest request);
    HttpResponse send(const std::string& method, const std::string& path, const Query& query,
                      const std::string& body, const std::string& what);
    std::optional<std::vector<Answer>> try_batch(const std::vector<BatchCall>& calls,
                                                 const std::string& what);
    std::optional<std::vector<Answer>> find_dialect(const std::vector<BatchCall>& reads,
                                                    const std::string& what);
    std::vector<Answer> one_by_one(const std::vector<BatchCall>& calls, const std::string& what);
    void complete(const std::vector<BatchCall>& calls, std::vector<Answer>& answers, const std::string& what);

    Http& http_;
    std::string url_;
    std::string agent_id_;
    Dialect dialect_;
    int fruitless_ = 0;  ///< searches for a dialect that found none
    std::optional<Time> server_time_;
};

/// The elements of a list. PHP writes a list whose numbering has holes as an object; both are read.
std::vector<json::View> rows(json::View list);

/// total, per_page, total_pages of a list: in `meta.pagination`, on older instances in `meta` itself.
json::View pagination(const json::Document& body);

/// Path and query as they stand in an address.
std::string target(const std::string& path, const Query& query);

}  // namespace deskbridge::deskpro
