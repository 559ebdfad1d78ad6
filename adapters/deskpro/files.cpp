#include "adapters/deskpro/files.h"

#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/file_address.h"
#include "adapters/deskpro/lookups.h"
#include "model/process.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>

namespace deskbridge::deskpro {

namespace {

constexpr const char* listing = "list the files of a message";
constexpr const char* fetching = "fetch a file";
constexpr std::size_t calls_of_a_batch = 200;

std::string path_of(const MessageRef& message) {
    return fmt::format("/tickets/{}/messages/{}/attachments", url_encode(message.ticket),
                       url_encode(message.message));
}

/// Sizes are told for people ("1.21 KB"), which is only exact below a kilobyte.
std::uint64_t bytes_of(json::View blob) {
    for (const auto* name : {"filesize", "size"})
        if (const auto bytes = blob[name].integer(); bytes && *bytes > 0)
            return static_cast<std::uint64_t>(*bytes);
    const auto readable = blob["filesize_readable"].text();
    const auto blank = readable.find(' ');
    const bool whole = blank != std::string::npos && blank > 0 && blank < 8 &&
                       readable.find_first_not_of("0123456789") == blank;
    const auto unit = whole ? readable.substr(blank + 1) : std::string();
    return unit == "B" || same_name(unit, "bytes") ? std::stoull(readable.substr(0, blank)) : 0;
}

/// The file itself stands inside its attachment, beside it, or is all there is.
json::View blob_of(json::View attachment, json::View linked) {
    const auto blob = attachment["blob"];
    if (blob.is_object()) return blob;
    const auto beside = linked["blob"][blob.text()];
    return beside.is_object() ? beside : attachment;
}

File file_from(json::View attachment, json::View linked, const std::string& desk_url) {
    const auto blob = blob_of(attachment, linked);
    const auto auth_id = blob["blob_auth_id"].text(blob["blob_auth"].text());
    const auto told = blob["download_url"].text();
    File file;
    file.name = blob["filename"].text(attachment["filename"].text("file"));
    file.bytes = bytes_of(blob);
    file.picture = attachment["is_inline"].flag(blob["is_inline"].flag());
    const auto own = own_address(desk_url, told);
    const auto address = file_address(desk_url, told);
    // What lies on another host is not asked there: our sign-in is for this one.
    file.url = own ? *own : auth_id.empty() ? told : blob_address(desk_url, auth_id, file.name);
    if (address || !auth_id.empty())
        file.id = file_id(address ? address->auth : auth_id);
    else
        file.id = "blob " + blob["blob_id"].text(attachment["id"].text());
    return file;
}

void add_files(const json::Document& body, const std::string& desk_url, std::vector<File>& out) {
    for (const auto& attachment : rows(body["data"])) {
        auto file = file_from(attachment, body["linked"], desk_url);
        const auto same = [&](const File& known) { return known.id == file.id; };
        if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(file));
    }
}

FileList list_from(Client& client, const MessageRef& message, Answer answer) {
    FileList list;
    if (!answer.has_data()) {
        list.error = own_trouble(answer, listing);
        return list;
    }
    add_files(answer.body, client.url(), list.files);
    if (is_last_page(answer.body, 1) || rows(answer.body["data"]).empty()) return list;
    const auto pages = read_pages(client, path_of(message), {}, listing);
    if (!pages) return list;
    for (const auto& page : *pages) add_files(page, client.url(), list.files);
    return list;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool is_html_by_name(const std::string& name) {
    const auto small = lower(name);
    static constexpr std::array endings{".html", ".htm", ".xhtml", ".mht", ".mhtml"};
    return std::any_of(endings.begin(), endings.end(),
                       [&](const char* ending) { return small.ends_with(ending); });
}

bool speaks_of_sign_in(const std::string& path) {
    std::string beginning(64 * 1024, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(file.gcount()));
    beginning = lower(std::move(beginning));
    static constexpr std::array words{"password", "sign in", "sign-in", "log in", "login"};
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return beginning.find(word) != std::string::npos; });
}

