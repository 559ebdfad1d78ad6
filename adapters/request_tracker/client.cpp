#include "adapters/request_tracker/client.h"

#include "adapters/request_tracker/base64.h"
#include "adapters/request_tracker/errors.h"

namespace deskbridge::request_tracker {

namespace {

std::string target(const std::string& path, const Query& query) {
    std::string out = path;
    char separator = '?';
    for (const auto& [name, value] : query) {
        out += separator + url_encode(name) + "=" + url_encode(value);
        separator = '&';
    }
    return out;
}

json::Document nothing() {
    return json::Document::parse("null", "nothing");
}

}  // namespace

Client::Client(Http& http, const RequestTrackerSettings& settings)
    : http_(http),
      url_(settings.url),
      authorization_(settings.password.empty() ? ""
                                               : "Basic " + base64(settings.user + ":" + settings.password)) {
}

HttpRequest Client::request(const std::string& method, const std::string& path, const Query& query) const {
    HttpRequest out;
    out.method = method;
    out.url = url_ + "/REST/2.0" + target(path, query);
    out.headers.emplace("Accept", "application/json");
    if (!authorization_.empty()) out.headers.emplace("Authorization", authorization_);
    return out;
}

HttpResponse Client::exchange(HttpRequest request) {
    auto response = http_.exchange(request);
    if (const auto date = date_of(response.headers)) server_time_ = Time{std::chrono::milliseconds{*date}};
    return response;
}

Answer Client::answer_of(const HttpResponse& response, const std::string& what) {
    const bool good = response.status >= 200 && response.status < 300;
    if (!good && !is_of_one(response.status)) throw error_of(response.status, response.headers, what);
    Answer answer{response.status, response.header("ETag"), response.header("Location"), nothing()};
    if (!good || response.body.empty()) return answer;
    if (!response.is_json()) throw no_answer(what);
    try {
        answer.body = json::Document::parse(response.body, "the answer of Request Tracker");
    } catch (const SyncError&) {
        throw no_answer(what);
    }
    return answer;
}

json::Document Client::get(const std::string& path, const Query& query, const std::string& what) {
    const auto response = exchange(request("GET", path, query));
    auto answer = answer_of(response, what);
    if (answer.ok() && !answer.body.root().missing()) return std::move(answer.body);
    auto error = answer.ok() ? no_answer(what) : error_of(answer.status, response.headers, what);
    error.reach = Reach::side;
    throw error;
}

json::Document Client::search(const std::string& path, const Query& query, const std::string& json,
                              const std::string& what) {
    auto asked = request("POST", path, query);
    asked.headers.emplace("Content-Type", "application/json");
    asked.body = json;
    const auto response = exchange(std::move(asked));
    auto answer = answer_of(response, what);
    if (answer.ok() && !answer.body.root().missing()) return std::move(answer.body);
    auto error = answer.ok() ? no_answer(what) : error_of(answer.status, response.headers, what);
    error.reach = Reach::side;
    throw error;
}

Answer Client::call(const std::string& method, const std::string& path, const std::string& body,
                    const std::string& what, const std::string& if_match) {
    auto asked = request(method, path, {});
    if (!body.empty()) asked.headers.emplace("Content-Type", "application/json");
    if (!if_match.empty()) asked.headers.emplace("If-Match", if_match);
    asked.body = body;
    return answer_of(exchange(std::move(asked)), what);
}

Answer Client::head(const std::string& path, const std::string& what) {
    return answer_of(exchange(request("HEAD", path, {})), what);
}

Answer Client::send_file(const std::string& path, const std::string& file, std::uint64_t bytes,
                         const std::string& content_type, const std::string& what) {
    auto asked = request("POST", path, {});
    asked.headers.emplace("Content-Type", content_type);
    asked.body_file = file;
    asked.body_bytes = bytes;
    return answer_of(exchange(std::move(asked)), what);
}

HttpResponse Client::download(const std::string& path, const std::string& file, std::uint64_t limit) {
    auto asked = request("GET", path, {});
    asked.save_to = file;
    asked.save_limit = limit;
    return exchange(std::move(asked));
}

SyncError Client::own_trouble(const Answer& answer, const std::string& what) {
    if (answer.status >= 500) get("/rt", {}, "see whether Request Tracker answers");
    return error_of(answer.status, {}, what);
}

}  // namespace deskbridge::request_tracker
