#include "sync/events.h"

#include "decide/discussion.h"
#include "mapping/coercion.h"
#include "sync/counts.h"
#include "sync/link_making.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace deskbridge {

namespace {

constexpr std::string_view type_field = "System.WorkItemType";
constexpr std::string_view project_field = "System.TeamProject";
constexpr std::string_view no_longer_linked = "The two are no longer linked.";

const EventRules& rules_of(const Pair& pair) {
    return pair.mapping->mapping().events;
}

OnEvent rule_for_gone(const Pair& pair) {
    return pair.of->ticket.presence == Presence::spam ? rules_of(pair).ticket_spam
                                                      : rules_of(pair).ticket_deleted;
}

void tell_item(const Tenant& tenant, Pair& pair, const std::string& id, const std::string& sentence) {
    Message message;
    message.id = id;
    message.author.name = "deskbridge";
    message.created = tenant.clock.now();
    message.text = {"<p>" + escape_html(sentence) + "</p>"};
    pair.work.sayings.push_back(std::move(message));
}

std::string id_of(const Pair& pair, const std::string& what) {
    return event_id(what, pair.link().revision);
}

void tell_ticket(const Tenant& tenant, Pair& pair, int what, const std::string& sentence) {
    Hearing hearing;
    hearing.comment.id = event_number(what == event::final ? 0 : pair.link().revision, what);
    hearing.comment.author.name = "deskbridge";
    hearing.comment.created = tenant.clock.now();
    hearing.comment.text = "<p>" + escape_html(sentence) + "</p>";
    pair.desk.sayings.push_back(std::move(hearing));
}

std::string word_for_gone(const Pair& pair) {
    return pair.of->ticket.presence == Presence::spam ? "marked as spam" : "deleted";
}

bool ticket_gone(Tenant& tenant, Pair& pair) {
    auto& link = pair.link();
    if (link.state == LinkState::ticket_gone) return true;
    pair.recycle = link.state == LinkState::recycling && is_to_recycle(tenant, pair);
    if (pair.recycle) return true;
    const auto what = fmt::format("The ticket {} was {}. ", link.ticket_id, word_for_gone(pair));
    if (rule_for_gone(pair) == OnEvent::unlink) {
        tell_item(tenant, pair, final_note(), what + std::string(no_longer_linked));
        end_link(link, LinkState::ended, fmt::format("the ticket was {}", word_for_gone(pair)));
    } else if (is_to_recycle(tenant, pair)) {
        tell_item(tenant, pair, id_of(pair, "gone"), what + "This work item goes to the recycle bin.");
        link.state = LinkState::recycling;
    } else {
        tell_item(tenant, pair, id_of(pair, "gone"), what + "Nothing more is carried until it is back.");
        link.state = LinkState::ticket_gone;
    }
    return true;
}

/// What tracks the ticket that survived, as part of a sentence.
std::string survivor_is_tracked(Tenant& tenant, const Pair& pair) {
    const std::vector<std::string> survivor{pair.of->ticket.id};
    const auto links = tenant.store.links_of(tenant.record.id, survivor);
    const auto live = std::find_if(links.begin(), links.end(),
                                   [](const Link& link) { return link.automatic && !is_over(link.state); });
    if (live == links.end()) return {};
    return live->work_item == pair.link().work_item
               ? std::string(", which is linked to this work item too")
               : fmt::format(", which work item {} tracks", live->work_item);
}

/// The ticket that survived goes on with its own work item, or shall not have this one.
bool merged_away(Tenant& tenant, Pair& pair) {
    auto& link = pair.link();
    const auto tracked = survivor_is_tracked(tenant, pair);
    const bool untold = link.state == LinkState::active || pair.item;
    if (pair.presence == ItemPresence::there && untold)
        tell_item(tenant, pair, final_note(),
                  fmt::format("The ticket {} was merged into {}{}. {}", link.ticket_id, pair.of->ticket.id,
                              tracked, no_longer_linked));
    end_link(link, LinkState::ended,
             fmt::format("the ticket was merged into {}{}", pair.of->ticket.id, tracked));
    return true;
}

/// By what its ticket heard last of it.
bool was_told_of_gone(Tenant& tenant, const Pair& pair) {
    constexpr int whats = 8;
    const auto heard = tenant.store.heard(tenant.record.id, pair.link().ticket_id, pair.link().work_item);
    // the later an event, the lower its number
    for (const auto& [number, copy] : heard) {
        if (number > event_number(0, 0)) return false;
        const auto what = (event_number(0, 0) - number) % whats;
        if (what == event::item_gone || what == event::item_back) return what == event::item_gone;
    }
    return false;
}

void see_all(Link& link) {
    link.revision = std::max(link.revision, link.seen);
}

bool item_gone(Tenant& tenant, Pair& pair) {
    auto& link = pair.link();
    const auto what = fmt::format("Work item {} was deleted. ", link.work_item);
    const auto rule = rules_of(pair).item_deleted;
    if (rule == OnEvent::unlink) {
        tell_ticket(tenant, pair, event::final, what + std::string(no_longer_linked));
        end_link(link, LinkState::ended, "the work item was deleted");
    } else if (rule == OnEvent::recreate && link.automatic) {
        tell_ticket(tenant, pair, event::final, what + "Another one is made for this ticket.");
        link.automatic = false;
        end_link(link, LinkState::replaced, "the work item was deleted; the ticket got another one");
    } else if (link.state != LinkState::item_gone) {
        tell_ticket(tenant, pair, event::item_gone, what + "Nothing more is carried until it is back.");
        link.state = LinkState::item_gone;
        see_all(link);
    } else {
        see_all(link);
    }
    return true;
}

/// Nobody is left who could be told. Whichever is back first is looked at then.
bool both_gone(Pair& pair) {
    auto& link = pair.link();
    if (rule_for_gone(pair) == OnEvent::unlink) {
        end_link(link, LinkState::ended, fmt::format("the ticket was {}", word_for_gone(pair)));
        return true;
    }
    link.state = LinkState::item_gone;
    see_all(link);
    return true;
}

bool ticket_back(Tenant& tenant, Pair& pair) {
    tell_item(tenant, pair, id_of(pair, "back"), fmt::format("The ticket {} is back.", pair.of->ticket.id));
    pair.link().state = LinkState::active;
    return false;
}

/// The item is still away: a ticket that was away too when it went has not heard of it.
bool item_still_gone(Tenant& tenant, Pair& pair) {
    if (!was_told_of_gone(tenant, pair)) {
        pair.link().state = LinkState::active;
        return item_gone(tenant, pair);
    }
    return true;
}

bool item_back(Tenant& tenant, Pair& pair) {
    tell_ticket(tenant, pair, event::item_back, fmt::format("Work item {} is back.", pair.link().work_item));
    pair.link().state = LinkState::active;
    return false;
}

/// Says so where the mapping wants it said. True when the link ends with it.
bool tell_of_change(Tenant& tenant, Pair& pair, OnEvent rule, int what, const std::string& change) {
    const auto item = fmt::format("Work item {} ", pair.link().work_item);
    if (rule == OnEvent::note) tell_ticket(tenant, pair, what, item + change + ".");
    if (rule != OnEvent::unlink) return false;
    tell_ticket(tenant, pair, event::final, fmt::format("{}{}. {}", item, change, no_longer_linked));
    end_link(pair.link(), LinkState::ended, "the work item " + change);
    return true;
}

std::string text_in(const WorkItem& item, std::string_view field) {
    const auto found = item.fields.find(field);
    return found == item.fields.end() ? std::string() : text_of(found->second);
}

bool take_move(Tenant& tenant, Pair& pair) {
    const auto project = text_in(*pair.item, project_field);
    const auto& before = pair.before.project;
    if (project.empty() || before.empty() || same_name(project, before)) return false;
    return tell_of_change(tenant, pair, rules_of(pair).item_moved, event::moved,
                          fmt::format("was moved to project {}", project));
}

/// A type that is not known was never looked at since the mapping wants to know of it.
bool take_retyping(Tenant& tenant, Pair& pair) {
    const auto type = text_in(*pair.item, type_field);
    const auto before = pair.before.base.find(type_field);
    if (type.empty() || before == pair.before.base.end() || same_name(type, before->second)) return false;
    return tell_of_change(tenant, pair, rules_of(pair).item_retyped, event::retyped,
                          fmt::format("is of type {} now", type));
}

void take_merge(Tenant& tenant, Pair& pair) {
    auto& base = pair.link().base;
    const auto merged = base.find(merged_entry);
    if (merged == base.end()) return;
    tell_item(tenant, pair, event_id("merged-" + merged->second, 0),
              fmt::format("The ticket {} was merged into {}, with which this work item goes on.",
                          merged->second, pair.of->ticket.id));
    base.erase(merged);
}

/// The oldest link of an item rules its fields. When it goes, the next one's ticket hears of it.
void take_role(Tenant& tenant, Pair& pair) {
    auto& base = pair.link().base;
    if (pair.follower) {
        base[std::string(role_entry)] = "follower";
        return;
    }
    if (base.count(role_entry) == 0) return;
    pair.takes_over = true;  // the entry goes with what is told to the item
    const auto item = pair.link().work_item;
    tell_ticket(tenant, pair, event::takes_over,
                fmt::format("This ticket rules the fields of work item {} from now on: the one that did has "
                            "gone.",
                            item));
    tell_item(tenant, pair, id_of(pair, "primary"),
              fmt::format("The ticket {} rules the fields of this work item from now on: the one that did "
                          "has gone.",
                          pair.of->ticket.id));
}

/// Both sides are there.
bool take_changes(Tenant& tenant, Pair& pair) {
    take_merge(tenant, pair);
    if (pair.item && (take_move(tenant, pair) || take_retyping(tenant, pair))) return true;
    take_role(tenant, pair);
    return false;
}

bool wants_to_follow(Tenant& tenant, const Link& link) {
    const auto* mapping = mapping_named(tenant, link.mapping);
    return mapping == nullptr || mapping->events.ticket_merged != OnEvent::unlink;
}

/// What has to be told comes with the link, so that it is told whatever happens on the way.
void keep_for_telling(Tenant& tenant, Link& link, const Ticket& merged) {
    const auto* mapping = mapping_named(tenant, link.mapping);
    if (mapping == nullptr || mapping->events.ticket_merged != OnEvent::note) return;
    link.base[std::string(merged_entry)] = merged.merged;
    tenant.store.record(tenant.record.id, std::vector<Recorded>{{.intent = 0, .link = link}});
}

}  // namespace

