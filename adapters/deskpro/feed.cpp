#include "adapters/deskpro/feed.h"

#include "adapters/deskpro/find.h"
#include "adapters/deskpro/wire.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace deskbridge::deskpro {

namespace {

/// A change may show a little after its date: dates are taken when a request begins, not when it is stored.
constexpr std::int64_t overlap_seconds = 120;
/// Tickets that a cursor keeps as seen. Where more share the same minutes, as after an import, the walk goes
/// down less far instead.
constexpr std::size_t seen_at_most = 400;
constexpr const char* sideloads = "person,organization";
/// Pages of history in one call.
constexpr std::size_t pages_at_once = 5;

std::int64_t highest(const std::vector<std::int64_t>& ids) {
    return ids.empty() ? 0 : *std::max_element(ids.begin(), ids.end());
}

std::int64_t seconds_of(std::optional<Time> time) {
    if (!time) return 0;
    return std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
}

/// A ticket of a page by date; 0 = without that date.
struct Dated {
    std::int64_t id = 0;
    std::int64_t date = 0;
};

std::vector<Dated> dated_of(const json::Document& page, const std::string& field) {
    std::vector<Dated> out;
    for (const auto& ticket : rows(page["data"])) {
        const auto id = ticket["id"].integer();
        if (!id) continue;
        const auto time = parse_time(ticket[field].text());
        const auto seconds = time ? std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count()
                                  : std::int64_t{0};
        out.push_back({*id, seconds});
    }
    return out;
}

/// Listed the other way round than newest first, as far as the page tells.
bool is_upwards(const json::Document& page, const std::string& field) {
    std::vector<std::int64_t> values;
    if (field == "id")
        for (const auto& ticket : rows(page["data"])) values.push_back(ticket["id"].integer().value_or(0));
    else
        for (const auto& ticket : dated_of(page, field)) values.push_back(ticket.date);
    return !values.empty() && values.front() < values.back() && std::is_sorted(values.begin(), values.end());
}

/// Tickets without the date come after all others.
bool is_newest_first(const std::vector<Dated>& tickets) {
    return std::is_sorted(tickets.begin(), tickets.end(),
                          [](const Dated& a, const Dated& b) { return a.date > b.date; });
}

/// The page holds the last ticket seen, or begins with a later date, so that all of that one's date come
/// after.
bool is_connected(const Walk& walk, const std::vector<Dated>& tickets) {
    const auto is_last = [&](const Dated& ticket) { return ticket.id == walk.last; };
    return !tickets.empty() &&
           (tickets.front().date > walk.last_date || std::any_of(tickets.begin(), tickets.end(), is_last));
}

bool holds(const Dates& dates, const Dated& ticket) {
    const auto found = dates.find(ticket.id);
    return found != dates.end() && found->second == ticket.date;
}

/// What the next walk by date need not show again, and down to where it has to go. A ticket that changed in
/// the second in which it was listed may have done so again, with the same date: it is shown once more.
void settle(Walk& walk) {
    walk.confirmed = std::max(walk.confirmed, walk.target);
    walk.floor = std::max(walk.floor, walk.confirmed - overlap_seconds);
    std::vector<std::int64_t> dates;
    for (const auto& [id, date] : walk.found) dates.push_back(date);
    std::sort(dates.rbegin(), dates.rend());
    if (dates.size() > seen_at_most) walk.floor = std::max(walk.floor, dates[seen_at_most] + 1);
    const auto before = std::exchange(walk.seen, {});
    for (const auto& [id, date] : walk.found) {
        const bool is_over = walk.began == 0 || date < walk.began || holds(before, {id, date});
        if (date >= walk.floor && is_over) walk.seen[id] = date;
    }
    walk = walk.rested();
}

std::int64_t number(const std::string& id) {
    return std::strtoll(id.c_str(), nullptr, 10);
}

FeedPage page_of(const Listed& page) {
    FeedPage out;
    out.total = static_cast<std::size_t>(std::max<std::int64_t>(0, page.total));
    return out;
}

FeedPage& gone_back(FeedPage& out, Walk& walk, const Listed& page) {
    step_back(walk, page);
    out.more = true;
    out.cursor = walk.text();
    return out;
}

/// `any_new`: the page ends beyond the last ticket seen.
bool go_on(Walk& walk, const Listed& page, bool any_new) {
    const bool more = step_on(walk, page, any_new);
    if (any_new) walk.last = page.ids.back();
    return more;
}

bool is_open(const Ticket& ticket) {
    const auto category = text_of(ticket.get("status_category"));
    return category != "solved" && category != "closed";
}

bool is_refused(const Answer& answer) {
    return answer.status == 400 || answer.status == 422;
}

Query page_query(const Window& window, const std::string& order_by, const std::string& order_dir,
                 Query query) {
    query.insert(query.begin(), {{"page", std::to_string(window.page)},
                                 {"count", std::to_string(window.count)},
                                 {"order_by", order_by},
                                 {"order_dir", order_dir},
                                 {"include", sideloads}});
    return query;
}

}  // namespace

