#include "adapters/azure_devops/client.h"

#include <fmt/format.h>
#include <random>

namespace deskbridge::azure_devops {

namespace {

/// 100 KB a second: what an upload is given time for, on top of what any call has.
constexpr std::uint64_t slowest_line_bytes_per_ms = 100;

/// A file may be of any size, and its size is not known before.
constexpr auto longest_download = std::chrono::minutes(15);

std::string accept_of(const Call& call, std::string_view version) {
    std::string out(call.save.path.empty() ? "application/json" : octet_type);
    if (!version.empty()) out += fmt::format(";api-version={}", version);
    return out;
}

bool is_hosted_address(const std::string& base) {
    return base.rfind("https://dev.azure.com/", 0) == 0 ||
           base.find(".visualstudio.com") != std::string::npos;
}

/// Ties our requests together in the server's own log.
std::string new_session() {
    std::random_device source;
    std::uniform_int_distribution<unsigned> word(0, 0xFFFF);
    return fmt::format("{:04x}{:04x}-{:04x}-4{:03x}-{:04x}-{:04x}{:04x}{:04x}", word(source), word(source),
                       word(source), word(source) & 0xFFF, (word(source) & 0x3FFF) | 0x8000, word(source),
                       word(source), word(source));
}

bool is_success(int status) {
    return status >= 200 && status < 300 && status != 203;
}

/// A server, or a proxy before it, that does not do OPTIONS. The next call tells what is really wrong, if
/// anything is.
bool lists_nothing(const HttpResponse& answer) {
    switch (answer.status) {
        case 400:
        case 403:
        case 404:
        case 405:
        case 501: return true;
        default:
            return is_success(answer.status) && answer.body.find_first_not_of(" \r\n") == std::string::npos;
    }
}

}  // namespace

bool is_json_answer(const HttpResponse& answer) {
    if (!is_success(answer.status)) return false;
    if (!answer.header("Content-Type").empty()) return answer.is_json();
    std::string_view body = answer.body;
    if (body.substr(0, 3) == "\xEF\xBB\xBF") body.remove_prefix(3);
    return !body.empty() && (body.front() == '{' || body.front() == '[');
}

Client::Client(Http& http, std::string base)
    : http_(http), base_(std::move(base)), session_(new_session()), hosted_(is_hosted_address(base_)) {}

HttpResponse Client::exchange(const Call& call, std::string_view version) {
    HttpRequest request;
    request.method = call.method;
    request.url = base_ + call.path;
    request.body = call.body;
    request.headers.emplace("Accept", accept_of(call, version));
    request.headers.emplace("X-TFS-FedAuthRedirect", "Suppress");
    request.headers.emplace("X-TFS-Session", session_);
    if (!call.body.empty() || call.content_type == octet_type)
        request.headers.emplace("Content-Type", call.content_type);
    if (!call.content_range.empty()) request.headers.emplace("Content-Range", call.content_range);
    if (!call.file.path.empty()) {
        request.body_file = call.file.path;
        request.body_offset = call.file.offset;
        request.body_bytes = call.file.bytes;
        request.deadline += call.file.bytes / slowest_line_bytes_per_ms * std::chrono::milliseconds(1);
    }
    if (!call.save.path.empty()) {
        request.save_to = call.save.path;
        request.save_limit = call.save.limit;
        request.deadline += longest_download;
    }
    auto answer = http_.exchange(request);
    if (const auto date = date_of(answer.headers)) server_time_ = Time(std::chrono::milliseconds(*date));
    return answer;
}

void Client::discover() {
    if (discovered_) return;
    const auto answer = exchange({"OPTIONS", {}, "/_apis/wit"}, {});
    if (!lists_nothing(answer)) {
        const auto document = read(answer, "ask which versions the server knows");
        versions_.learn(document["value"].is_array() ? document["value"] : document.root());
    }
    discovered_ = true;
}

HttpResponse Client::send(const Call& call) {
    discover();
    while (true) {
        const auto version = versions_.of(call.resource);
        auto answer = exchange(call, call.versioned ? version : std::string());
        if (!call.versioned || !renegotiate(call.resource, version, answer)) return answer;
    }
}

json::Document Client::ask(const Call& call, std::string_view doing) {
    return read(send(call), doing);
}

json::Document Client::read(const HttpResponse& answer, std::string_view doing) {
    if (!is_json_answer(answer)) throw error_of(answer, doing);
    try {
        return json::Document::parse(answer.body, "an answer of Azure DevOps");
    } catch (const SyncError&) {
        throw SyncError(Reach::side, Trouble::unreachable,
                        fmt::format("Azure DevOps: cannot {}: the answer broke off or is not JSON", doing),
                        "Nothing needs to be done if this passes; otherwise look at the proxy in between.")
            .with(Fate::closed);
    }
}

std::string Client::version_of(const Resource& resource) {
    discover();
    return versions_.of(resource);
}

bool Client::may_have(const Resource& resource) {
    discover();
    return versions_.may_have(resource);
}

bool Client::renegotiate(const Resource& resource, std::string_view asked, const HttpResponse& refusal) {
    if (refusal.status < 400) return false;
    const auto error = read_server_error(refusal);
    const bool unsupported = error.is("NotSupportedException");
    const bool about_version = error.is("VssVersion") || error.is("VssInvalidPreviewVersion");
    if (!unsupported && (refusal.status != 400 || !about_version)) return false;
    // what another request taught meanwhile is tried first
    return versions_.of(resource) != asked || versions_.step(resource, error);
}

std::string_view Client::level() {
    discover();
    return versions_.level();
}

}  // namespace deskbridge::azure_devops