std::string final_note() {
    return event_id("ended", 0);
}

std::int64_t event_number(int revision, int what) {
    constexpr std::int64_t first = std::int64_t{1} << 49;
    return -(first + std::int64_t{revision} * 8 + what);
}

bool is_to_recycle(Tenant& tenant, const Pair& pair) {
    const auto& link = pair.link();
    const bool untold = link.state == LinkState::active || link.state == LinkState::recycling;
    if (pair.of->ticket.presence == Presence::there || pair.of->ticket.id != link.ticket_id || !untold ||
        !link.automatic || pair.presence != ItemPresence::there || rule_for_gone(pair) != OnEvent::recycle)
        return false;
    const std::vector<WorkItemId> item{link.work_item};
    const auto links = tenant.store.links_of_items(tenant.record.id, item);
    return std::none_of(links.begin(), links.end(), [&](const Link& other) {
        return other.ticket_id != link.ticket_id && other.state == LinkState::active;
    });
}

bool take_events(Tenant& tenant, Pair& pair) {
    auto& link = pair.link();
    if (pair.of->ticket.id != link.ticket_id) return merged_away(tenant, pair);
    const bool item_away =
        pair.presence == ItemPresence::deleted || (link.state == LinkState::item_gone && !pair.item);
    if (pair.of->ticket.presence != Presence::there)
        return item_away ? both_gone(pair) : ticket_gone(tenant, pair);
    if (pair.presence == ItemPresence::deleted) return item_gone(tenant, pair);
    if (pair.presence == ItemPresence::hidden) return true;
    if (link.state == LinkState::item_gone && !pair.item) return item_still_gone(tenant, pair);
    if (take_changes(tenant, pair)) return true;
    if (link.state == LinkState::ticket_gone || link.state == LinkState::recycling)
        return ticket_back(tenant, pair);
    return link.state == LinkState::item_gone && item_back(tenant, pair);
}