SyncError sign_in_page() {
    return SyncError(
        Reach::side, Trouble::sign_in, "Deskpro: a sign-in page came instead of a file",
        "may the key's agent download files, and is no login page between here and the help desk?");
}

SyncError unfetchable(const std::string& why, const std::string& hint, Trouble trouble = Trouble::data) {
    return SyncError(Reach::item, trouble, fmt::format("Deskpro: {} ({})", why, fetching), hint);
}

/// A page in the place of the file; an attached page names itself as one.
std::optional<SyncError> page_trouble(const HttpResponse& response, const File& file,
                                      const std::string& path) {
    const bool page = lower(response.header("Content-Type")).starts_with("text/html") &&
                      response.header("Content-Disposition").empty() && !is_html_by_name(file.name);
    if (!page) return {};
    if (speaks_of_sign_in(path)) throw sign_in_page();
    return unfetchable("a page came instead of the file",
                       "open the ticket and look whether the file is there");
}

SyncError redirect_trouble(const HttpResponse& response) {
    const auto to = lower(response.header("Location"));
    if (to.find("login") != std::string::npos || to.find("sign") != std::string::npos) throw sign_in_page();
    return unfetchable(fmt::format("the file is kept at another address, status {}", response.status),
                       "files that the help desk keeps elsewhere are not followed: add it by hand");
}

/// A status that is not 2xx. What concerns the desk is thrown; whether it does is asked of the desk when one
/// file ends in an internal error.
SyncError fetch_trouble(Client& client, const HttpResponse& response) {
    if (response.status >= 300 && response.status < 400) return redirect_trouble(response);
    if (response.status == 401 || response.status == 423 || response.status == 429)
        throw error_of(response.status, response.headers, {}, fetching);
    if (response.status >= 500) client.get("/me", {}, "see whether the help desk answers");
    return unfetchable(fmt::format("the file cannot be had, status {}", response.status),
                       "it may be deleted, or the key's agent may not see it",
                       response.status == 403   ? Trouble::forbidden
                       : response.status >= 500 ? Trouble::unreachable
                                                : Trouble::data);
}

}  // namespace

bool has_files(json::View message) {
    const auto attachments = message["attachments"];
    return attachments.size() > 0 || (attachments.missing() && message["has_attachments"].flag());
}

std::vector<FileList> read_files(Client& client, std::span<const MessageRef> messages) {
    std::vector<FileList> lists;
    for (std::size_t begin = 0; begin < messages.size(); begin += calls_of_a_batch) {
        const auto some = messages.subspan(begin, std::min(calls_of_a_batch, messages.size() - begin));
        std::vector<BatchCall> calls;
        for (const auto& message : some)
            calls.push_back({"GET", path_of(message), {{"count", "200"}, {"page", "1"}}, {}});
        auto answers = client.batch(calls, listing);
        for (std::size_t i = 0; i < some.size(); ++i)
            lists.push_back(list_from(client, some[i], std::move(answers[i])));
    }
    return lists;
}

FetchOutcome fetch(Client& client, const File& file, const std::string& path, std::uint64_t limit) {
    FetchOutcome outcome;
    const auto own = own_address(client.url(), file.url);
    if (!own) {
        outcome.error = unfetchable("the file lies on another host than the help desk",
                                    "the sign-in is not sent elsewhere: add the file by hand");
        return outcome;
    }
    const auto response = client.download(*own, path, limit);
    if (response.status < 200 || response.status > 299)
        outcome.error = fetch_trouble(client, response);
    else
        outcome.error = page_trouble(response, file, path);
    outcome.cut = !outcome.error && response.cut;
    return outcome;
}

std::optional<File> file_at(const std::string& desk_url, std::string_view address) {
    const auto found = file_address(desk_url, address);
    if (!found) return {};
    return File{file_id(found->auth), found->name, 0, found->url, true};
}

}  // namespace deskbridge::deskpro
