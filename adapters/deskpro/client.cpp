#include "adapters/deskpro/client.h"

#include "adapters/deskpro/errors.h"
#include "model/process.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr std::string_view api = "/api/v2";
/// A large file on a slow line.
constexpr std::chrono::milliseconds file_deadline = std::chrono::minutes{15};

SyncError side(Trouble trouble, std::string message, std::string hint = {}) {
    return SyncError(Reach::side, trouble, "Deskpro: " + std::move(message), std::move(hint));
}

json::Document nothing() {
    return json::Document::parse("{}", "nothing");
}

SyncError no_json(const std::string& message) {
    return side(Trouble::unreachable, message, "is a proxy or a login page between here and the help desk?")
        .with(Fate::closed);
}

json::Document parsed(const HttpResponse& response, const std::string& what) {
    if (response.body.empty()) return nothing();
    try {
        return json::Document::parse(response.body, "the answer to: " + what);
    } catch (const SyncError& error) {
        throw no_json(error.what());
    }
}

/// What a refusal says of itself; half an answer says nothing, and its status still counts.
json::Document parsed_refusal(const HttpResponse& response, const std::string& what) {
    if (!response.is_json()) return nothing();
    try {
        return json::Document::parse(response.body, what);
    } catch (const SyncError&) {
        return nothing();
    }
}

/// Every answer of the API is JSON or empty; a 2xx that is not has come from something in between.
void expect_json(const HttpResponse& response, const std::string& what) {
    if (response.body.empty() || response.is_json()) return;
    const auto first = response.body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string::npos && (response.body[first] == '{' || response.body[first] == '[')) return;
    throw no_json(fmt::format("the answer to '{}' is no JSON (status {})", what, response.status));
}

/// The other side ended the exchange with an internal error, a page of something in between, or nothing.
bool is_stumble(const SyncError& error) {
    return error.fate == Fate::closed && error.trouble == Trouble::unreachable;
}

void write_call(json::Writer& out, const BatchCall& call, bool full_paths) {
    out.object().member("method", call.method);
    out.member("url", (full_paths ? std::string(api) : std::string()) + target(call.path, call.query));
    if (!call.payload.empty()) out.key("payload").raw(call.payload);
    out.end();
}

std::string key_of(std::size_t index) {
    return "k" + std::to_string(index);
}

bool is_status(std::optional<std::int64_t> code) {
    return code && *code >= 100 && *code < 600;
}

int status_of(json::View item) {
    static constexpr std::array names{"status-code", "status_code", "response_code", "response-code"};
    for (const auto& [name, value] : item["headers"].members())
        if (std::any_of(names.begin(), names.end(), [&](auto known) { return same_name(name, known); }))
            if (const auto code = value.integer(); is_status(code)) return static_cast<int>(*code);
    for (const auto* name : {"status", "status_code", "code"})
        if (const auto code = item[name].integer(); is_status(code)) return static_cast<int>(*code);
    return item["data"].missing() ? 0 : 200;
}

bool only_reads(const std::vector<BatchCall>& calls) {
    return std::all_of(calls.begin(), calls.end(), [](const auto& call) { return call.method == "GET"; });
}

std::string batch_body(const std::vector<BatchCall>& calls, bool wrapped, bool full_paths) {
    json::Writer out;
    out.object();
    if (wrapped) out.key("requests").object();
    for (std::size_t i = 0; i < calls.size(); ++i) write_call(out.key(key_of(i)), calls[i], full_paths);
    if (wrapped) out.end();
    return out.end().take();
}

/// Where an answer keeps the answers to the calls inside.
json::View responses_in(const json::Document& body) {
    for (const auto* name : {"responses", "data"})
        if (body[name].is_object()) return body[name];
    return body.root();
}

}  // namespace

bool Answer::has_data() const {
    return ok() && (body["data"].is_array() || body["data"].is_object());
}

std::vector<json::View> rows(json::View list) {
    auto found = list.items();
    for (const auto& [name, value] : list.members()) found.push_back(value);
    return found;
}

