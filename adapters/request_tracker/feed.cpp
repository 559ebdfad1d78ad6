#include "adapters/request_tracker/feed.h"

#include "adapters/request_tracker/errors.h"
#include "adapters/request_tracker/query.h"
#include "adapters/request_tracker/read.h"
#include "adapters/request_tracker/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace deskbridge::request_tracker {

namespace {

constexpr const char* listing = "list what happened to tickets";
/// The same for dates, in seconds.
constexpr std::int64_t overlap_seconds = 120;

/// Notices of mails sent are no news, and there are many.
constexpr const char* of_tickets =
    "ObjectType = 'RT::Ticket' AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord'";

/// What was shown and is to be known again next time.
std::set<std::int64_t> latest(const std::set<std::int64_t>& seen, const std::set<std::int64_t>& more,
                              std::int64_t after, std::int64_t id) {
    std::set<std::int64_t> out;
    for (const auto* set : {&seen, &more})
        for (const auto number : *set)
            if (number > after && number <= id) out.insert(number);
    return out;
}

std::int64_t highest(const std::set<std::int64_t>& ids) {
    return ids.empty() ? 0 : *ids.rbegin();
}

/// A version is the number of the last transaction, in quotes.
std::int64_t number_in(const std::string& etag) {
    const auto begin = etag.find_first_of("0123456789");
    return begin == std::string::npos ? 0 : std::strtoll(etag.c_str() + begin, nullptr, 10);
}

}  // namespace

std::vector<Feed> Feeds::all() {
    return {
        {"transactions", Feed::Kind::changes}, {"open", Feed::Kind::sweep}, {"history", Feed::Kind::history}};
}

std::int64_t Feeds::now_in_seconds() {
    const auto now = client_.server_time().value_or(Time{});
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
}

/// Rows outside of what was asked for tell of an RT that does not understand the search.
Feeds::Rows Feeds::transactions(const FeedCursor& cursor, const std::string& query, const char* order) {
    Rows rows;
    json::Document body = json::Document::parse("{}", "nothing");
    try {
        body = client_.get("/transactions",
                           {{"query", fmt::format("{} AND {}", query, of_tickets)},
                            {"orderby", "id"},
                            {"order", order},
                            {"per_page", page_},
                            {"fields", "ObjectId"}},
                           listing);
    } catch (const SyncError& error) {
        if (error.trouble != Trouble::data && error.trouble != Trouble::forbidden) throw;
        rows.understood = false;
        return rows;
    }
    for (const auto& row : body["items"].items()) {
        const auto id = row["id"].integer().value_or(0);
        rows.understood = rows.understood && id > before(cursor);
        rows.ids.insert(id);
        if (cursor.seen.count(id) == 0) rows.tickets.insert(row["ObjectId"].text());
    }
    return rows;
}

Feeds::Rows Feeds::newest(const FeedCursor& cursor) {
    return transactions(cursor, fmt::format("id > {}", before(cursor)), "DESC");
}

/// The newest rows may all be hidden from us. A ticket's version is the last transaction that is not.
std::int64_t Feeds::last_of_latest_ticket() {
    const auto found = client_.get(
        "/tickets", {{"query", "id > 0"}, {"orderby", "LastUpdated"}, {"order", "DESC"}, {"per_page", "1"}},
        listing);
    const auto id = found["items"][0]["id"].text();
    return id.empty() ? 0 : number_in(client_.head("/ticket/" + id, listing).etag);
}

std::string Feeds::cursor_from_now() {
    FeedCursor cursor;
    const auto rows = newest(cursor);
    cursor.since = now_in_seconds();
    if (rows.understood) {
        cursor.id = rows.ids.empty() ? last_of_latest_ticket() : highest(rows.ids);
        cursor.seen = latest(rows.ids, {}, before(cursor), cursor.id);
    }
    return cursor.text();
}

/// Tickets that were deleted, or merged into others, are named so that the core looks at them; a merged one
/// has no state of its own any more.
FeedPage Feeds::page_of(const std::set<std::string>& tickets) {
    FeedPage page;
    const std::vector<std::string> ids(tickets.begin(), tickets.end());
    for (auto& ticket : read_tickets(client_, lookups_, ids)) {
        if (!ticket.merged.empty()) {
            ticket.id = std::exchange(ticket.merged, {});
            ticket.url = ticket_url(client_.url(), ticket.id);
            ticket.presence = Presence::deleted;
        }
        page.tickets.push_back(std::move(ticket));
    }
    return page;
}