std::vector<Feed> Feeds::all() const {
    return {{"created", Feed::Kind::changes},
            {"date_status", Feed::Kind::changes},
            {"date_last_user_reply", Feed::Kind::changes},
            {"date_last_agent_reply", Feed::Kind::changes},
            {"open", Feed::Kind::sweep},
            {"history", Feed::Kind::history}};
}

Answer Feeds::ask(const Window& window, const std::string& order_by, const std::string& order_dir,
                  Query query) {
    auto answer = client_.call("GET", "/tickets", page_query(window, order_by, order_dir, std::move(query)),
                               "", "list tickets");
    if (is_refused(answer)) return answer;
    return {answer.status, Client::expect_data(std::move(answer), "list tickets")};
}

Answer Feeds::ask_down(const Window& window, const std::string& order_by, const Query& query) {
    Query both = query;
    both.emplace_back("group_sort", "desc");
    if (group_sort_ == GroupSort::needed) return ask(window, order_by, "desc", both);
    auto answer = ask(window, order_by, "desc", query);
    if (group_sort_ == GroupSort::useless || !is_upwards(answer.body, order_by)) return answer;
    auto second = ask(window, order_by, "desc", both);
    const bool better = second.ok() && !is_upwards(second.body, order_by);
    group_sort_ = better ? GroupSort::needed : GroupSort::useless;
    return better ? std::move(second) : std::move(answer);
}

json::Document Feeds::list(const Window& window, const std::string& order_by, const std::string& order_dir,
                           Query query) {
    return Client::expect_data(ask(window, order_by, order_dir, std::move(query)), "list tickets");
}

json::Document Feeds::list_open(const Window& window, const Find& find) {
    Query query = narrowed(lookups_, find);
    if (narrows_by_status_ && find.count("status") == 0) {
        auto narrow = query;
        narrow.emplace_back("not_status", "resolved");
        auto answer = ask(window, "id", "asc", std::move(narrow));
        if (answer.ok()) return std::move(answer.body);
        narrows_by_status_ = false;
    }
    return list(window, "id", "asc", std::move(query));
}

std::vector<Ticket> Feeds::tickets_of(const json::Document& page) {
    std::vector<Ticket> tickets;
    for (const auto& ticket : rows(page["data"]))
        if (ticket["id"].integer())
            tickets.push_back(ticket_from(ticket, page["linked"], client_.url(), lookups_));
    return tickets;
}

