#include "adapters/deskpro/feed.h"

#include "adapters/deskpro/page.h"
#include "adapters/deskpro/wire.h"
#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::deskpro {

namespace {

constexpr int page_size = 200;
/// Dates have whole seconds, and a change may show a little after its date.
constexpr std::chrono::minutes overlap{2};
constexpr const char* sideloads = "person,organization";

/// What a mapping's `find` may ask, with Deskpro's parameter and the list that knows the names.
struct Narrowing {
    const char* key;
    const char* parameter;
    const char* list;  ///< null: values are taken as they are
};
constexpr Narrowing narrowings[] = {{"labels", "labels[]", nullptr},
                                    {"status", "status", nullptr},
                                    {"department", "department", "ticket_departments"},
                                    {"language", "language", "languages"},
                                    {"filter", "filter", "ticket_filters"}};

const Narrowing* narrowing_of(std::string_view key) {
    const auto* found = std::find_if(std::begin(narrowings), std::end(narrowings),
                                     [&](const auto& n) { return n.key == key; });
    return found == std::end(narrowings) ? nullptr : found;
}

std::int64_t number(const std::string& text) {
    return text.empty() ? 0 : std::strtoll(text.c_str(), nullptr, 10);
}

std::int64_t highest(const std::vector<std::int64_t>& ids) {
    return ids.empty() ? 0 : *std::max_element(ids.begin(), ids.end());
}

bool is_descending(const std::vector<std::int64_t>& ids) {
    return std::is_sorted(ids.rbegin(), ids.rend());
}

/// Goes back for what may have been skipped, or on to the next page.
void step(Walk& walk, const PageFacts& facts, bool descending) {
    if (const int back = pages_to_repeat(walk, facts, descending); back > 0) {
        walk.page -= back;
        walk.last = 0;
        walk.total = facts.total;
        ++walk.repeats;
        return;
    }
    ++walk.page;
    walk.last = facts.ids.empty() ? walk.last : facts.ids.back();
    walk.total = facts.total;
}

void start_over(Walk& walk) {
    walk = Walk{walk.target, {}, 1, 0, -1, 0};
}

std::vector<std::optional<Time>> dates_of(const json::Document& page, const std::string& field) {
    std::vector<std::optional<Time>> dates;
    for (const auto& ticket : page["data"].items()) dates.push_back(parse_time(ticket[field].text()));
    return dates;
}

/// Tickets without the date stand at the end; among the others none may be newer than the one before.
bool is_newest_first(const std::vector<std::optional<Time>>& dates) {
    for (std::size_t i = 1; i < dates.size(); ++i)
        if (dates[i] && (!dates[i - 1] || *dates[i] > *dates[i - 1])) return false;
    return true;
}

bool is_open(const Ticket& ticket) {
    const auto category = text_of(ticket.get("status_category"));
    return category != "solved" && category != "closed";
}

}  // namespace

std::vector<Feed> Feeds::all() const {
    return {{"created", Feed::Kind::changes},
            {"date_status", Feed::Kind::changes},
            {"date_last_user_reply", Feed::Kind::changes},
            {"open", Feed::Kind::sweep},
            {"history", Feed::Kind::history}};
}

json::Document Feeds::list(int page, const std::string& order_by, const std::string& order_dir, Query query) {
    query.insert(query.begin(), {{"page", std::to_string(page)},
                                 {"count", std::to_string(page_size)},
                                 {"order_by", order_by},
                                 {"order_dir", order_dir},
                                 {"include", sideloads}});
    return client_.get("/tickets", query, "list tickets");
}

std::vector<Ticket> Feeds::tickets_of(const json::Document& page) {
    std::vector<Ticket> tickets;
    for (const auto& ticket : page["data"].items()) {
        if (ticket["id"].text().empty()) continue;
        tickets.push_back(ticket_from(ticket, page["linked"], client_.url(), lookups_));
    }
    return tickets;
}

std::string Feeds::cursor_from_now(const Feed& feed, const Find& find) {
    Walk walk;
    if (feed.name == "created") {
        const auto page = list(1, "id", "desc", narrowed(find));
        walk.confirmed = std::to_string(highest(PageFacts::of(page, 1).ids));
    } else {
        // The desk's own clock; before any answer the call below makes one.
        if (!client_.server_time()) client_.get("/helpdesk/discover", {}, "ask for the time");
        if (client_.server_time()) walk.confirmed = iso8601(*client_.server_time());
    }
    return walk.text();
}

FeedPage Feeds::read(const Feed& feed, const std::string& cursor, const Find& find) {
    if (feed.name == "created") return walk_down_ids(cursor, find);
    if (feed.name == "open") return walk_up_ids(cursor, find, true);
    if (feed.name == "history") return walk_up_ids(cursor, find, false);
    return walk_down_dates(feed.name, cursor, find);
}

