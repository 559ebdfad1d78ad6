#include "adapters/azure_devops/feed.h"

#include "adapters/azure_devops/query.h"
#include "adapters/azure_devops/server_error.h"

#include <fmt/format.h>
#include <map>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t most_rows = 1000;
constexpr std::string_view doing = "read what changed";

/// The Date header has whole seconds, the clock of the database may be another, and what was written may show
/// a moment later.
constexpr auto overlap = std::chrono::minutes(5);

/// A token that is too old, or of another collection. Nothing else in the request could be wrong but the
/// version, and that was settled before.
bool refuses_the_token(const HttpResponse& answer) {
    return answer.status == 400 || answer.status == 404 || answer.status == 410;
}

bool knows_no_field(const HttpResponse& answer) {
    return answer.status == 400 && read_server_error(answer).is("TF51535");
}

ItemNews read_row(json::View row) {
    const auto fields = row["fields"];
    const auto number = [&](const char* own, const char* field) {
        return row[own].integer().value_or(fields[field].integer().value_or(0));
    };
    return {number("id", "System.Id"), static_cast<int>(number("rev", "System.Rev")),
            fields["System.IsDeleted"].flag()};
}

/// One entry for each item, the newest.
std::vector<ItemNews> read_rows(const std::vector<json::View>& rows) {
    std::vector<ItemNews> out;
    std::map<WorkItemId, std::size_t> places;
    for (const auto& row : rows) {
        const auto news = read_row(row);
        if (news.id <= 0) continue;
        const auto [at, fresh] = places.emplace(news.id, out.size());
        if (fresh) {
            out.push_back(news);
        } else if (news.revision >= out[at->second].revision) {
            out[at->second] = news;
        }
    }
    return out;
}

std::vector<json::View> rows_of(const json::Document& page) {
    return page["values"].is_array() ? page["values"].items() : page["value"].items();
}

FeedStep step_of(const json::Document& page, bool empty, const std::string& base) {
    FeedStep out;
    out.token = page["continuationToken"].text();
    if (out.token.empty()) out.token = token_in(page["nextLink"].text(), base);
    out.empty = empty;
    // without a word about it, a page without rows is the last
    out.last = page["isLastBatch"].missing() ? empty : page["isLastBatch"].flag();
    return out;
}

SyncError no_way_on() {
    return SyncError(Reach::side, Trouble::data,
                     fmt::format("Azure DevOps: cannot {}: a page does not say where the next one is", doing),
                     "Check the public URL that the server is configured with: its links must lead to the "
                     "address under work.url.");
}

/// How long a refused feed is left alone. What it alone tells comes with the hourly look at every item.
constexpr auto between_tries = std::chrono::hours(1);

/// Without the right to it, without the resource, or with a proxy in between that does not let it through.
bool refuses_the_feed(const HttpResponse& answer) {
    return answer.status == 403 || answer.status == 404 || answer.status == 405;
}

}  // namespace

void Feed::learn_refusal(const HttpResponse& answer) {
    const auto told = read_server_error(answer).message;
    refusal_ = fmt::format(
        "Azure DevOps does not give the revisions of its work items (HTTP {}{}{}), so changes "
        "are found by queries: what is deleted or hidden shows within an hour only. The token "
        "needs the scope vso.work, and a proxy in between has to let "
        "_apis/wit/reporting/workitemrevisions through",
        answer.status, told.empty() ? "" : ", ", told);
    ask_again_ = answered_at() + between_tries;
}

bool Feed::is_given() {
    return refusal_.empty() || answered_at() >= ask_again_;
}

/// A page by ids of all that was changed since the last round began, but for the time in which changes may
/// show late. A query does not tell revisions, so the items are read.
NewsPage Feed::query(FeedCursor cursor) {
    Query query;
    query.changed_since = cursor.since - overlap;
    query.after = cursor.after;
    const auto asked_at = answered_at();
    const auto ids = query_ids(client_, query);
    NewsPage out;
    for (const auto& item : reading_.read(ids)) out.news.push_back({item.id, item.revision, false});
    out.more = ids.size() >= static_cast<std::size_t>(query.top);
    if (cursor.after == 0) cursor.began = std::max(asked_at, cursor.since);
    FeedCursor next;
    next.since = out.more ? cursor.since : cursor.began;
    next.by_query = out.more;
    next.began = cursor.began;
    next.after = out.more ? ids.back() : 0;
    out.cursor = text_of(next);
    out.remark = refusal_;
    return out;
}

Time Feed::answered_at() const {
    return client_.server_time().value_or(Time{});
}

HttpResponse Feed::ask(const FeedCursor& cursor, std::size_t rows) {
    while (true) {
        auto path =
            fmt::format("/_apis/wit/reporting/workitemrevisions?{}includeDeleted=true&$maxPageSize={}",
                        narrow_ ? "fields=System.Id,System.Rev,System.IsDeleted&" : "", rows);
        const auto& token = cursor.asked();
        path += token.empty() ? "&startDateTime=" + url_encode(iso8601(cursor.since - overlap))
                              : "&continuationToken=" + url_encode(token);
        auto answer = client_.send({"GET", resource::revisions, path});
        if (!narrow_ || !knows_no_field(answer)) return answer;
        narrow_ = false;
    }
}

std::string Feed::from_now() {
    client_.level();
    FeedCursor cursor;
    cursor.since = answered_at();
    if (cursor.since == Time{})
        throw SyncError(Reach::side, Trouble::data,
                        "Azure DevOps: the server's answers tell no time, so there is no beginning from now",
                        "See that the proxy in between leaves the header Date in the answers.");
    // what was told before may have been long ago
    const auto answer = ask(cursor, 1);
    if (refuses_the_feed(answer))
        learn_refusal(answer);
    else
        Client::read(answer, doing);
    cursor.since = answered_at();
    return text_of(cursor);
}

NewsPage Feed::read(const std::string& text) {
    auto cursor = read_cursor(text);
    if (cursor.by_query || !is_given()) return query(cursor);
    auto answer = ask(cursor, most_rows);
    if (!cursor.asked().empty() && refuses_the_token(answer)) {
        FeedCursor again;
        again.since = cursor.since;
        cursor = again;
        answer = ask(cursor, most_rows);
    }
    if (refuses_the_feed(answer)) {
        learn_refusal(answer);
        return query(cursor);
    }
    refusal_.clear();
    const auto page = Client::read(answer, doing);
    NewsPage out;
    const auto rows = rows_of(page);
    out.news = read_rows(rows);
    const auto told = step_of(page, rows.empty(), client_.base());
    if (!told.last && told.token.empty()) throw no_way_on();
    const auto next = step(cursor, told, answered_at());
    out.more = next.under_way;
    out.cursor = text_of(next);
    return out;
}

}  // namespace deskbridge::azure_devops