/// Downwards ids are sorted, and a ticket at or below `confirmed` ends the walk; new tickets that push others
/// back are left to the next walk, which begins with them.
FeedPage Feeds::walk_down_ids(const std::string& cursor, const Find& find) {
    auto walk = Walk::parse(cursor);
    const auto window = next_window(walk);
    const auto body = Client::expect_data(ask_down(window, "id", narrowed(lookups_, find)), "list tickets");
    const auto page = Listed::of(body, window);
    learn(walk, page, window);
    const bool sorted = std::is_sorted(page.ids.rbegin(), page.ids.rend());
    walk.own_order = walk.own_order || !sorted;

    auto out = page_of(page);
    if (!follows(walk, page, !page.ids.empty() && page.ids.front() >= walk.last))
        return gone_back(out, walk, page);
    if (walk.last == 0 || walk.own_order)
        walk.target = std::max({walk.target, walk.confirmed, highest(page.ids)});
    bool ended = false;
    for (auto& ticket : tickets_of(body)) {
        const auto id = number(ticket.id);
        if (id <= walk.confirmed)
            ended = !walk.own_order;
        else if (walk.last == 0 || walk.own_order || id < walk.last)
            out.tickets.push_back(std::move(ticket));
    }
    const auto end = page.ids.empty() ? walk.last : page.ids.back();
    const bool any_new = walk.last == 0 || walk.own_order ? end != walk.last : end < walk.last;
    out.more = go_on(walk, page, any_new) && !ended;
    if (!out.more) {
        walk.confirmed = std::max(walk.confirmed, walk.target);
        walk = walk.rested();
    }
    out.cursor = walk.text();
    return out;
}

/// A page that fails in the company of others is asked for alone.
std::vector<json::Document> Feeds::list_up(const std::vector<Window>& windows, const Query& query) {
    std::vector<json::Document> pages;
    if (windows.size() == 1) {
        pages.push_back(list(windows.front(), "id", "asc", query));
        return pages;
    }
    std::vector<BatchCall> calls;
    for (const auto& window : windows)
        calls.push_back({"GET", "/tickets", page_query(window, "id", "asc", query), {}});
    auto answers = client_.batch(calls, "list tickets");
    for (std::size_t i = 0; i < windows.size(); ++i)
        pages.push_back(answers[i].has_data() ? std::move(answers[i].body)
                                              : list(windows[i], "id", "asc", query));
    return pages;
}

/// True when the walk may go on with the page that follows.
bool Feeds::take_upwards(Walk& walk, const Window& window, const json::Document& body, bool open_only,
                         FeedPage& out) {
    const auto page = Listed::of(body, window);
    learn(walk, page, window);
    walk.own_order = walk.own_order || !std::is_sorted(page.ids.begin(), page.ids.end());
    out.total = page_of(page).total;
    if (!follows(walk, page, !page.ids.empty() && page.ids.front() <= walk.last)) {
        gone_back(out, walk, page);
        return false;
    }
    for (auto& ticket : tickets_of(body))
        if ((walk.own_order || number(ticket.id) > walk.last) && (!open_only || is_open(ticket)))
            out.tickets.push_back(std::move(ticket));
    const auto end = page.ids.empty() ? walk.last : page.ids.back();
    out.more = go_on(walk, page, walk.own_order ? end != walk.last : end > walk.last);
    out.cursor = out.more ? walk.text() : "";
    return out.more;
}

FeedPage Feeds::walk_up_open(const std::string& cursor, const Find& find) {
    auto walk = Walk::parse(cursor);
    const auto window = next_window(walk);
    FeedPage out;
    take_upwards(walk, window, list_open(window, find), true, out);
    return out;
}

/// Several pages in one call: a page that is not the one to go on with, because the one before was not as
/// expected, is left out.
FeedPage Feeds::walk_up_history(const std::string& cursor, const Find& find) {
    auto walk = Walk::parse(cursor);
    const auto windows = windows_ahead(walk, pages_at_once);
    const auto pages = list_up(windows, narrowed(lookups_, find));
    FeedPage out;
    for (std::size_t i = 0; i < pages.size() && windows[i] == next_window(walk); ++i)
        if (!take_upwards(walk, windows[i], pages[i], false, out)) break;
    return out;
}

