#include "sync/collect.h"

#include "content/digest.h"
#include "decide/decide.h"
#include "sync/item_links.h"
#include "sync/link_making.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>

namespace deskbridge {

namespace {

/// Listed tickets are kept for deciding right away, up to this many; the rest is read again by id.
constexpr std::size_t carried_at_most = 1'000;

const std::string news_feed = "work items";

void carry(const FeedPage& page, Carried& carried) {
    for (const auto& ticket : page.tickets)
        if (carried.size() < carried_at_most) carried.insert_or_assign(ticket.id, ticket);
}

std::vector<std::string> ids_of(const std::vector<Ticket>& tickets) {
    std::vector<std::string> ids;
    for (const auto& ticket : tickets) ids.push_back(ticket.id);
    return ids;
}

void collect_feed(Tenant& tenant, const Feed& feed, const Find& find, Carried& carried, CycleReport& report) {
    const auto name = cursor_name(feed, find);
    std::string cursor = tenant.store.cursor(tenant.record.id, name).value_or("");
    for (bool more = true; more && !tenant.clock.stopping();) {
        const FeedPage page = tenant.desk.read_feed(feed, cursor, find);
        tenant.store.collect(tenant.record.id, Lane::live, ids_of(page.tickets), {name, page.cursor});
        carry(page, carried);
        report.listed += page.tickets.size();
        cursor = page.cursor;
        more = page.more;
    }
}

/// A sweep's cursor is kept with its round: in the first, tickets older than the tenant's start are passed
/// over.
struct SweepCursor {
    bool first_round = true;
    std::string place;
};

SweepCursor parse_sweep(const std::string& text) {
    if (text.size() < 2 || text[1] != '|') return {};
    return {text[0] == '0', text.substr(2)};
}

std::string sweep_text(const SweepCursor& cursor) {
    return (cursor.first_round ? "0|" : "1|") + cursor.place;
}

bool is_older(const Ticket& ticket, Time start) {
    const Value created = ticket.get("created");
    const auto* time = std::get_if<Time>(&created);
    return time == nullptr || *time < start;
}

/// What the link's mapping reads of a ticket, as one number; never 0. The first message is in no listing.
std::int64_t listing_digest(const Translator& mapping, const Ticket& ticket) {
    std::string all;
    for (const auto& used : mapping.names()) {
        if (used.name == "description") continue;
        if (used.name == "custom")
            for (const auto& [name, value] : ticket.custom) all += name + "\n" + text_of(value) + "\n";
        else
            all += used.name + "\n" + text_of(ticket.get(used.name)) + "\n";
    }
    if (wants_item_links(mapping.mapping()))
        for (const auto& name : names_of_relatives()) all += name + "\n" + text_of(ticket.get(name)) + "\n";
    std::int64_t number = 0;
    const auto text = digest(all).substr(0, 12);
    std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return number + 1;
}

/// Linked tickets that are not what a listing showed before: an edit of a field moves no date. What is listed
/// for the first time is only remembered.
std::vector<std::string> listed_otherwise(Tenant& tenant, const FeedPage& page, std::vector<Link>& links) {
    std::map<std::string_view, const Ticket*> tickets;
    for (const auto& ticket : page.tickets) tickets.emplace(ticket.id, &ticket);
    std::vector<std::string> wanted;
    std::vector<Recorded> recorded;
    for (auto& link : links) {
        const auto* mapping = translator_named(tenant, link.mapping);
        if (mapping == nullptr) continue;
        const auto listed = listing_digest(*mapping, *tickets.at(link.ticket_id));
        if (listed == link.listed) continue;
        if (link.listed != 0) wanted.push_back(link.ticket_id);
        link.listed = listed;
        recorded.push_back({.intent = 0, .link = link});
    }
    if (!recorded.empty()) tenant.store.record(tenant.record.id, recorded);
    return wanted;
}

/// What a page of a sweep comes down to.
struct Swept {
    std::vector<std::string> wanted;      ///< to be looked at
    std::vector<std::string> passed;      ///< selected, but history
    std::vector<std::string> deselected;  ///< no longer selected: a later selection is news
};

Swept sort_out(Tenant& tenant, const FeedPage& page, bool first_round) {
    const auto ids = ids_of(page.tickets);
    auto links = tenant.store.links_of(tenant.record.id, ids);
    std::set<std::string> linked;
    for (const auto& link : links) linked.insert(link.ticket_id);
    const auto passed = tenant.store.passed_over(tenant.record.id, ids);
    const std::set<std::string> passed_before(passed.begin(), passed.end());
    Swept swept;
    swept.wanted = listed_otherwise(tenant, page, links);
    for (const auto& ticket : page.tickets) {
        if (linked.count(ticket.id) != 0) continue;
        const bool was_passed = passed_before.count(ticket.id) != 0;
        if (choose(tenant.mappings, ticket).mapping == nullptr) {
            if (was_passed) swept.deselected.push_back(ticket.id);
        } else if (first_round && is_older(ticket, tenant.record.started_at)) {
            if (!was_passed) swept.passed.push_back(ticket.id);
        } else if (!was_passed) {
            swept.wanted.push_back(ticket.id);
        }
    }
    return swept;
}

/// What links there are already may have changed since they were made.
void start_news(Tenant& tenant) {
    const auto cursor = tenant.work.cursor_from_now();
    tenant.store.look_at_all(tenant.record.id, tenant.clock.now());
    tenant.store.collect_news(tenant.record.id, {}, CursorMove{news_feed, cursor});
}

/// Once, and again when it is another one, or was none in between.
void tell_of(Tenant& tenant, const std::string& remark) {
    if (remark != tenant.news_remark && !remark.empty())
        tenant.log.write({Level::warning, tenant.name, remark, {}});
    tenant.news_remark = remark;
}

/// One page; true when the round goes on.
bool sweep_page(Tenant& tenant, const Feed& feed, const Find& find, Carried& carried, CycleReport& report) {
    const auto name = cursor_name(feed, find);
    SweepCursor cursor = parse_sweep(tenant.store.cursor(tenant.record.id, name).value_or(""));
    const FeedPage page = tenant.desk.read_feed(feed, cursor.place, find);
    const Swept swept = sort_out(tenant, page, cursor.first_round);
    if (!swept.passed.empty()) tenant.store.pass_over(tenant.record.id, swept.passed);
    if (!swept.deselected.empty()) tenant.store.forget_passed_over(tenant.record.id, swept.deselected);
    cursor.place = page.more ? page.cursor : "";
    if (!page.more) cursor.first_round = false;
    tenant.store.collect(tenant.record.id, Lane::live, swept.wanted, {name, sweep_text(cursor)});
    carry(page, carried);
    report.listed += swept.wanted.size();
    return page.more;
}

}  // namespace

std::vector<Find> finds_of(const Tenant& tenant) {
    std::vector<Find> finds;
    for (const auto& mapping : tenant.mappings) {
        const Find& find = mapping->mapping().find;
        if (find.empty()) return {Find{}};
        if (std::find(finds.begin(), finds.end(), find) == finds.end()) finds.push_back(find);
    }
    if (finds.empty()) finds.emplace_back();
    return finds;
}

std::string cursor_name(const Feed& feed, const Find& find) {
    std::string name = feed.name;
    for (const auto& [key, values] : find) {
        name += "|" + key + "=";
        for (const auto& value : values) name += value + ",";
    }
    return name;
}

void collect_news(Tenant& tenant) {
    std::string cursor = tenant.store.cursor(tenant.record.id, news_feed).value_or("");
    for (bool more = true; more && !tenant.clock.stopping();) {
        const NewsPage page = tenant.work.read_news(cursor);
        tell_of(tenant, page.remark);
        tenant.store.collect_news(tenant.record.id, page.news, CursorMove{news_feed, page.cursor});
        cursor = page.cursor;
        more = page.more;
    }
}

void collect_looks(Tenant& tenant, bool all) {
    if (all) tenant.store.look_at_all(tenant.record.id, tenant.clock.now());
    const auto limit = all ? std::size_t{std::numeric_limits<std::int32_t>::max()} : tenant.options.looks;
    tenant.store.collect_due(tenant.record.id, tenant.clock.now(), limit);
}

void start_feeds(Tenant& tenant) {
    for (const auto& find : finds_of(tenant)) {
        for (const auto& feed : tenant.desk.feeds()) {
            if (feed.kind != Feed::Kind::changes) continue;
            const auto name = cursor_name(feed, find);
            if (tenant.store.cursor(tenant.record.id, name)) continue;
            const auto cursor = tenant.desk.cursor_from_now(feed, find);
            tenant.store.collect(tenant.record.id, Lane::live, {}, {name, cursor});
        }
    }
    if (!tenant.store.cursor(tenant.record.id, news_feed)) start_news(tenant);
    if (tenant.record.started_at == Time{}) {
        tenant.record.started_at = tenant.desk.server_time().value_or(tenant.clock.now());
        tenant.store.remember_started(tenant.record.id, tenant.record.started_at);
    }
}

void collect_changes(Tenant& tenant, Carried& carried, CycleReport& report) {
    start_feeds(tenant);
    for (const auto& find : finds_of(tenant))
        for (const auto& feed : tenant.desk.feeds())
            if (feed.kind == Feed::Kind::changes) collect_feed(tenant, feed, find, carried, report);
}

void collect_sweeps(Tenant& tenant, int pages, Carried& carried, CycleReport& report) {
    for (const auto& find : finds_of(tenant)) {
        for (const auto& feed : tenant.desk.feeds()) {
            if (feed.kind != Feed::Kind::sweep) continue;
            for (int page = 0; (pages == 0 || page < pages) && !tenant.clock.stopping(); ++page)
                if (!sweep_page(tenant, feed, find, carried, report)) break;
        }
    }
}

}  // namespace deskbridge
