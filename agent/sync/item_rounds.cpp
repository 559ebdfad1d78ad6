#include "sync/item_rounds.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>

namespace deskbridge {

namespace {

constexpr std::size_t most_ids = 200;
constexpr auto between_rounds = std::chrono::hours{1};
const std::string rounds_name = "work items by id";

/// `next`: the place among the links where it goes on; 0 between two rounds.
struct Round {
    std::size_t next = 0;
    Time began{};
};

std::string text_of(const Round& round) {
    return fmt::format("{} {}", round.next, round.began.time_since_epoch().count());
}

std::optional<Round> parse_round(const std::string& text) {
    const auto blank = text.find(' ');
    if (blank == std::string::npos) return {};
    Round round;
    Time::rep began = 0;
    std::from_chars(text.data(), text.data() + blank, round.next);
    std::from_chars(text.data() + blank + 1, text.data() + text.size(), began);
    round.began = Time{Time::duration{began}};
    return round;
}

/// By item: the lowest revision that one of its links has been told of.
std::map<WorkItemId, Link> told_of(std::vector<Link> links) {
    const auto told = [](const Link& link) { return std::max(link.revision, link.seen); };
    std::map<WorkItemId, Link> items;
    for (auto& link : links) {
        if (is_over(link.state)) continue;
        const auto [at, fresh] = items.emplace(link.work_item, link);
        if (!fresh && told(link) < told(at->second)) at->second = std::move(link);
    }
    return items;
}

/// Gone or out of sight. One with news is looked at anyway, and what nobody waits for is left alone.
void add_missing(Tenant& tenant, const std::map<WorkItemId, Link>& items, const std::set<WorkItemId>& seen,
                 std::vector<ItemNews>& news) {
    std::vector<WorkItemId> missing;
    for (const auto& [id, link] : items)
        if (seen.count(id) == 0 && link.state == LinkState::active && link.seen <= link.revision)
            missing.push_back(id);
    if (missing.empty()) return;
    const auto presence = tenant.work.presence(missing);
    for (std::size_t i = 0; i < missing.size(); ++i)
        news.push_back({missing[i], items.at(missing[i]).revision + 1, presence[i] == ItemPresence::deleted});
}

std::vector<ItemNews> look_at(Tenant& tenant, const std::map<WorkItemId, Link>& items) {
    std::vector<ItemNews> news;
    std::vector<WorkItemId> ids;
    for (const auto& [id, link] : items) ids.push_back(id);
    if (ids.empty()) return news;
    std::set<WorkItemId> seen;
    for (const auto& item : tenant.work.read(ids)) {
        const auto link = items.find(item.id);
        if (link == items.end()) continue;
        seen.insert(item.id);
        const bool back = link->second.state == LinkState::item_gone;
        if (back || item.revision > std::max(link->second.revision, link->second.seen))
            news.push_back({item.id, std::max(item.revision, back ? link->second.revision + 1 : 0), false});
    }
    add_missing(tenant, items, seen, news);
    return news;
}

/// One call for the next links; false when the round is over.
bool go_on(Tenant& tenant, Round& round) {
    auto links = tenant.store.links(tenant.record.id, round.next, most_ids);
    const bool more = links.size() == most_ids;
    round.next = more ? round.next + links.size() : 0;
    const auto news = look_at(tenant, told_of(std::move(links)));
    tenant.store.collect_news(tenant.record.id, news, CursorMove{rounds_name, text_of(round)});
    return more;
}

}  // namespace

void look_after_items(Tenant& tenant) {
    const auto now = tenant.clock.now();
    auto round = parse_round(tenant.store.cursor(tenant.record.id, rounds_name).value_or(""));
    if (!round || round->began > now) {  // the first time, or the clock was set back
        tenant.store.collect_news(tenant.record.id, {}, CursorMove{rounds_name, text_of({0, now})});
        return;
    }
    if (round->next == 0 && now - round->began < between_rounds) return;
    if (round->next == 0) round->began = now;
    for (std::size_t items = 0; items < tenant.options.looks && !tenant.clock.stopping(); items += most_ids)
        if (!go_on(tenant, *round)) return;
}

}  // namespace deskbridge