FeedPage Feeds::read_window(FeedCursor cursor) {
    const auto from = before(cursor);
    const auto end = std::min(from + window_, cursor.to);
    const auto rows = transactions(cursor, fmt::format("id > {} AND id <= {}", from, end), "ASC");
    auto page = page_of(rows.tickets);
    cursor.id = end;
    cursor.seen = latest(cursor.seen, rows.ids, before(cursor), cursor.id);
    page.more = cursor.to > cursor.id;
    page.cursor = cursor.text();
    return page;
}

FeedPage Feeds::read_transactions(FeedCursor cursor) {
    if (by_date_) return read_by_date(cursor);
    if (cursor.to > cursor.id) return read_window(cursor);
    const auto rows = newest(cursor);
    by_date_ = !rows.understood;
    if (by_date_) return read_by_date(cursor);
    const auto end = rows.ids.empty() ? last_of_latest_ticket() : highest(rows.ids);
    const auto from = before(cursor);
    if (end > from + window_ || (rows.ids.empty() && end > cursor.id)) {
        cursor.to = end;
        return read_window(cursor);
    }
    auto page = page_of(rows.tickets);
    cursor.since = now_in_seconds();
    cursor.id = std::max(cursor.id, end);
    cursor.seen = latest(cursor.seen, rows.ids, before(cursor), cursor.id);
    page.cursor = cursor.text();
    return page;
}

/// "3600 seconds ago" is right whatever zone the account lives in, which no written date is.
FeedPage Feeds::read_by_date(FeedCursor cursor) {
    client_.get("/rt", {}, "ask for the time");
    if (cursor.began == 0) cursor.began = now_in_seconds();
    const auto ago = std::max<std::int64_t>(0, now_in_seconds() - cursor.since) + overlap_seconds;
    const auto since =
        cursor.since == 0 ? std::string("id > 0") : fmt::format("LastUpdated >= '{} seconds ago'", ago);
    auto query = ticket_fields_query(lookups_.settings());
    query.insert(query.begin(), {{"query", fmt::format("{} AND id > {}", since, cursor.after)},
                                 {"orderby", "id"},
                                 {"order", "ASC"},
                                 {"per_page", page_}});
    const auto body = client_.get("/tickets", query, listing);
    FeedPage page;
    for (const auto& row : body["items"].items()) {
        page.tickets.push_back(ticket_from(row, lookups_));
        cursor.after = std::max(cursor.after, row["id"].integer().value_or(0));
    }
    page.more = full(page);
    if (!page.more) cursor = {.id = cursor.id, .to = 0, .seen = {}, .since = cursor.began};
    page.cursor = cursor.text();
    return page;
}

FeedPage Feeds::read_by_number(const std::string& condition, const std::string& cursor, const Find& find,
                               std::int64_t size) {
    const auto last = FeedCursor::parse(cursor).id;
    auto query = ticket_fields_query(lookups_.settings());
    query.insert(query.begin(),
                 {{"query", fmt::format("id > {}{}{}", last, condition, narrowed(lookups_, find))},
                  {"orderby", "id"},
                  {"order", "ASC"},
                  {"per_page", std::to_string(size)}});
    const auto body = client_.get("/tickets", query, "list tickets");
    FeedPage page;
    FeedCursor next;
    next.id = last;
    for (const auto& row : body["items"].items()) {
        next.id = std::max(next.id, row["id"].integer().value_or(0));
        page.tickets.push_back(ticket_from(row, lookups_));
    }
    page.total = static_cast<std::size_t>(body["total"].integer().value_or(0));
    // without a total, rows may have been left out of this page after it was cut
    page.more = body["total"].missing() ? !page.tickets.empty()
                                        : static_cast<std::int64_t>(page.tickets.size()) >= size;
    page.cursor = page.more ? next.text() : "";
    return page;
}

/// Transactions show nearly everything, so that open tickets need not be gone through in a hurry: RT takes
/// long to put many into one page.
FeedPage Feeds::read(const Feed& feed, const std::string& cursor, const Find& find) {
    if (feed.kind == Feed::Kind::changes) return read_transactions(FeedCursor::parse(cursor));
    if (feed.kind == Feed::Kind::history) return read_by_number("", cursor, find, window_);
    return read_by_number(" AND Status = '__Active__'", cursor, find, std::min<std::int64_t>(window_, 25));
}

}  // namespace deskbridge::request_tracker
