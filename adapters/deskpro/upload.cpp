#include "adapters/deskpro/upload.h"

#include "adapters/deskpro/blob_token.h"
#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/file_address.h"
#include "content/clip.h"
#include "content/utf8.h"
#include "model/process.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <random>

namespace deskbridge::deskpro {

namespace {

namespace fs = std::filesystem;

constexpr const char* uploading = "upload a file";

SyncError disk_trouble() {
    return SyncError(Reach::run, Trouble::store, "a file on its way could not be written to disk",
                     "make room on the disk of the temporary folder");
}

SyncError shorter_than_told() {
    return SyncError(Reach::item, Trouble::data, "a file on its way is not as long as it was",
                     "if this stays, look whether something else tidies the temporary folder");
}

/// Nobody can have put it into a file beforehand.
std::string new_boundary() {
    std::random_device source;
    return fmt::format("deskbridge-{:08x}{:08x}{:08x}{:08x}", source(), source(), source(), source());
}

/// Pictures say what they are, so that they can be shown; the rest is for saving.
const char* type_of(const std::string& name) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 6> types{{{".png", "image/png"},
                                                                                    {".jpg", "image/jpeg"},
                                                                                    {".jpeg", "image/jpeg"},
                                                                                    {".gif", "image/gif"},
                                                                                    {".webp", "image/webp"},
                                                                                    {".bmp", "image/bmp"}}};
    const auto dot = std::min(name.rfind('.'), name.size());
    for (const auto& [ending, type] : types)
        if (same_name(name.substr(dot), ending)) return type;
    return "application/octet-stream";
}

/// A multipart form with one file, on disk; gone with this object.
class Form {
public:
    Form(const std::string& name, const std::string& path, std::uint64_t bytes)
        : path_(path + ".form"), boundary_(new_boundary()) {
        std::ofstream out(path_, std::ios::binary | std::ios::trunc);
        std::error_code ignored;
        fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write, ignored);
        write(out, fmt::format("--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
                               "Content-Type: {}\r\n\r\n",
                               boundary_, name, type_of(name)));
        whole_ = copy(out, path, bytes);
        write(out, fmt::format("\r\n--{}--\r\n", boundary_));
        out.close();
        if (!out.good()) {
            remove();
            throw disk_trouble();
        }
    }
    ~Form() { remove(); }
    Form(const Form&) = delete;
    Form& operator=(const Form&) = delete;

    bool whole() const { return whole_; }
    const std::string& path() const { return path_; }
    std::uint64_t bytes() const { return bytes_; }
    std::string type() const { return "multipart/form-data; boundary=" + boundary_; }

private:
    void remove() const {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }

    void write(std::ofstream& out, std::string_view text) {
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        bytes_ += text.size();
    }

    bool copy(std::ofstream& out, const std::string& path, std::uint64_t bytes) {
        std::ifstream in(path, std::ios::binary);
        std::array<char, 65536> block;
        while (bytes > 0 && in.good() && out.good()) {
            in.read(block.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(bytes, block.size())));
            const auto part = static_cast<std::size_t>(in.gcount());
            write(out, {block.data(), part});
            bytes -= part;
        }
        return bytes == 0;
    }

    std::string path_;
    std::string boundary_;
    std::uint64_t bytes_ = 0;
    bool whole_ = false;
};

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
    const Form form(safe, path, bytes);
    if (!form.whole()) return {{}, shorter_than_told()};
    auto answer = client.send_file("/blobs/temp", form.path(), form.bytes(), form.type(), uploading);
    if (answer.status == 404 || answer.status == 405)
        answer = client.send_file("/blobs", form.path(), form.bytes(), form.type(), uploading);
    if (answer.ok()) return kept(client, answer, safe);
    return is_about_the_file(answer.status) ? refused(answer, bytes) : failed(client, answer);
}

}  // namespace deskbridge::deskpro