/// The walk of now, shown to nobody.
std::string Feeds::start_by_date(const std::string& field, const Find& find) {
    auto page = walk_down_dates(field, "", find, true);
    while (page.more) {
        auto walk = Walk::parse(page.cursor);
        walk.floor = std::max(walk.floor, walk.target - overlap_seconds);
        if (walk.found.size() > seen_at_most) {
            settle(walk);
            return walk.text();
        }
        page = walk_down_dates(field, walk.text(), find, true);
    }
    return page.cursor;
}

/// An instance that cannot sort by this date refuses or ignores the order: then this feed shows nothing, and
/// the sweep sees those changes, later.
FeedPage Feeds::walk_down_dates(const std::string& field, const std::string& cursor, const Find& find,
                                bool starting) {
    auto walk = Walk::parse(cursor);
    const auto window = next_window(walk);
    const auto answer = ask_down(window, field, narrowed(lookups_, find));
    const auto dated = dated_of(answer.body, field);
    if (!answer.ok() || !is_newest_first(dated)) {
        walk = walk.rested();
        walk.own_order = walk.confirmed == 0;
        return {{}, walk.text(), false, 0};
    }
    // The instance has learned to sort by it: what is there already is no news.
    if (walk.own_order) return {{}, start_by_date(field, find), false, 0};
    const auto page = Listed::of(answer.body, window);
    learn(walk, page, window);
    auto out = page_of(page);
    if (!follows(walk, page, is_connected(walk, dated))) return gone_back(out, walk, page);
    if (walk.began == 0 && !starting) walk.began = seconds_of(client_.server_time());
    if (walk.last == 0 && !dated.empty()) walk.target = std::max(walk.confirmed, dated.front().date);
    bool ended = false;
    auto tickets = tickets_of(answer.body);
    for (std::size_t i = 0; i < dated.size() && !ended; ++i) {
        ended = dated[i].date == 0 || dated[i].date < walk.floor;
        if (ended) continue;
        if (!holds(walk.seen, dated[i]) && !holds(walk.found, dated[i]))
            out.tickets.push_back(std::move(tickets[i]));
        if (dated[i].date >= walk.target - overlap_seconds) walk.found[dated[i].id] = dated[i].date;
    }
    if (!dated.empty()) walk.last_date = dated.back().date;
    const bool any_new = !page.ids.empty() && page.ids.back() != walk.last;
    out.more = go_on(walk, page, any_new) && !ended;
    if (!out.more) settle(walk);
    out.cursor = walk.text();
    return out;
}

std::string Feeds::start_by_id(const Find& find) {
    Walk walk;
    for (bool more = true; more;) {
        const auto window = next_window(walk);
        const auto page = Listed::of(
            Client::expect_data(ask_down(window, "id", narrowed(lookups_, find)), "list tickets"), window);
        learn(walk, page, window);
        walk.confirmed = std::max(walk.confirmed, highest(page.ids));
        // Only a list in another order has to be read to its end for its highest id.
        walk.own_order = walk.own_order || !std::is_sorted(page.ids.rbegin(), page.ids.rend());
        more = walk.own_order && go_on(walk, page, !page.ids.empty() && page.ids.back() != walk.last);
    }
    return walk.rested().text();
}

std::string Feeds::cursor_from_now(const Feed& feed, const Find& find) {
    return feed.name == "created" ? start_by_id(find) : start_by_date(feed.name, find);
}

FeedPage Feeds::read(const Feed& feed, const std::string& cursor, const Find& find) {
    if (feed.name == "created") return walk_down_ids(cursor, find);
    if (feed.name == "open") return walk_up_open(cursor, find);
    if (feed.name == "history") return walk_up_history(cursor, find);
    return walk_down_dates(feed.name, cursor, find, false);
}

}  // namespace deskbridge::deskpro
