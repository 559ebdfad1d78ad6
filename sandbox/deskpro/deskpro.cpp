#include "sandbox/deskpro/deskpro.h"

#include "sandbox/deskpro/inside.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox {

using namespace deskpro;

namespace {

/// "GET tickets/{id}/messages".
std::string call_class(const Call& call) {
    std::string name = call.method + " ";
    for (std::size_t i = 0; i < call.path.size(); ++i) {
        if (i > 0) name += '/';
        name += whole_number(call.path[i]) ? "{id}" : call.path[i];
    }
    return call.query_in_body ? name + " (query)" : name;
}

bool is_write(const Call& call) {
    return call.method != "GET" && call.part(0) != "batch" && call.part(0) != "api_tokens";
}

Reply file_reply(const Blob& blob) {
    return {200, {{"Content-Type", blob.content_type}}, blob.content};
}

Reply json_reply(const Answer& answer) {
    if (answer.file) return file_reply(*answer.file);
    Reply reply{answer.status, answer.headers, {}};
    if (!answer.body.is_null()) {
        reply.headers.emplace("Content-Type", "application/json");
        reply.body = write_json(answer.body);
    }
    return reply;
}

/// The body of a call: an object, or null when there is none. Lists and plain values are no form.
Json read_body(const Request& request) {
    if (request.body.empty() || request.method == "GET" ||
        request.header("Content-Type").find("multipart/") != std::string::npos) {
        return nullptr;
    }
    std::string reason = "The body is not an object.";
    try {
        auto body = read_json(request.body);
        if (body.object()) return body;
    } catch (const JsonError& error) {
        reason = error.what();
    }
    throw Problem{400, "invalid_json_body", fmt::format("The body is not valid JSON: {}", reason), {}, 0};
}

/// Of the first list of tickets in a batch.
int page_in_batch(std::string_view body) {
    constexpr std::string_view list = "/tickets?";
    const auto at = body.find(list);
    if (at == body.npos) return 1;
    const auto query = body.substr(at + list.size());
    return static_cast<int>(
        whole_number(param(query_pairs(query.substr(0, query.find('"'))), "page")).value_or(1));
}

int page_asked(const Request& request, const std::string& prefix) {
    if (request.path.substr(0, prefix.size()) != prefix) return 1;
    std::vector<std::string> path;
    if (!api_path(path_segments(std::string_view(request.path).substr(prefix.size())), path)) return 1;
    if (request.method == "POST" && path == std::vector<std::string>{"batch"})
        return page_in_batch(request.body);
    if (request.method != "GET") return 1;
    if (path.empty() || (path.back() != "tickets")) return 1;
    return static_cast<int>(whole_number(param(query_pairs(request.query), "page")).value_or(1));
}

}  // namespace

Answer Deskpro::Inside::discover() const {
    Json data;
    data.put("is_deskpro", true).put("is_cloud", options.cloud).put("helpdesk_uuid", options.uuid);
    data.put("helpdesk_url", options.url + options.prefix + "/");
    data.put("base_api_url", options.url + options.prefix + "/api/v2/");
    data.put("build", "2024.51.0").put("build_id", "20241216").put("build_name", "Horizon");
    return envelope(Wire(desk, options, {}), std::move(data));
}

Answer Deskpro::Inside::carry_out(const Call& call) {
    ++(call.request ? counters.requests : counters.inner)[call_class(call)];
    check_tags(call);
    const Place place{
        desk, options, [this](const Call& inner) {
            try {
                return carry_out(inner);
            } catch (const Problem& problem) {
                return Answer{problem.status, problem_json(problem, options.empty_maps_as_lists), {}};
            }
        }};
    auto answer = serve(place, call);
    if (is_write(call)) ++counters.writes;
    return answer;
}

Answer Deskpro::Inside::api(const Request& request, std::vector<std::string> path) {
    Call call;
    call.method = request.method;
    call.path = std::move(path);
    call.params = query_pairs(request.query);
    call.request = &request;
    const auto as_query = request.header("X-Deskpro-Api-Get-Query-Body");
    call.query_in_body = request.method == "POST" && !as_query.empty() && as_query != "0";
    ++counters.total;
    if (options.maintenance) {
        throw Problem{423, "helpdesk_offline", "The helpdesk is offline for maintenance.", {}, 0};
    }
    const bool open = call.part(0) == "helpdesk" && call.part(1) == "discover";
    const bool token = call.part(0) == "api_tokens" && call.path.size() == 1;
    if (open || token) {
        ++counters.requests[call_class(call)];
        if (call.method != (open ? "GET" : "POST")) throw wrong_method();
        return open ? discover() : sign_in.make_token(read_body(request), desk, options);
    }
    call.caller = sign_in.caller(request, desk, options);
    sign_in.count(call.caller, options, desk.now());
    call.body = read_body(request);
    if (call.query_in_body) {
        call.method = "GET";
        for (auto& pair : params_of(call.body)) call.params.push_back(std::move(pair));
        call.body = nullptr;
    }
    return carry_out(call);
}

