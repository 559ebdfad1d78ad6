#include "adapters/request_tracker/parts.h"

#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/lookups.h"
#include "content/plain_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* reading = "read the parts of messages";
constexpr std::size_t transactions_of_a_call = 50;
constexpr std::size_t texts_of_a_call = 50;
constexpr std::int64_t bytes_of_a_call = 1'000'000;

struct Part {
    std::string id;
    std::string transaction;
    std::string type;
    std::string name;
    std::string content_id;
    std::int64_t bytes = 0;

    bool is_container() const { return type.starts_with("multipart/"); }
    bool is_text() const { return name.empty() && (type == "text/html" || type == "text/plain"); }
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// What stands between < and > behind "Content-ID:".
std::string content_id_in(const std::string& headers) {
    const auto small = lower(headers);
    auto at = small.find("content-id:");
    if (at == std::string::npos || (at > 0 && small[at - 1] != '\n')) return {};
    const auto line_end = std::min(headers.find('\n', at), headers.size());
    const auto begin = headers.find('<', at);
    const auto end = headers.find('>', at);
    if (begin == std::string::npos || end == std::string::npos || end > line_end) return {};
    return headers.substr(begin + 1, end - begin - 1);
}

std::string any_of(const char* field, std::span<const std::string> values) {
    json::Writer out;
    out.array();
    for (const auto& value : values)
        out.object().member("field", field).member("operator", "=").member("value", value).end();
    return out.end().take();
}

std::vector<Part> list_parts(Client& client, std::span<const std::string> transactions) {
    std::vector<Part> parts;
    const auto pages =
        all_pages(client, "/attachments",
                  {{"fields", "TransactionId,ContentType,Filename,ContentLength,Headers"}, {"orderby", "id"}},
                  any_of("TransactionId", transactions), Short::is_the_end, reading);
    for (const auto& page : pages)
        for (const auto& row : page["items"].items())
            parts.push_back({row["id"].text(), row["TransactionId"].text(), lower(row["ContentType"].text()),
                             row["Filename"].text(), content_id_in(row["Headers"].text()),
                             row["ContentLength"].integer().value_or(0)});
    return parts;
}

/// Which parts are the text: the HTML ones, where there are any, else the plain ones.
std::vector<const Part*> texts_of(const std::vector<const Part*>& parts) {
    for (const auto* type : {"text/html", "text/plain"}) {
        std::vector<const Part*> texts;
        for (const auto* part : parts)
            if (part->is_text() && part->type == type) texts.push_back(part);
        if (!texts.empty()) return texts;
    }
    return {};
}

/// Texts by the id of their part; of a few at a time, so that no answer becomes very large.
std::map<std::string, std::string> read_texts(Client& client, const std::vector<const Part*>& wanted) {
    std::map<std::string, std::string> texts;
    for (std::size_t at = 0; at < wanted.size();) {
        std::vector<std::string> ids;
        std::int64_t bytes = 0;
        while (at < wanted.size() && ids.size() < texts_of_a_call &&
               (ids.empty() || bytes + wanted[at]->bytes < bytes_of_a_call)) {
            bytes += wanted[at]->bytes;
            ids.push_back(wanted[at++]->id);
        }
        const auto found = client.search("/attachments", {{"fields", "Content"}, {"per_page", "100"}},
                                         any_of("id", ids), reading);
        for (const auto& row : found["items"].items()) texts[row["id"].text()] = row["Content"].text();
    }
    return texts;
}

/// Every "cid:..." by the address of its part.
std::string with_addresses(std::string html, const std::string& desk_url,
                           const std::vector<const Part*>& parts, std::set<std::string>& shown) {
    for (const auto* part : parts) {
        if (part->content_id.empty()) continue;
        const auto cid = "cid:" + part->content_id;
        const auto url = file_url(desk_url, part->transaction, part->id, part->name);
        for (auto at = html.find(cid); at != std::string::npos; at = html.find(cid, at + url.size())) {
            html.replace(at, cid.size(), url);
            shown.insert(part->id);
        }
    }
    return html;
}

std::string name_of(const Part& part) {
    if (!part.name.empty()) return part.name;
    if (part.type == "message/rfc822") return "message.eml";
    return part.type.starts_with("image/") ? "picture." + part.type.substr(6) : "file";
}

Content content_of(const std::vector<const Part*>& parts, const std::map<std::string, std::string>& texts,
                   const std::string& desk_url) {
    Content content;
    std::set<std::string> shown;
    for (const auto* part : texts_of(parts)) {
        const auto text = texts.find(part->id);
        // a text that is taken for empty would empty the other side's
        if (text == texts.end()) throw no_answer(reading);
        content.text.markup += part->type == "text/html"
                                   ? with_addresses(text->second, desk_url, parts, shown)
                                   : html_from_text(text->second);
    }
    for (const auto* part : parts) {
        if (part->is_container() || part->is_text()) continue;
        const auto name = name_of(*part);
        content.files.push_back(
            {part->id, name, static_cast<std::uint64_t>(std::max<std::int64_t>(0, part->bytes)),
             file_url(desk_url, part->transaction, part->id, part->name), shown.count(part->id) != 0});
    }
    return content;
}

void read_some(Client& client, std::span<const std::string> transactions,
               std::map<std::string, Content>& contents) {
    const auto parts = list_parts(client, transactions);
    std::map<std::string, std::vector<const Part*>> by_transaction;
    for (const auto& part : parts) by_transaction[part.transaction].push_back(&part);
    std::vector<const Part*> wanted;
    for (const auto& [transaction, own] : by_transaction)
        for (const auto* part : texts_of(own)) wanted.push_back(part);
    const auto texts = read_texts(client, wanted);
    for (const auto& id : transactions) contents[id] = content_of(by_transaction[id], texts, client.url());
}

}  // namespace

std::map<std::string, Content> read_contents(Client& client, std::span<const std::string> transactions) {
    std::map<std::string, Content> contents;
    for (std::size_t at = 0; at < transactions.size(); at += transactions_of_a_call)
        read_some(client,
                  transactions.subspan(at, std::min(transactions_of_a_call, transactions.size() - at)),
                  contents);
    return contents;
}

std::string file_url(const std::string& desk_url, const std::string& transaction,
                     const std::string& attachment, const std::string& name) {
    return fmt::format("{}/Ticket/Attachment/{}/{}/{}", desk_url, transaction, attachment,
                       url_encode(name.empty() ? "file" : name));
}

std::optional<File> file_at(const std::string& desk_url, std::string_view url) {
    const std::string_view path = "/Ticket/Attachment/";
    if (!url.starts_with(desk_url) || !url.substr(desk_url.size()).starts_with(path)) return {};
    const auto rest = url.substr(desk_url.size() + path.size());
    const auto first = rest.find('/');
    const auto second = first == std::string_view::npos ? first : rest.find('/', first + 1);
    if (first == 0 || second == std::string_view::npos) return {};
    const auto id = rest.substr(first + 1, second - first - 1);
    const auto transaction = rest.substr(0, first);
    for (const auto number : {id, transaction})
        if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) return {};
    auto name = rest.substr(second + 1);
    name = name.substr(0, name.find_first_of("?#/"));
    return File{std::string(id), name.empty() ? "file" : std::string(name), 0, std::string(url), true};
}

}  // namespace deskbridge::request_tracker