json::View pagination(const json::Document& body) {
    return body["meta"]["pagination"].is_object() ? body["meta"]["pagination"] : body["meta"];
}

std::string target(const std::string& path, const Query& query) {
    std::string out = path;
    char separator = '?';
    for (const auto& [name, value] : query) {
        out += separator;
        out += url_encode(name) + "=" + url_encode(value);
        separator = '&';
    }
    return out;
}

Client::Client(Http& http, std::string url, std::string agent_id)
    : http_(http), url_(std::move(url)), agent_id_(std::move(agent_id)) {
    while (!url_.empty() && url_.back() == '/') url_.pop_back();
}

HttpResponse Client::exchange(HttpRequest request) {
    if (!agent_id_.empty()) request.headers.emplace("X-DeskPRO-Agent-ID", agent_id_);
    auto response = http_.exchange(request);
    if (const auto date = date_of(response.headers)) server_time_ = Time{std::chrono::milliseconds{*date}};
    return response;
}

HttpResponse Client::download(const std::string& address, const std::string& path, std::uint64_t limit) {
    HttpRequest request;
    request.method = "GET";
    request.url = address;
    request.headers.emplace("Accept", "*/*");
    request.save_to = path;
    request.save_limit = limit;
    request.deadline = file_deadline;
    return exchange(std::move(request));
}

Answer Client::send_file(const std::string& path, const std::string& file, std::uint64_t bytes,
                         const std::string& content_type, const std::string& what) {
    HttpRequest request;
    request.method = "POST";
    request.url = url_ + std::string(api) + path;
    request.headers.emplace("Accept", "application/json");
    request.headers.emplace("Content-Type", content_type);
    request.body_file = file;
    request.body_bytes = bytes;
    request.deadline = file_deadline;
    const auto response = exchange(std::move(request));
    if (response.status < 200 || response.status > 299)
        return {response.status, parsed_refusal(response, what)};
    expect_json(response, what);
    return {response.status, parsed(response, what)};
}

HttpResponse Client::send(const std::string& method, const std::string& path, const Query& query,
                          const std::string& body, const std::string& what) {
    HttpRequest request;
    request.method = method;
    request.url = url_ + std::string(api) + target(path, query);
    request.headers.emplace("Accept", "application/json");
    if (!body.empty()) request.headers.emplace("Content-Type", "application/json");
    request.body = body;
    const auto response = exchange(std::move(request));
    const bool ok = response.status >= 200 && response.status < 300;
    if (ok) expect_json(response, what);
    return response;
}

Answer Client::call(const std::string& method, const std::string& path, const Query& query,
                    const std::string& body, const std::string& what) {
    const auto response = send(method, path, query, body, what);
    if (response.status >= 200 && response.status < 300) return {response.status, parsed(response, what)};
    auto refused = parsed_refusal(response, what);
    if (!is_refusal(response.status)) throw error_of(response.status, response.headers, refused.root(), what);
    return {response.status, std::move(refused)};
}

json::Document Client::expect_data(Answer answer, const std::string& what) {
    if (answer.has_data()) return std::move(answer.body);
    if (answer.ok()) throw no_json(fmt::format("the answer to '{}' holds no data", what));
    auto error = error_of(answer.status, {}, answer.body.root(), what);
    error.reach = Reach::side;
    if (answer.status == 404) {
        error.trouble = Trouble::configuration;
        error.hint = "is the address the help desk's own, without /api/v2, and is it Deskpro with API v2?";
    }
    throw error;
}

json::Document Client::get(const std::string& path, const Query& query, const std::string& what) {
    return expect_data(call("GET", path, query, "", what), what);
}

