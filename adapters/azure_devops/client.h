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

/// For an upload, which may take as long as a slow line needs.
inline constexpr std::string_view octet_type = "application/octet-stream";

struct FilePart {
    std::string path;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// Where the content of an answer goes, streamed; empty `path` = nowhere.
struct FileTarget {
    std::string path;
    std::uint64_t limit = 0;
};

/// One request. `path` begins with "/" below the base address, percent-encoded, with its query.
struct Call {
    std::string method;
    Resource resource;
    std::string path;
    std::string body = {};
    std::string_view content_type = json_type;
    bool versioned = true;
    /// Instead of `body`: this part of a file, streamed.
    FilePart file = {};
    std::string content_range = {};
    /// The content of the answer is a file and goes there.
    FileTarget save = {};
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
    /// False when the server told what it has and this is not among it.
    bool may_have(const Resource& resource);
    /// For the api-version that stood inside a request: true when another one is worth a try.
    bool renegotiate(const Resource& resource, std::string_view asked, const HttpResponse& refusal);
    std::string_view level();

    /// Whether this is the service that Microsoft runs; a guess by the address until somebody knows better.
    bool hosted() const { return hosted_; }
    void learn_hosted(bool value) { hosted_ = value; }

    /// Whether texts go out in the characters of XML, since the server refused one with another.
    bool xml_only() const { return xml_only_; }
    void learn_xml_only() { xml_only_ = true; }

    std::optional<Time> server_time() const { return server_time_; }

private:
    void discover();
    HttpResponse exchange(const Call& call, std::string_view version);

    Http& http_;
    std::string base_;
    std::string session_;
    Versions versions_;
    bool discovered_ = false;
    bool hosted_;
    bool xml_only_ = false;
    std::optional<Time> server_time_;
};

/// True for a 2xx answer that is JSON, also when it forgets to say so.
bool is_json_answer(const HttpResponse& answer);

}  // namespace deskbridge::azure_devops
