#include "sync/events.h"

#include "decide/discussion.h"
#include "mapping/coercion.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

Message note_on_item(const Tenant& tenant, const Pair& pair, const std::string& what,
                     const std::string& sentence) {
    Message message;
    message.id = event_id(what, pair.link().revision);
    message.author.name = "deskbridge";
    message.created = tenant.clock.now();
    message.text = {"<p>" + escape_html(sentence) + "</p>"};
    return message;
}

Hearing note_on_ticket(const Tenant& tenant, const Pair& pair, int what, const std::string& sentence) {
    Hearing hearing;
    hearing.comment.id = event_number(pair.link().revision, what);
    hearing.comment.author.name = "deskbridge";
    hearing.comment.created = tenant.clock.now();
    hearing.comment.text = "<p>" + escape_html(sentence) + "</p>";
    return hearing;
}

bool ticket_gone(Tenant& tenant, Pair& pair) {
    if (pair.link().state == LinkState::ticket_gone) return true;
    const bool spam = pair.of->ticket.presence == Presence::spam;
    pair.work.sayings.push_back(
        note_on_item(tenant, pair, "gone",
                     fmt::format("The ticket {} was {}. Nothing more is carried until it is back.",
                                 pair.of->ticket.id, spam ? "marked as spam" : "deleted")));
    pair.link().state = LinkState::ticket_gone;
    return true;
}

/// The ticket that survived has a work item of its own, and keeps that alone.
bool merged_away(Tenant& tenant, Pair& pair) {
    auto& link = pair.link();
    if (link.state == LinkState::active && pair.presence == ItemPresence::there) {
        pair.work.sayings.push_back(note_on_item(
            tenant, pair, "merged",
            fmt::format("The ticket {} was merged into {}, which has a work item of its own. Nothing more is "
                        "carried here.",
                        link.ticket_id, pair.of->ticket.id)));
        link.state = LinkState::ticket_gone;
    }
    link.revision = std::max(link.revision, link.seen);
    return true;
}

bool item_gone(Tenant& tenant, Pair& pair) {
    auto& link = pair.link();
    if (link.state != LinkState::item_gone) {
        pair.desk.sayings.push_back(
            note_on_ticket(tenant, pair, 1,
                           fmt::format("Work item {} was deleted. Nothing more is carried until it is back.",
                                       link.work_item)));
        link.state = LinkState::item_gone;
    }
    link.revision = std::max(link.revision, link.seen);
    return true;
}

/// Nobody is left who could be told. Whichever is back first is looked at then.
bool both_gone(Pair& pair) {
    auto& link = pair.link();
    link.state = LinkState::item_gone;
    link.revision = std::max(link.revision, link.seen);
    return true;
}

bool ticket_back(Tenant& tenant, Pair& pair) {
    pair.work.sayings.push_back(
        note_on_item(tenant, pair, "back", fmt::format("The ticket {} is back.", pair.of->ticket.id)));
    pair.link().state = LinkState::active;
    return false;
}

bool item_back(Tenant& tenant, Pair& pair) {
    pair.desk.sayings.push_back(
        note_on_ticket(tenant, pair, 2, fmt::format("Work item {} is back.", pair.link().work_item)));
    pair.link().state = LinkState::active;
    return false;
}

}  // namespace

std::int64_t event_number(int revision, int what) {
    constexpr std::int64_t first = std::int64_t{1} << 49;
    return -(first + std::int64_t{revision} * 8 + what);
}

bool take_events(Tenant& tenant, Pair& pair) {
    if (pair.of->ticket.id != pair.link().ticket_id) return merged_away(tenant, pair);
    const bool item_away =
        pair.presence == ItemPresence::deleted || (pair.link().state == LinkState::item_gone && !pair.item);
    if (pair.of->ticket.presence != Presence::there)
        return item_away ? both_gone(pair) : ticket_gone(tenant, pair);
    if (pair.presence == ItemPresence::deleted) return item_gone(tenant, pair);
    if (pair.presence == ItemPresence::hidden) return true;
    if (pair.link().state == LinkState::ticket_gone) return ticket_back(tenant, pair);
    if (pair.link().state == LinkState::item_gone) return pair.item ? item_back(tenant, pair) : true;
    return false;
}

std::vector<Link> follow_merge(Tenant& tenant, const Ticket& merged, const std::vector<Link>& links) {
    const std::vector<std::string> survivor{merged.id};
    if (!tenant.store.links_of(tenant.record.id, survivor).empty()) return {};
    std::vector<Link> moved;
    for (const auto& link : links) {
        tenant.store.move_link(tenant.record.id, link.ticket_id, link.work_item, merged.id);
        moved.push_back(link);
        moved.back().ticket_id = merged.id;
        tenant.log.write({Level::info,
                          tenant.name,
                          fmt::format("ticket {} was merged into {}; work item {} goes on with that one",
                                      merged.merged, merged.id, link.work_item),
                          {}});
    }
    return moved;
}

}  // namespace deskbridge