std::vector<Link> follow_merge(Tenant& tenant, const Ticket& merged, const std::vector<Link>& links) {
    const std::vector<std::string> survivor{merged.id};
    if (!tenant.store.links_of(tenant.record.id, survivor).empty()) return {};
    std::vector<Link> moved;
    for (const auto& link : links) {
        if (!wants_to_follow(tenant, link)) continue;
        moved.push_back(link);
        keep_for_telling(tenant, moved.back(), merged);
        tenant.store.move_link(tenant.record.id, link.ticket_id, link.work_item, merged.id);
        moved.back().ticket_id = merged.id;
        tenant.log.write({Level::info,
                          tenant.name,
                          fmt::format("ticket {} was merged into {}; work item {} goes on with that one",
                                      merged.merged, merged.id, link.work_item),
                          {}});
    }
    return moved;
}

std::set<std::string> wake_heirs(Tenant& tenant, const std::vector<LinkedTicket>& tickets,
                                 const std::vector<Pair>& pairs) {
    std::set<WorkItemId> left;
    for (const auto& ticket : tickets)
        for (const auto& link : ticket.links)
            if (is_over(link.state)) left.insert(link.work_item);
    std::set<WorkItemId> changed;
    for (const auto& pair : pairs) {
        if (pair.link().state != LinkState::active) left.insert(pair.link().work_item);
        if (pair.link().state != pair.was) changed.insert(pair.link().work_item);
    }
    left.insert(changed.begin(), changed.end());
    std::set<std::string> heirs;
    if (left.empty()) return heirs;
    const std::vector<WorkItemId> items(left.begin(), left.end());
    std::set<WorkItemId> ruled;
    std::vector<ItemNews> news;
    for (const auto& link : tenant.store.links_of_items(tenant.record.id, items)) {
        if (!has_ticket(link) || !ruled.insert(link.work_item).second) continue;
        const bool counts = changed.count(link.work_item) != 0 && reads_counts(tenant, link.mapping);
        if (!counts && link.base.count(role_entry) == 0) continue;
        news.push_back({link.work_item, link.revision + 1, false});
        heirs.insert(link.ticket_id);
    }
    if (!news.empty()) tenant.store.collect_news(tenant.record.id, news, {});
    return heirs;
}

}  // namespace deskbridge
