#include "sandbox/deskpro/call.h"

#include <fmt/format.h>
#include <optional>

namespace sandbox::deskpro {

namespace {

Problem bad_upload(const std::string& message) {
    FormErrors errors;
    errors.fields["file"].add("invalid_input", message);
    return invalid_input(std::move(errors));
}

/// The value of `name="..."` or `name=...` in a header.
std::string attribute(const std::string& header, const std::string& name) {
    const auto at = header.find(name + "=");
    if (at == std::string::npos) return "";
    auto value = header.substr(at + name.size() + 1);
    if (!value.empty() && value[0] == '"') return value.substr(1, value.find('"', 1) - 1);
    return value.substr(0, value.find_first_of("; \r\n"));
}

std::string header_line(const std::string& headers, const std::string& name) {
    const auto at = headers.find(name + ": ");
    if (at == std::string::npos) return "";
    const auto begin = at + name.size() + 2;
    return headers.substr(begin, headers.find("\r\n", begin) - begin);
}

/// The part named "file" of a multipart body (RFC 7578).
std::optional<Blob> file_part(const Request& request) {
    const auto boundary = attribute(request.header("Content-Type"), "boundary");
    if (boundary.empty()) return std::nullopt;
    const auto mark = "--" + boundary;
    const auto& body = request.body;
    for (auto at = body.find(mark); at != std::string::npos; at = body.find(mark, at + mark.size())) {
        const auto begin = at + mark.size() + 2;
        const auto blank = body.find("\r\n\r\n", begin);
        const auto end = body.find("\r\n" + mark, begin);
        if (blank == std::string::npos || end == std::string::npos || blank + 4 > end) continue;
        const auto headers = body.substr(begin, blank - begin);
        const auto disposition = header_line(headers, "Content-Disposition");
        if (disposition.find("name=\"file\"") == std::string::npos) continue;
        Blob blob;
        blob.filename = attribute(disposition, "filename");
        blob.content_type = header_line(headers, "Content-Type");
        blob.content = body.substr(blank + 4, end - blank - 4);
        return blob;
    }
    return std::nullopt;
}

Answer upload(const Place& place, const Call& call) {
    if (!call.request) throw bad_upload("A file cannot be sent inside a batch.");
    if (call.request->header("Content-Length") != std::to_string(call.request->body.size())) {
        throw Problem{411, "length_required", "The Content-Length header is missing or wrong.", {}, 0};
    }
    auto blob = file_part(*call.request);
    if (!blob) throw bad_upload("There is no part named file.");
    if (place.options.blob_limit > 0 &&
        static_cast<long long>(blob->content.size()) > place.options.blob_limit)
        throw bad_upload("The uploaded file was too large.");
    if (blob->filename.empty()) blob->filename = "file";
    if (blob->content_type.empty()) blob->content_type = "application/octet-stream";
    Wire wire(place.desk, place.options, call.params);
    return envelope(wire, wire.blob(place.desk.store(std::move(*blob))), {}, 201);
}

}  // namespace

Answer serve_blobs(const Place& place, const Call& call) {
    if (call.method == "POST" && (call.path.size() == 1 || call.part(1) == "temp"))
        return upload(place, call);
    const bool content = call.part(2) == "download" && call.path.size() >= 4 && call.request;
    if (call.path.size() != 2 && !content) throw not_found("The address");
    if (call.method != "GET") throw wrong_method();
    for (const auto& [id, blob] : place.desk.blobs) {
        Wire wire(place.desk, place.options, call.params);
        if (fmt::format("{}{}", id, blob.auth) != call.part(1)) continue;
        if (!content) return envelope(wire, wire.blob(blob));
        Answer answer;
        answer.file = &blob;
        return answer;
    }
    throw not_found("The file");
}

}  // namespace sandbox::deskpro