std::vector<Answer> Client::one_by_one(const std::vector<BatchCall>& calls, const std::string& what) {
    constexpr int failures_at_most = 3;
    std::vector<Answer> answers;
    int failures = 0;
    for (const auto& single : calls) {
        try {
            answers.push_back(call(single.method, single.path, single.query, single.payload, what));
            failures = 0;
        } catch (const SyncError& error) {
            if (!is_stumble(error)) throw;
            answers.push_back({500, nothing()});
            if (calls.size() > 1 && ++failures < failures_at_most) continue;
            // Is it these calls, or the desk? Throws when it is the desk.
            get("/me", {}, "see whether the help desk answers");
            failures = 0;
        }
    }
    return answers;
}

/// Nothing when the instance does not understand this dialect, or stumbles over a batch of reads.
std::optional<std::vector<Answer>> Client::try_batch(const std::vector<BatchCall>& calls,
                                                     const std::string& what) {
    const auto answer = [&]() -> Answer {
        try {
            const auto body = batch_body(calls, dialect_.shape == Shape::requests, dialect_.full_paths);
            return call("POST", "/batch", {}, body, what);
        } catch (const SyncError& error) {
            if (!is_stumble(error) || !only_reads(calls)) throw;
            return {500, nothing()};
        }
    }();
    if (!answer.ok()) return {};
    const auto responses = responses_in(answer.body);
    const auto in_order = responses.members();
    std::vector<Answer> answers;
    bool any_done = false;
    bool any_named = false;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto key = key_of(i);
        const bool in_place = i < in_order.size() && in_order[i].first == key;
        const auto item = in_place ? in_order[i].second : responses[key];
        const int status = item.is_object() ? status_of(item) : 0;
        answers.push_back({status, item.is_object() ? answer.body.part(item) : nothing()});
        any_done = any_done || answers.back().ok();
        any_named = any_named || status != 0;
    }
    // Addresses that are misread are refused one by one; so one call has to be done before that is believed.
    if (!dialect_.proven && !any_done) return {};
    if (!any_named && only_reads(calls)) return {};
    dialect_.proven = true;
    return answers;
}

/// Tries the dialects in turn. Finding none may be due to the calls (all of tickets that are gone) or to a
/// bad moment, so the search is made again, but not for ever.
std::optional<std::vector<Answer>> Client::find_dialect(const std::vector<BatchCall>& reads,
                                                        const std::string& what) {
    constexpr int searches_at_most = 3;
    for (const auto shape : {Shape::requests, Shape::plain}) {
        for (const bool full_paths : {true, false}) {
            dialect_ = {shape, full_paths, false};
            if (auto answers = try_batch(reads, what)) return answers;
        }
    }
    dialect_ = {};
    if (++fruitless_ >= searches_at_most) dialect_.shape = Shape::none;
    return {};
}

void Client::complete(const std::vector<BatchCall>& calls, std::vector<Answer>& answers,
                      const std::string& what) {
    std::vector<BatchCall> left_out;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (answers[i].status != 0 || calls[i].method != "GET") continue;
        left_out.push_back(calls[i]);
        places.push_back(i);
    }
    if (left_out.empty()) return;
    auto more = batch(left_out, what);
    for (std::size_t i = 0; i < places.size(); ++i) answers[places[i]] = std::move(more[i]);
}

std::optional<std::vector<Answer>> Client::in_one(const std::vector<BatchCall>& calls,
                                                  const std::string& what) {
    if (calls.size() < 2 || dialect_.shape == Shape::none) return {};
    if (dialect_.proven) return try_batch(calls, what);
    if (only_reads(calls)) return find_dialect(calls, what);
    // What an instance makes of a batch is found out with reads: a write that is misunderstood may still be
    // done.
    const BatchCall harmless{"GET", "/me", {}, {}};
    if (!find_dialect({harmless, harmless}, what)) return {};
    return try_batch(calls, what);
}

std::vector<Answer> Client::batch(const std::vector<BatchCall>& calls, const std::string& what) {
    auto answers = in_one(calls, what);
    if (!answers) return one_by_one(calls, what);
    complete(calls, *answers, what);
    return std::move(*answers);
}

}  // namespace deskbridge::deskpro