FeedPage Feeds::walk_down_ids(const std::string& cursor, const Find& find) {
    Walk walk = Walk::parse(cursor);
    const auto page = list(walk.page, "id", "desc", narrowed(find));
    const auto facts = PageFacts::of(page, walk.page);
    const auto confirmed = number(walk.confirmed);
    walk.target = std::to_string(std::max({number(walk.target), highest(facts.ids), confirmed}));

    FeedPage out;
    out.total = facts.total < 0 ? 0 : static_cast<std::size_t>(facts.total);
    bool reached = facts.is_last;
    for (auto& ticket : tickets_of(page)) {
        if (number(ticket.id) > confirmed)
            out.tickets.push_back(std::move(ticket));
        else if (is_descending(facts.ids))
            reached = true;  // a list that is not in order has to be read to its end
    }
    if (reached && pages_to_repeat(walk, facts, true) == 0)
        start_over(walk);
    else
        step(walk, facts, true);
    out.more = walk.page > 1 || walk.last != 0 || walk.repeats > 0;
    out.cursor = walk.text();
    return out;
}

FeedPage Feeds::walk_down_dates(const std::string& field, const std::string& cursor, const Find& find) {
    Walk walk = Walk::parse(cursor);
    FeedPage out;
    out.cursor = cursor;
    json::Document page = [&] {
        try {
            return list(walk.page, field, "desc", narrowed(find));
        } catch (const SyncError& error) {
            // An instance that cannot sort by this date says 400: the sweep sees those changes, later.
            if (error.reach != Reach::item) throw;
            return json::Document::parse("{}", "no page");
        }
    }();
    const auto facts = PageFacts::of(page, walk.page);
    const auto dates = dates_of(page, field);
    if (dates.empty() || !is_newest_first(dates)) {
        if (walk.page > 1) start_over(walk);
        out.cursor = walk.text();
        return out;
    }
    const auto confirmed = parse_time(walk.confirmed);
    if (walk.page == 1 && dates.front())
        walk.target = iso8601(std::max(*dates.front(), confirmed.value_or(*dates.front())));
    if (walk.target.empty()) walk.target = walk.confirmed;

    auto tickets = tickets_of(page);
    bool reached = facts.is_last;
    for (std::size_t i = 0; i < tickets.size() && i < dates.size(); ++i) {
        if (dates[i] && (!confirmed || *dates[i] >= *confirmed - overlap))
            out.tickets.push_back(std::move(tickets[i]));
        else
            reached = true;
    }
    if (reached) {
        start_over(walk);
    } else {
        ++walk.page;
        walk.last = 1;
    }
    out.more = !reached;
    out.cursor = walk.text();
    return out;
}

FeedPage Feeds::walk_up_ids(const std::string& cursor, const Find& find, bool open_only) {
    Walk walk = Walk::parse(cursor);
    Query query = narrowed(find);
    if (open_only && narrows_by_status_ && find.count("status") == 0)
        query.emplace_back("not_status", "resolved");
    json::Document page = [&] {
        try {
            return list(walk.page, "id", "asc", query);
        } catch (const SyncError& error) {
            if (error.reach != Reach::item || !open_only || !narrows_by_status_) throw;
            narrows_by_status_ = false;
            return list(walk.page, "id", "asc", narrowed(find));
        }
    }();
    const auto facts = PageFacts::of(page, walk.page);
    FeedPage out;
    out.total = facts.total < 0 ? 0 : static_cast<std::size_t>(facts.total);
    // A page that begins where the one before ended up is the same page again: the list has no more of them.
    const bool same_again =
        walk.page > 1 && facts.total < 0 && !facts.ids.empty() && facts.ids.back() == walk.last;
    if (!same_again) out.tickets = tickets_of(page);
    if (open_only)
        out.tickets.erase(std::remove_if(out.tickets.begin(), out.tickets.end(),
                                         [](const Ticket& t) { return !is_open(t); }),
                          out.tickets.end());
    out.more = !(facts.is_last || same_again) || pages_to_repeat(walk, facts, false) > 0;
    step(walk, facts, false);
    out.cursor = out.more ? walk.text() : "";
    return out;
}

Query Feeds::narrowed(const Find& find) {
    Query query;
    for (const auto& [key, values] : find) {
        const auto* narrowing = narrowing_of(key);
        // Of several values of a kind Deskpro takes one only, labels excepted: then it lists more, and
        // `select` decides.
        if (narrowing == nullptr || (values.size() > 1 && key != "labels")) continue;
        for (const auto& value : values) {
            const auto id = narrowing->list == nullptr ? std::optional<std::string>(value)
                                                       : lookups_.id_of(narrowing->list, value);
            if (id) query.emplace_back(narrowing->parameter, *id);
        }
    }
    return query;
}

std::vector<std::string> Feeds::doubts(const Find& find) {
    std::vector<std::string> out;
    std::vector<std::string> keys;
    for (const auto& narrowing : narrowings) keys.emplace_back(narrowing.key);
    for (const auto& [key, values] : find) {
        const auto* narrowing = narrowing_of(key);
        if (narrowing == nullptr) {
            out.push_back(fmt::format("find: Deskpro does not list by '{}'; it can list by {}", key,
                                      fmt::join(keys, ", ")));
            continue;
        }
        if (narrowing->list == nullptr) continue;
        const auto titles = lookups_.titles(narrowing->list);
        for (const auto& value : values) {
            if (titles.empty() || lookups_.id_of(narrowing->list, value)) continue;
            const auto near = nearest_name(value, titles);
            out.push_back(fmt::format("find: there is no {} '{}'{}", key, value,
                                      near.empty() ? fmt::format("; there are: {}", fmt::join(titles, ", "))
                                                   : fmt::format("; did you mean '{}'?", near)));
        }
    }
    return out;
}

}  // namespace deskbridge::deskpro
