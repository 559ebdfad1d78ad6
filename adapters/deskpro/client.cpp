#include "adapters/deskpro/client.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr std::string_view api = "/api/v2";
/// While the help desk is switched off for maintenance (423) nobody gains by asking each minute.
constexpr std::chrono::milliseconds maintenance_pause = std::chrono::minutes{5};

SyncError side(Trouble trouble, std::string message, std::string hint = {}) {
    return SyncError(Reach::side, trouble, "Deskpro: " + std::move(message), std::move(hint));
}

std::string clipped(std::string text) {
    constexpr std::size_t most = 300;
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    if (text.size() > most) text = text.substr(0, most) + "...";
    return text;
}

/// Collects the messages of {"errors":[{code,message}],"fields":{name:{...}}} at any depth.
void collect(json::View node, const std::string& place, std::string& out, int depth) {
    if (depth > 8) return;
    for (const auto& error : node["errors"].items()) {
        if (!out.empty()) out += "; ";
        out += (place.empty() ? "" : place + ": ") + error["message"].text(error["code"].text());
    }
    for (const auto& [name, field] : node["fields"].members())
        collect(field, place.empty() ? std::string(name) : place + "." + std::string(name), out, depth + 1);
}

SyncError refusal(int status, json::View body, const std::string& what) {
    const auto details = clipped(flattened(body));
    SyncError error(Reach::item, Trouble::data,
                    fmt::format("Deskpro refused to {} ({}): {}", what, status, details));
    if (status == 403) {
        error.trouble = Trouble::forbidden;
        error.hint = "give the agent of the API key this right, and look at the key's own permissions";
    } else if (status == 404) {
        error.hint =
            "the ticket may be deleted, merged, or in a department that the key's agent does not see";
    } else if (body["code"].text() == "invalid_input" || details.find("extra") != std::string::npos) {
        error.hint = "does the field exist on this help desk, and does it take this value?";
    }
    return error;
}

json::Document parsed(const HttpResponse& response, const std::string& what) {
    if (response.body.empty()) return json::Document::parse("{}", what);
    try {
        return json::Document::parse(response.body, "Deskpro's answer to: " + what);
    } catch (const SyncError& error) {
        throw side(Trouble::unreachable, error.what(),
                   "is a proxy or a login page between here and the help desk?")
            .with(Fate::closed);
    }
}

/// Every answer of the API is JSON or empty; a 2xx that is not has come from something in between.
void expect_json(const HttpResponse& response, const std::string& what) {
    if (response.body.empty() || response.is_json()) return;
    const auto first = response.body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string::npos && (response.body[first] == '{' || response.body[first] == '[')) return;
    throw side(Trouble::unreachable,
               fmt::format("the answer to '{}' is no JSON (status {})", what, response.status),
               "is a proxy or a login page between here and the help desk?")
        .with(Fate::closed);
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

int status_of(json::View item) {
    for (const auto* name : {"status-code", "status_code", "Status-Code"})
        if (const auto code = item["headers"][name].integer()) return static_cast<int>(*code);
    for (const auto* name : {"status", "status_code", "code"})
        if (const auto code = item[name].integer(); code && *code >= 100 && *code < 600)
            return static_cast<int>(*code);
    return item["data"].missing() ? 0 : 200;
}

bool is_refusal(int status) {
    return status == 400 || status == 403 || status == 404 || status == 405 || status == 409 || status == 422;
}

}  // namespace

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

std::string flattened(json::View body) {
    std::string out;
    collect(body["errors"], "", out, 0);
    const auto message = body["message"].text();
    if (out.empty()) return message.empty() ? body["code"].text("no reason given") : message;
    return message.empty() ? out : message + " " + out;
}

SyncError error_of(int status, const Headers& headers, json::View body, const std::string& what) {
    if (status == 401)
        return side(
            Trouble::sign_in, fmt::format("the API key is not accepted (401, {})", what),
            "make a new key under Admin > Apps & Integrations > API Keys and put it into the configuration");
    if (status == 423)
        return side(Trouble::unreachable, "the help desk is offline for maintenance (423)")
            .with(maintenance_pause);
    if (status == 429) {
        auto error = side(Trouble::limited, "the API key's limit is used up (429)",
                          "an administrator can raise the hourly and daily limits of the key");
        if (const auto wait = retry_after_of(headers)) error.with(*wait);
        return error;
    }
    if (is_refusal(status)) return refusal(status, body, what);
    auto error = side(Trouble::unreachable, fmt::format("status {} ({})", status, what));
    if (status >= 300 && status < 400) {
        error.hint = "the address redirects: write it as it is after the redirect, without /api/v2";
        return error.with(Fate::refused);
    }
    if (const auto wait = retry_after_of(headers)) error.with(*wait);
    return error.with(status >= 500 ? Fate::closed : Fate::refused);
}

Client::Client(Http& http, std::string url) : http_(http), url_(std::move(url)) {
    while (!url_.empty() && url_.back() == '/') url_.pop_back();
}