bool Deskpro::Inside::may_download(const Request& request, const Blob& blob) const {
    if (options.download == Options::Download::open) return true;
    const auto token = param(query_pairs(request.query), "access_token");
    if (token == digest(blob.auth).substr(0, 16)) return true;
    try {
        sign_in.caller(request, desk, options);
        return true;
    } catch (const Problem&) {
        return false;
    }
}

Reply Deskpro::Inside::download(const Request& request, const std::string& auth) const {
    for (const auto& [id, blob] : desk.blobs) {
        if (blob.auth != auth) continue;
        if (may_download(request, blob)) return file_reply(blob);
        if (options.download == Options::Download::redirect)
            return {302, {{"Location", options.url + options.prefix + "/login"}}, ""};
        return {200,
                {{"Content-Type", "text/html; charset=UTF-8"}},
                "<!DOCTYPE html><html><body><form action=\"/login\"><h1>Log in</h1>"
                "<input type=\"password\" name=\"password\"></form></body></html>"};
    }
    return {404, {{"Content-Type", "text/plain"}}, "File not found"};
}

Reply Deskpro::Inside::refuse(const Problem& problem) const {
    Answer answer{problem.status, problem_json(problem, options.empty_maps_as_lists), {}};
    if (problem.retry_after_s > 0)
        answer.headers.emplace("Retry-After", std::to_string(problem.retry_after_s));
    return json_reply(answer);
}

Reply Deskpro::Inside::answer(const Request& request) {
    try {
        const auto& prefix = options.prefix;
        if (request.path.substr(0, prefix.size()) != prefix) throw not_found("The address");
        const auto segments = path_segments(std::string_view(request.path).substr(prefix.size()));
        if (segments.size() >= 2 && segments[0] == "file.php" && request.method == "GET")
            return download(request, segments[1]);
        std::vector<std::string> path;
        if (!api_path(segments, path)) throw not_found("The address");
        return json_reply(api(request, std::move(path)));
    } catch (const Problem& problem) {
        return refuse(problem);
    } catch (const std::exception& error) {
        return refuse({500, "server_error", error.what(), {}, 0});
    }
}

Deskpro::Deskpro(Options options, Clock clock, Company company)
    : inside_(std::make_unique<Inside>(std::move(options), std::move(company), std::move(clock))) {}

Deskpro::~Deskpro() = default;

/// By the web server before the desk.
bool Deskpro::is_stopped_before(const Request& request) const {
    const std::lock_guard lock(inside_->mutex);
    const auto& options = inside_->options;
    return options.blob_limit > 0 && options.blob_too_large == Options::BlobTooLarge::web_server &&
           static_cast<long long>(request.body.size()) > options.blob_limit;
}

Reply Deskpro::handle(const Request& request) {
    std::function<void(int)> hook;
    std::string prefix;
    {
        const std::lock_guard lock(inside_->mutex);
        hook = inside_->hook;
        prefix = inside_->options.prefix;
    }
    if (is_stopped_before(request))
        return {413, {{"Content-Type", "text/html"}}, "<h1>Entity Too Large</h1>"};
    // outside the lock: the hook works on this very desk
    if (const int page = hook ? page_asked(request, prefix) : 1; page > 1) hook(page);
    const std::lock_guard lock(inside_->mutex);
    auto reply = inside_->answer(request);
    reply.headers.emplace("Date", http_date(inside_->desk.now()));
    return reply;
}

deskpro::Options Deskpro::options() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->options;
}

void Deskpro::change_options(const std::function<void(Options&)>& change) {
    const std::lock_guard lock(inside_->mutex);
    change(inside_->options);
}

void Deskpro::end_tokens() {
    const std::lock_guard lock(inside_->mutex);
    inside_->sign_in.end_tokens();
}

void Deskpro::accept(const std::string& bearer, const std::string& email, long long ends) {
    const std::lock_guard lock(inside_->mutex);
    inside_->sign_in.accept(bearer, email, ends);
}

void Deskpro::between_pages(std::function<void(int page)> hook) {
    const std::lock_guard lock(inside_->mutex);
    inside_->hook = std::move(hook);
}

Deskpro::Counters Deskpro::counters() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->counters;
}

void Deskpro::reset_counters() {
    const std::lock_guard lock(inside_->mutex);
    inside_->counters = {};
}

}  // namespace sandbox
