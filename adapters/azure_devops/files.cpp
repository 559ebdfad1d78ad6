#include "adapters/azure_devops/files.h"

#include "adapters/azure_devops/file_address.h"
#include "adapters/azure_devops/server_error.h"
#include "adapters/azure_devops/verdict.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

constexpr std::uint64_t hosted_limit = std::uint64_t{60} * 1024 * 1024;
constexpr std::size_t most_files = 100;
constexpr std::size_t longest_name = 255;

std::string doing(const Upload& upload) {
    return fmt::format("upload a file of {} bytes to {}", upload.bytes, upload.project);
}

std::string collection(const Upload& upload) {
    return (upload.project.empty() ? "" : "/" + url_encode(upload.project)) + "/_apis/wit/attachments";
}

Call octets(const char* method, std::string path) {
    Call call{method, resource::attachments, std::move(path)};
    call.content_type = octet_type;
    return call;
}

/// Refusals that another file would not have met.
bool is_about_the_file(const HttpResponse& answer, const ServerError& error) {
    if (error.is("TF400733") || error.is("VssVersion") || error.is("VssInvalidPreviewVersion")) return false;
    switch (answer.status) {
        case 400:
        case 413:
        case 415:
        case 422: return true;
        default: return error.is("TF237082");
    }
}

constexpr std::string_view fetching = "fetch a file of a work item";

SyncError unfetchable(std::string_view why, std::string hint) {
    return SyncError(Reach::item, Trouble::data, fmt::format("Azure DevOps: cannot {}: {}", fetching, why),
                     std::move(hint));
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && same_name(text.substr(text.size() - end.size()), end);
}

/// Files come as octets to be saved, for that is what was asked for; a page is that of a sign-in, unless the
/// file is one.
bool is_page(const HttpResponse& answer, const std::string& name) {
    if (answer.status == 203) return true;
    return answer.header("Content-Type").rfind("text/html", 0) == 0 &&
           answer.header("Content-Disposition").empty() && !ends_with(name, ".html") &&
           !ends_with(name, ".htm");
}

/// Sign-in pages are at addresses that say so; other ways lead to where our sign-in must not go.
bool leads_elsewhere(const HttpResponse& answer) {
    if (answer.status < 300 || answer.status >= 400) return false;
    const auto to = answer.header("Location");
    return !to.empty() && to.find("sign") == std::string::npos && to.find("login") == std::string::npos;
}

/// Answers that another file would have met too.
bool is_about_the_side(const HttpResponse& answer) {
    const auto status = answer.status;
    return status < 400 || status == 401 || status == 408 || status == 429 || status > 500 ||
           read_server_error(answer).is("TF400733");
}

std::string with_name(const std::string& url, const std::string& name) {
    return name.empty() ? url : url + "?fileName=" + url_encode(name);
}

std::string without_name(std::string text, const std::string& name) {
    if (name.empty()) return text;
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 3))
        text.replace(at, name.size(), "...");
    return text;
}

}  // namespace

FileLimits Files::limits() const {
    return {client_.hosted() ? hosted_limit : 0, most_files, longest_name};
}

UploadOutcome Files::upload(const Upload& upload) {
    return upload.bytes > most_bytes_at_once ? upload_in_pieces(upload) : upload_whole(upload);
}

UploadOutcome Files::kept(const Upload& upload, const HttpResponse& answer) const {
    if (is_about_the_file(answer, read_server_error(answer))) {
        const auto error = error_of(answer, doing(upload), Reach::item);
        SyncError told(error.reach, error.trouble, without_name(error.what(), upload.name), error.hint);
        return {{}, told.with(error.fate)};
    }
    auto url = Client::read(answer, doing(upload))["url"].text();
    if (!url.empty()) return {std::move(url), {}};
    throw SyncError(Reach::side, Trouble::unreachable,
                    fmt::format("Azure DevOps: cannot {}: the answer names no address", doing(upload)),
                    "Nothing needs to be done if this passes; otherwise look at the proxy in between.")
        .with(Fate::closed);
}

UploadOutcome Files::upload_whole(const Upload& upload) {
    auto call = octets(
        "POST", fmt::format("{}?fileName={}&uploadType=Simple", collection(upload), url_encode(upload.name)));
    // a body without a byte has nothing to stream
    if (upload.bytes > 0) call.file = {upload.path, 0, upload.bytes};
    return kept(upload, client_.send(call));
}

UploadOutcome Files::upload_in_pieces(const Upload& upload) {
    const auto name = "?fileName=" + url_encode(upload.name);
    const auto started = client_.send(octets("POST", collection(upload) + name + "&uploadType=Chunked"));
    auto outcome = kept(upload, started);
    if (outcome.error) return outcome;
    const auto id = Client::read(started, doing(upload))["id"].text();
    const auto path = fmt::format("{}/{}{}", collection(upload), url_encode(id), name);
    for (std::uint64_t at = 0; at < upload.bytes; at += piece_bytes) {
        auto call = octets("PUT", path);
        call.file = {upload.path, at, std::min(piece_bytes, upload.bytes - at)};
        call.content_range = fmt::format("bytes {}-{}/{}", at, at + call.file.bytes - 1, upload.bytes);
        const auto answer = client_.send(call);
        // what comes between says nothing, the last answer is the one that counts
        const bool last = at + call.file.bytes == upload.bytes;
        if (last || !is_success(answer.status)) {
            const auto ended = kept(upload, answer);
            if (ended.error) return ended;
        }
    }
    return outcome;
}

FetchOutcome Files::fetch(const Attachment& file, const std::string& path, std::uint64_t limit) {
    const auto address = file_address(file.url, client_.base());
    if (!address)
        return {false, unfetchable("the file lies elsewhere than this Azure DevOps",
                                   "The sign-in is not sent elsewhere: add the file by hand.")};
    const auto& name = address->name.empty() ? file.name : address->name;
    Call call{
        "GET", resource::attachments,
        address->path + "?download=true" + (name.empty() ? std::string() : "&fileName=" + url_encode(name))};
    call.save = {path, limit};
    const auto answer = client_.send(call);
    if (is_success(answer.status) && !is_page(answer, name)) return {answer.cut, {}};
    if (leads_elsewhere(answer))
        return {false, unfetchable(fmt::format("it is kept at another address (HTTP {})", answer.status),
                                   "The sign-in is not sent elsewhere: add the file by hand.")};
    if (is_success(answer.status) || is_about_the_side(answer)) throw error_of(answer, fetching);
    const auto error = error_of(answer, fetching, Reach::item);
    SyncError told(error.reach, error.trouble,
                   without_name(without_name(error.what(), address->name), file.name),
                   "It may be deleted, or the account may not see it: look at the work item.");
    return {false, told.with(error.fate)};
}

std::optional<Attachment> Files::file_at(std::string_view url) const {
    const auto address = file_address(url, client_.base());
    if (!address) return {};
    return Attachment{client_.base() + with_name(address->path, address->name), address->name, {}};
}

}  // namespace deskbridge::azure_devops
