#include "adapters/azure_devops/comments.h"

#include "adapters/azure_devops/server_error.h"
#include "adapters/azure_devops/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace deskbridge::azure_devops {

namespace {

/// What a page holds at most, for all three.
constexpr std::size_t page_size = 200;

bool hides_the_item(const ServerError& error) {
    return error.is("TF401232") || error.is("WorkItemUnauthorizedAccess") || error.is("WorkItemNotFound");
}

bool knows_no_resource(const HttpResponse& answer, const ServerError& error) {
    if (answer.status == 405 || answer.status == 501) return true;
    if (answer.status == 400) return error.is("VssVersion") || error.is("VssInvalidPreviewVersion");
    return answer.status == 404 && !error.is("TF200016") && !error.is("VS800075") &&
           !error.is("ProjectDoesNotExist");
}

Time time_of(json::View value) {
    return parse_time(value.text()).value_or(Time{});
}

/// A comment in either form; nothing for a deleted one.
std::optional<Comment> read_row(json::View row) {
    if (row["isDeleted"].flag()) return {};
    Comment out;
    out.text = row["text"].text();
    out.markdown = same_name(row["format"].text(), "markdown");
    const auto id = row["id"].integer();
    out.id = id.value_or(row["revision"].integer().value_or(0));
    out.author = read_person(id ? row["createdBy"] : row["revisedBy"]);
    out.created = time_of(id ? row["createdDate"] : row["revisedDate"]);
    return out;
}

/// What was said with an update; nothing when nothing was.
std::optional<Comment> read_update(json::View update) {
    const auto fields = update["fields"];
    Comment out;
    out.text = fields["System.History"]["newValue"].text();
    if (out.text.empty()) return {};
    out.id = update["rev"].integer().value_or(0);
    out.author = read_person(update["revisedBy"]);
    // `revisedDate` is when the revision was superseded
    out.created = time_of(fields["System.ChangedDate"]["newValue"]);
    return out;
}

}  // namespace

Discussion::Answer Discussion::ask(const Resource& resource, const std::string& path) {
    constexpr std::string_view doing = "read the comments of a work item";
    const auto answer = client_.send({"GET", resource, path});
    const auto error = answer.status >= 400 ? read_server_error(answer) : ServerError();
    if (hides_the_item(error)) throw error_of(answer, doing, Reach::item);
    if (knows_no_resource(answer, error)) return {false};
    return {true, Client::read(answer, doing)};
}

bool Discussion::read_comments(const std::string& root, std::vector<Comment>& out) {
    std::set<std::string> tokens;
    for (std::string token;;) {
        const auto answer = ask(resource::comments,
                                fmt::format("{}/comments?$top={}&order=asc{}", root, page_size,
                                            token.empty() ? "" : "&continuationToken=" + url_encode(token)));
        if (!answer.page) return answer.known;
        const auto rows = (*answer.page)["comments"].items();
        // a server before 2019.1 that did not say so answers in its own form and pages in another way
        if (!rows.empty() && rows.front()["id"].missing()) return false;
        for (const auto& row : rows)
            if (auto comment = read_row(row)) out.push_back(std::move(*comment));
        token = (*answer.page)["continuationToken"].text();
        if (token.empty() || !tokens.insert(token).second) return true;
    }
}

bool Discussion::read_by_revision(const std::string& root, std::vector<Comment>& out) {
    for (std::int64_t from = 1;;) {
        const auto answer =
            ask(resource::old_comments,
                fmt::format("{}/comments?$top={}&order=asc&fromRevision={}", root, page_size, from));
        if (!answer.page) return answer.known;
        const auto rows = (*answer.page)["comments"].items();
        auto last = from - 1;
        for (const auto& row : rows) {
            if (auto comment = read_row(row)) out.push_back(std::move(*comment));
            last = std::max(last, row["revision"].integer().value_or(0));
        }
        const auto all = (*answer.page)["totalCount"].integer().value_or(0);
        if (last < from || static_cast<std::int64_t>(out.size()) >= all) return true;
        from = last + 1;
    }
}

bool Discussion::read_updates(const std::string& root, std::vector<Comment>& out) {
    for (std::size_t skip = 0;;) {
        const auto answer =
            ask(resource::updates, fmt::format("{}/updates?$top={}&$skip={}", root, page_size, skip));
        if (!answer.page) return answer.known;
        const auto rows = list_of(answer.page->root());
        for (const auto& row : rows)
            if (auto comment = read_update(row)) out.push_back(std::move(*comment));
        if (rows.empty()) return true;
        skip += rows.size();
    }
}

std::vector<Comment> Discussion::read(const std::string& project, WorkItemId item) {
    const auto below = fmt::format("/_apis/wit/workItems/{}", item);
    const auto root = project.empty() ? below : "/" + url_encode(project) + below;
    std::vector<Comment> out;
    if (way_ == Way::comments && (!client_.may_have(resource::comments) || !read_comments(root, out)))
        way_ = Way::by_revision;
    if (way_ == Way::by_revision &&
        (!client_.may_have(resource::old_comments) || !read_by_revision(root, out))) {
        way_ = Way::updates;
        out.clear();
    }
    if (way_ == Way::updates) read_updates(root, out);
    std::stable_sort(out.begin(), out.end(),
                     [](const Comment& left, const Comment& right) { return left.id < right.id; });
    return out;
}

}  // namespace deskbridge::azure_devops
