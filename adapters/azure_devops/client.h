// One organization or collection over HTTP: addresses, versions, headers, and answers that are no answers.
#pragma once

#include "adapters/azure_devops/versions.h"
#include "contract/http.h"
#include "json/json.h"
#include "model/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::azure_devops {

inline constexpr std::string_view json_type = "application/json; charset=utf-8";
inline constexpr std::string_view patch_type = "application/json-patch+json";

/// One request. `path` begins with "/" below the base address, percent-encoded, with its query.
struct Call {
    std::string method;
    Resource resource;
    std::string path;
    std::string body = {};
    std::string_view content_type = json_type;
    bool versioned = true;
};

/// Does not own `http`, which signs the requests. Never repeats a request, but for a refused api-version.
class Client {
public:
    Client(Http& http, std::string base);

    const std::string& base() const { return base_; }

    /// The answer whatever its status, in the first api-version that the server does not refuse. The server's
    /// list of versions is asked for before the first call.
    HttpResponse send(const Call& call);

    /// Send and expect JSON. On failure: error_of the answer.
    json::Document ask(const Call& call, std::string_view doing);

    /// Checks and reads an answer. A 2xx that is no JSON is a sign-in page; half a document means that the
    /// connection broke: side, unreachable, closed.
    static json::Document read(const HttpResponse& answer, std::string_view doing);

    std::string version_of(const Resource& resource);
    /// For an api-version that stood inside a request: true when another one is worth a try.
    bool renegotiate(const Resource& resource, const HttpResponse& refusal);
    std::string_view level();

    std::optional<Time> server_time() const { return server_time_; }

private:
    void discover();
    HttpResponse exchange(const std::string& method, const std::string& path, const std::string& accept,
                          const std::string& body, std::string_view content_type);

    Http& http_;
    std::string base_;
    std::string session_;
    Versions versions_;
    bool discovered_ = false;
    std::optional<Time> server_time_;
};

/// True for a 2xx answer that is JSON, also when it forgets to say so.
bool is_json_answer(const HttpResponse& answer);

}  // namespace deskbridge::azure_devops