HttpResponse Client::send(const std::string& method, const std::string& path, const Query& query,
                          const std::string& body, const std::string& what) {
    HttpRequest request;
    request.method = method;
    request.url = url_ + std::string(api) + target(path, query);
    request.headers.emplace("Accept", "application/json");
    if (!body.empty()) request.headers.emplace("Content-Type", "application/json");
    request.body = body;
    const auto response = http_.exchange(request);
    if (const auto date = date_of(response.headers)) server_time_ = Time{std::chrono::milliseconds{*date}};
    const bool ok = response.status >= 200 && response.status < 300;
    if (ok) expect_json(response, what);
    return response;
}

Answer Client::call(const std::string& method, const std::string& path, const Query& query,
                    const std::string& body, const std::string& what) {
    const auto response = send(method, path, query, body, what);
    if (response.status >= 200 && response.status < 300) return {response.status, parsed(response, what)};
    auto refused = response.is_json() ? parsed(response, what) : json::Document::parse("{}", what);
    if (!is_refusal(response.status)) throw error_of(response.status, response.headers, refused.root(), what);
    return {response.status, std::move(refused)};
}

json::Document Client::get(const std::string& path, const Query& query, const std::string& what) {
    auto answer = call("GET", path, query, "", what);
    if (!answer.ok()) throw error_of(answer.status, {}, answer.body.root(), what);
    return std::move(answer.body);
}

/// An internal error for one of many reads is that one's trouble; several in a row are the desk's.
std::vector<Answer> Client::one_by_one(const std::vector<BatchCall>& calls, const std::string& what) {
    constexpr int failures_at_most = 3;
    std::vector<Answer> answers;
    int failures = 0;
    for (const auto& single : calls) {
        try {
            answers.push_back(call(single.method, single.path, single.query, single.payload, what));
            failures = 0;
        } catch (const SyncError& error) {
            const bool about_one =
                single.method == "GET" && error.fate == Fate::closed && error.trouble == Trouble::unreachable;
            if (!about_one || calls.size() == 1 || ++failures >= failures_at_most) throw;
            answers.push_back({500, json::Document::parse("{}", what)});
        }
    }
    return answers;
}

/// The next way of writing a batch that has not been tried; false when none is left and calls are made alone.
bool Client::next_dialect() {
    if (!dialect_.full_paths) {
        dialect_.full_paths = true;
    } else {
        dialect_.full_paths = false;
        dialect_.shape = dialect_.shape == Shape::requests ? Shape::plain : Shape::none;
    }
    return dialect_.shape != Shape::none;
}

/// Nothing when the instance does not understand this dialect: the whole is refused, no call is named in the
/// answer, or (for a dialect not yet proven) every single call is called unknown.
std::optional<std::vector<Answer>> Client::try_batch(const std::vector<BatchCall>& calls,
                                                     const Dialect& dialect, const std::string& what) {
    json::Writer out;
    out.object();
    if (dialect.shape == Shape::requests) out.key("requests").object();
    for (std::size_t i = 0; i < calls.size(); ++i)
        write_call(out.key(key_of(i)), calls[i], dialect.full_paths);
    if (dialect.shape == Shape::requests) out.end();
    out.end();

    const auto answer = call("POST", "/batch", {}, out.take(), what);
    if (!answer.ok()) {
        if (dialect.proven) throw error_of(answer.status, {}, answer.body.root(), what).with(Fate::refused);
        return {};
    }
    auto responses = answer.body["responses"];
    if (responses.missing()) responses = answer.body["data"];
    if (responses.missing()) responses = answer.body.root();
    std::vector<Answer> answers;
    std::size_t known = 0;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto item = responses[key_of(i)];
        const int status = item.missing() ? 0 : status_of(item);
        if (status != 0 && status != 404 && status != 405) ++known;
        answers.push_back({status, json::Document::parse(item.missing() ? "{}" : item.dump(), what)});
    }
    if (known == 0 && !dialect.proven) return {};
    return answers;
}

std::vector<Answer> Client::batch(const std::vector<BatchCall>& calls, const std::string& what) {
    if (calls.size() < 2 || dialect_.shape == Shape::none) return one_by_one(calls, what);
    const bool reads_only =
        std::all_of(calls.begin(), calls.end(), [](const auto& single) { return single.method == "GET"; });
    // What an instance makes of a batch is found out with reads: a write that is misunderstood may still be
    // done.
    if (!dialect_.proven && !reads_only) return one_by_one(calls, what);
    for (;;) {
        auto answers = try_batch(calls, dialect_, what);
        if (!answers) {
            if (!next_dialect()) return one_by_one(calls, what);
            continue;
        }
        dialect_.proven = true;
        for (std::size_t i = 0; i < calls.size(); ++i)
            if ((*answers)[i].status == 0 && calls[i].method == "GET")
                (*answers)[i] = call("GET", calls[i].path, calls[i].query, "", what);
        return std::move(*answers);
    }
}

}  // namespace deskbridge::deskpro
