#include "sync/history.h"

#include "decide/decide.h"
#include "sync/cycle.h"

#include <charconv>
#include <set>
#include <string_view>
#include <utility>

namespace deskbridge {

namespace {

std::string text_or_empty(const std::optional<Time>& time) {
    return time ? iso8601(*time) : std::string();
}

/// One walk for every history feed and every find, one after the other: the cursor is "<walk>|<place>".
struct Place {
    std::size_t walk = 0;
    std::string cursor;
};

Place parse_place(const std::string& text) {
    Place place;
    const auto bar = text.find('|');
    if (bar == std::string::npos) return place;
    std::from_chars(text.data(), text.data() + bar, place.walk);
    place.cursor = text.substr(bar + 1);
    return place;
}

struct Walk {
    Feed feed;
    Find find;
};

std::vector<Walk> walks_of(Tenant& tenant) {
    std::vector<Walk> walks;
    for (const auto& find : finds_of(tenant))
        for (const auto& feed : tenant.desk.feeds())
            if (feed.kind == Feed::Kind::history) walks.push_back({feed, find});
    return walks;
}

bool is_within(const Ticket& ticket, const HistoryJob& job) {
    const Value created = ticket.get("created");
    const auto* time = std::get_if<Time>(&created);
    if (time == nullptr) return job.since.empty() && job.until.empty();
    const auto since = parse_time(job.since);
    const auto until = parse_time(job.until);
    return (!since || *time >= *since) && (!until || *time < *until);
}

/// A mapping that reads the description decides later, and so does one that fails: its ticket has to be seen.
bool may_be_selected(Tenant& tenant, const Ticket& ticket) {
    for (const auto& mapping : tenant.mappings)
        if (mapping->select_needs_description()) return true;
    const Choice choice = choose(tenant.mappings, ticket);
    return choice.mapping != nullptr || choice.problem;
}

/// What an earlier page left is less than a batch; more than that has failed, and is read anew.
void carry(const Tenant& tenant, std::vector<Ticket> tickets, const std::vector<std::string>& wanted,
           Carried& carried) {
    if (carried.size() > tenant.options.batch) carried.clear();
    const std::set<std::string_view> chosen(wanted.begin(), wanted.end());
    for (auto& ticket : tickets)
        if (chosen.count(ticket.id) != 0) carried.insert_or_assign(ticket.id, std::move(ticket));
}

}  // namespace

void work_off_history(Tenant& tenant, const HistoryJob& job, Carried& carried, CycleReport& report) {
    const auto waiting = [&] { return tenant.store.waiting(tenant.record.id, Lane::history); };
    for (auto before = waiting(); !job.finished;) {
        if (before < tenant.options.batch) return;
        work_off(tenant, 1, carried, report);
        const auto left = waiting();
        if (left >= before) break;
        before = left;
    }
    work_off(tenant, 0, carried, report);
}

std::vector<std::string> wanted_of(Tenant& tenant, const HistoryJob& job, const FeedPage& page) {
    std::vector<std::string> ids;
    for (const auto& ticket : page.tickets) ids.push_back(ticket.id);
    std::set<std::string> linked;
    for (const auto& link : tenant.store.links_of(tenant.record.id, ids)) linked.insert(link.ticket_id);
    std::vector<std::string> wanted;
    for (const auto& ticket : page.tickets) {
        if (job.limit > 0 && job.listed + static_cast<std::int64_t>(wanted.size()) >= job.limit) break;
        if (linked.count(ticket.id) == 0 && is_within(ticket, job) && may_be_selected(tenant, ticket))
            wanted.push_back(ticket.id);
    }
    return wanted;
}

HistoryJob begin_history(Tenant& tenant, const HistoryWish& wish) {
    start_feeds(tenant);
    HistoryJob job;
    job.since = text_or_empty(wish.since);
    job.until = text_or_empty(wish.until);
    job.limit = wish.limit;
    if (const auto open = tenant.store.open_history(tenant.record.id))
        if (open->since == job.since && open->until == job.until && open->limit == job.limit) return *open;
    job.id = tenant.store.start_history(tenant.record.id, job);
    return job;
}

void history_page(Tenant& tenant, HistoryJob& job, Carried& carried, CycleReport& report) {
    const auto walks = walks_of(tenant);
    Place place = parse_place(job.cursor);
    if (place.walk >= walks.size()) {
        job.finished = true;
        tenant.store.collect_history(tenant.record.id, job, {});
        return;
    }
    const auto& walk = walks[place.walk];
    FeedPage page = tenant.desk.read_feed(walk.feed, place.cursor, walk.find);
    const auto wanted = wanted_of(tenant, job, page);
    carry(tenant, std::move(page.tickets), wanted, carried);

    HistoryJob moved = job;
    moved.listed += static_cast<std::int64_t>(wanted.size());
    if (!page.more) ++place.walk;
    moved.cursor = std::to_string(place.walk) + "|" + (page.more ? page.cursor : "");
    moved.finished = place.walk >= walks.size() || (moved.limit > 0 && moved.listed >= moved.limit);
    tenant.store.collect_history(tenant.record.id, moved, wanted);
    job = moved;
    report.listed += wanted.size();
    report.announced = page.total;
}

}  // namespace deskbridge
