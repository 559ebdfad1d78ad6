#include "adapters/azure_devops/feed_cursor.h"

#include "adapters/azure_devops/card.h"
#include "contract/sync_error.h"
#include "json/json.h"

#include <algorithm>

namespace deskbridge::azure_devops {

namespace {

/// So many pages without a row are no filter at work but a feed that does not end.
constexpr std::size_t most_empties = 100;

constexpr std::string_view token_name = "continuationToken=";

SyncError unreadable() {
    return SyncError(Reach::side, Trouble::data,
                     "Azure DevOps: the stored place in the change feed cannot be read",
                     "The state file was written by something else; restore it from a backup.");
}

/// "https://dev.azure.com", without case.
std::string origin_of(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos) return {};
    std::string out(url.substr(0, url.find_first_of("/?#", host + 3)));
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

FeedCursor by_time(Time since) {
    FeedCursor out;
    out.since = since;
    return out;
}

bool goes_in_circles(const FeedCursor& cursor, const FeedStep& page) {
    const auto& next = page.token;
    return next == cursor.asked() || (cursor.under_way && next == cursor.anchor) ||
           (page.empty && cursor.empties >= most_empties);
}

bool is_power_of_two(std::size_t number) {
    return (number & (number - 1)) == 0;
}

FeedCursor after_round(const FeedCursor& cursor, const std::string& end, Time now) {
    auto out = by_time(now);
    out.before = cursor.before;
    out.recent = cursor.recent;
    out.recent_at = cursor.recent_at;
    if (now - cursor.recent_at < late) return out;
    out.before = cursor.recent;
    out.recent = end;
    out.recent_at = now;
    return out;
}

}  // namespace

FeedCursor step(FeedCursor cursor, const FeedStep& page, Time now) {
    if (page.last) return after_round(cursor, page.token, std::max(now, cursor.since));
    if (goes_in_circles(cursor, page)) return by_time(cursor.since);
    if (!cursor.under_way) cursor.pages = cursor.empties = 0;
    cursor.token = page.token;
    cursor.under_way = true;
    cursor.empties = page.empty ? cursor.empties + 1 : 0;
    if (is_power_of_two(++cursor.pages)) cursor.anchor = page.token;
    return cursor;
}

std::string text_of(const FeedCursor& cursor) {
    json::Writer out;
    out.object().member("since", iso8601(cursor.since));
    if (!cursor.before.empty()) out.member("before", cursor.before);
    if (!cursor.recent.empty()) out.member("recent", cursor.recent);
    if (cursor.recent_at != Time{}) out.member("recent_at", iso8601(cursor.recent_at));
    if (cursor.under_way)
        out.member("under_way", true)
            .member("token", cursor.token)
            .member("anchor", cursor.anchor)
            .member("pages", cursor.pages)
            .member("empties", cursor.empties);
    if (cursor.by_query)
        out.member("by_query", true).member("after", cursor.after).member("began", iso8601(cursor.began));
    return out.end().take();
}

FeedCursor read_cursor(const std::string& text) {
    try {
        const auto document = json::Document::parse(text, "a place in the change feed");
        const auto since = parse_time(document["since"].text());
        if (!since) throw unreadable();
        auto out = by_time(*since);
        out.before = document["before"].text();
        out.recent = document["recent"].text();
        out.recent_at = parse_time(document["recent_at"].text()).value_or(Time{});
        out.token = document["token"].text();
        out.under_way = document["under_way"].flag();
        out.anchor = document["anchor"].text();
        out.by_query = document["by_query"].flag();
        out.after = document["after"].integer().value_or(0);
        out.began = parse_time(document["began"].text()).value_or(Time{});
        out.pages = static_cast<std::size_t>(document["pages"].integer().value_or(0));
        out.empties = static_cast<std::size_t>(document["empties"].integer().value_or(0));
        return out;
    } catch (const SyncError&) {
        throw unreadable();
    }
}

std::string token_in(std::string_view link, std::string_view base) {
    const auto origin = origin_of(link);
    if (origin.empty() || origin != origin_of(base)) return {};
    for (auto at = link.find('?'); at != std::string_view::npos; at = link.find('&', at + 1)) {
        const auto rest = link.substr(at + 1);
        if (rest.substr(0, token_name.size()) != token_name) continue;
        const auto value = rest.substr(token_name.size());
        return url_decode(value.substr(0, value.find_first_of("&#")));
    }
    return {};
}

}  // namespace deskbridge::azure_devops
