#include "sandbox/program/tally.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <sstream>
#include <string_view>

namespace sandbox {

namespace {

/// A client that makes up addresses fills no memory.
constexpr std::size_t kinds_at_most = 500;

std::size_t head_bytes(const Headers& headers) {
    std::size_t bytes = 2;
    for (const auto& [name, value] : headers) bytes += name.size() + value.size() + 4;
    return bytes;
}

std::size_t bytes_of(const Request& request) {
    const auto line = request.method.size() + request.path.size() + request.query.size() +
                      (request.query.empty() ? 0 : 1) + std::string_view("  HTTP/1.1\r\n").size();
    return line + head_bytes(request.headers) + request.body.size();
}

std::size_t bytes_of(const Ending& ending) {
    if (ending.kind == Ending::Kind::dropped || ending.kind == Ending::Kind::stalled) return 0;
    const auto body =
        ending.kind == Ending::Kind::half ? ending.reply.body.size() / 2 : ending.reply.body.size();
    return std::string_view("HTTP/1.1 200 OK\r\n").size() + head_bytes(ending.reply.headers) + body;
}

bool is_number(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_batch(const std::string& path) {
    return path.ends_with("/batch") || path.ends_with("/$batch") || path.ends_with("/%24batch");
}

/// The methods that a batch's body names. Within a text of the JSON the quotes are escaped, so there a member
/// of this name cannot be met.
std::set<std::string> methods_in(std::string_view body) {
    constexpr std::string_view member = "\"method\"";
    std::set<std::string> methods;
    for (auto at = body.find(member); at != body.npos; at = body.find(member, at + member.size())) {
        const auto open = body.find('"', at + member.size());
        const auto close = open == body.npos ? open : body.find('"', open + 1);
        if (close == body.npos) break;
        methods.emplace(body.substr(open + 1, close - open - 1));
    }
    return methods;
}

std::string kind_of(const Request& request, const std::set<std::string>& inside) {
    std::string kind = request.method + " ";
    for (const auto& part : path_segments(request.path)) kind += "/" + (is_number(part) ? "{id}" : part);
    return inside.empty() ? kind : fmt::format("{} of {}", kind, fmt::join(inside, ", "));
}

/// Neither a method that reads nor one of the questions that are put with POST.
bool is_write(const Request& request, const std::set<std::string>& inside) {
    static constexpr std::array questions{"/wiql", "/workitemsbatch", "/artifacturiquery"};
    if (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS") return false;
    if (!inside.empty()) return inside != std::set<std::string>{"GET"};
    return request.headers.count("X-Deskpro-Api-Get-Query-Body") == 0 &&
           std::none_of(questions.begin(), questions.end(),
                        [&](const char* end) { return request.path.ends_with(end); });
}

}  // namespace

void Tally::count(const std::string& system, const Request& request, const Ending& ending) {
    const auto inside = is_batch(request.path) ? methods_in(request.body) : std::set<std::string>();
    auto kind = kind_of(request, inside);
    const std::lock_guard lock(mutex_);
    if (sums_.size() >= kinds_at_most && sums_.count({system, kind}) == 0) kind = "other";
    auto& sum = sums_[{system, std::move(kind)}];
    sum.writes = sum.writes || is_write(request, inside);
    ++sum.count;
    sum.bytes_in += bytes_of(request);
    sum.bytes_out += bytes_of(ending);
}

Reply Tally::handle(const Request& request) {
    Reply reply;
    reply.headers.emplace("Content-Type", "application/json; charset=utf-8");
    reply.headers.emplace("Cache-Control", "no-store");
    if (request.method == "DELETE") {
        const std::lock_guard lock(mutex_);
        sums_.clear();
    } else if (request.method != "GET") {
        reply.status = 405;
        reply.body = R"({"error":"Calls take GET and DELETE."})";
        return reply;
    }
    reply.body = text();
    return reply;
}

std::string Tally::text() const {
    Poco::JSON::Array calls;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, sum] : sums_) {
        Poco::JSON::Object one;
        one.set("system", name.first);
        one.set("call", name.second);
        one.set("writes", sum.writes);
        one.set("count", sum.count);
        one.set("bytes_in", sum.bytes_in);
        one.set("bytes_out", sum.bytes_out);
        calls.add(one);
    }
    Poco::JSON::Object document;
    document.set("calls", calls);
    std::ostringstream out;
    document.stringify(out);
    return out.str();
}

}  // namespace sandbox
