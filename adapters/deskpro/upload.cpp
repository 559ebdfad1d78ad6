#include "adapters/deskpro/upload.h"

#include "adapters/deskpro/blob_token.h"
#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/file_address.h"
#include "content/clip.h"
#include "content/utf8.h"
#include "contract/multipart_form.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr const char* uploading = "upload a file";

SyncError shorter_than_told() {
    return SyncError(Reach::item, Trouble::data, "a file on its way is not as long as it was",
                     "if this stays, look whether something else tidies the temporary folder");
}

/// Refusals that another file would not have met.
bool is_about_the_file(int status) {
    return is_refusal(status) || status == 411 || status == 415;
}

UploadOutcome refused(const Answer& answer, std::uint64_t bytes) {
    auto told = answer.status == 413 ? std::string("it is too large") : flattened(answer.body.root());
    return {{},
            SyncError(
                Reach::item, answer.status == 403 ? Trouble::forbidden : Trouble::data,
                fmt::format("Deskpro does not take a file of {} bytes ({}): {}", bytes, answer.status, told),
                "an administrator sets how large files may be and which kinds are taken")};
}

/// A file that makes the desk stumble is its own trouble as long as the desk answers.
UploadOutcome failed(Client& client, const Answer& answer) {
    auto error = error_of(answer.status, {}, answer.body.root(), uploading);
    if (answer.status < 500) throw error;
    client.get("/me", {}, "see whether the help desk answers");
    error.reach = Reach::item;
    return {{}, std::move(error)};
}

UploadOutcome kept(Client& client, const Answer& answer, const std::string& name) {
    const auto blob = answer.body["data"];
    BlobToken token{{}, blob["blob_id"].text(blob["id"].text()), blob["blob_auth"].text()};
    const auto address = file_address(client.url(), blob["download_url"].text());
    // without what stands behind the "?": it opens more than this file
    token.address = address ? address->url.substr(0, address->url.find('?'))
                            : blob_address(client.url(),
                                           blob["blob_auth_id"].text(token.blob_id + token.blob_auth), name);
    if (!BlobToken::parse(token.text()))
        throw SyncError(Reach::side, Trouble::unreachable,
                        "Deskpro: the answer to an upload does not say how the file goes",
                        "is a proxy or a login page between here and the help desk?")
            .with(Fate::closed);
    return {token.text(), {}};
}

std::string ending_of(const std::string& name) {
    constexpr std::size_t longest = 16;
    const auto dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0 || name.size() - dot > longest) return {};
    return name.substr(dot);
}

}  // namespace

std::string upload_name(std::string_view given) {
    constexpr std::size_t most = 200;
    auto name = single_line(mend_utf8(given));
    for (auto& c : name)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f ||
            std::string_view("\"\\/:*?<>|").find(c) != std::string_view::npos)
            c = '_';
    const auto begin = name.find_first_not_of(". ");
    name = begin == std::string::npos ? std::string() : name.substr(begin);
    if (name.empty()) return "file";
    if (name.size() <= most) return name;
    const auto ending = ending_of(name);
    name.resize(name.size() - ending.size());
    return clip(name, most - ending.size(), Unit::bytes).text + ending;
}

UploadOutcome upload(Client& client, const std::string& name, const std::string& path, std::uint64_t bytes) {
    const auto safe = upload_name(name);
    MultipartForm form(path + ".form");
    if (!form.add_file("file", safe, media_type_of(safe), path, bytes)) return {{}, shorter_than_told()};
    form.end();
    auto answer = client.send_file("/blobs/temp", form.path(), form.bytes(), form.type(), uploading);
    if (answer.status == 404 || answer.status == 405)
        answer = client.send_file("/blobs", form.path(), form.bytes(), form.type(), uploading);
    if (answer.ok()) return kept(client, answer, safe);
    return is_about_the_file(answer.status) ? refused(answer, bytes) : failed(client, answer);
}

}  // namespace deskbridge::deskpro
