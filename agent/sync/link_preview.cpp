#include "sync/link_preview.h"

#include "decide/discussion.h"
#include "decide/field_state.h"
#include "decide/hearing.h"
#include "sync/events.h"
#include "sync/files.h"
#include "sync/gather.h"
#include "sync/link_making.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Kind = LinkPreview::Kind;

void hold(LinkPreview& preview, std::string reason, std::string hint) {
    if (preview.kind == Kind::hold) return;
    preview.kind = Kind::hold;
    preview.reason = std::move(reason);
    preview.hint = std::move(hint);
}

std::vector<Conflict> conflicts_of(Tenant& tenant, const Link& link) {
    auto conflicts = tenant.store.conflicts(tenant.record.id, link.ticket_id, false);
    std::erase_if(conflicts, [&](const Conflict& conflict) { return conflict.work_item != link.work_item; });
    return conflicts;
}

std::vector<FieldSight> sights_of(const std::vector<FieldState>& states, const LinkPlan& plan) {
    ensure(states.size() == plan.fields.size(), "a plan says something of every field");
    std::vector<FieldSight> fields;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto& source = states[i].rule->source;
        fields.push_back({plan.fields[i], source.kind == Source::Kind::desk ? source.text : std::string(),
                          states[i].desk, states[i].work, states[i].base.work});
    }
    return fields;
}

/// The rules of the item's type; nothing when they are not to be had.
struct TypeOf {
    const TypeRules* type = nullptr;
    const Process* process = nullptr;
    Target target;
};

TypeOf rules_for(Tenant& tenant, Pair& pair) {
    TypeOf found{nullptr, nullptr, target_of(pair)};
    if (!found.target.problems.empty()) return found;
    ensure_rules(tenant, {{found.target.project, {found.target.type}}});
    const auto process = tenant.rules.processes.find(found.target.project);
    if (process == tenant.rules.processes.end()) return found;
    found.process = &process->second;
    found.type = process->second.type(found.target.type);
    return found;
}

void read_item(Tenant& tenant, Pair& pair) {
    std::vector<Pair> alone;
    pair.link().seen = pair.link().revision + 1;
    alone.push_back(std::move(pair));
    read_items(tenant, alone);
    pair = std::move(alone.front());
}

void decide_fields(Tenant& tenant, Pair& pair, LinkPreview& preview) {
    const auto open = conflicts_of(tenant, pair.link());
    for (bool again = true; again;) {
        const auto rules = rules_for(tenant, pair);
        if (rules.type == nullptr)
            return hold(preview,
                        fmt::format("the rules of type '{}' in project '{}' are not to be had",
                                    rules.target.type, rules.target.project),
                        "see whether the project and the type are still there");
        const auto view = view_of(tenant, pair, open);
        preview.plan = reconcile(view, *pair.mapping, *rules.type, *rules.process, tenant.rules);
        preview.fields = sights_of(
            field_states(view, *pair.mapping, *rules.type, *rules.process, tenant.rules), preview.plan);
        again = needs_item(preview.plan) && !pair.item;
        if (again) read_item(tenant, pair);
        again = again && pair.item.has_value();
    }
    for (const auto& field : preview.plan.fields)
        if (field.kind == FieldPlan::Kind::problem)
            hold(preview, fmt::format("{}: {}", field.field, field.reason), field.hint);
}

/// What the ticket still has to bring, by the same sorting as when it is carried.
SayingSight said_on_ticket(Tenant& tenant, const Pair& pair, bool listen) {
    Errand errand;
    errand.link = pair.link();
    errand.sayings = pair.work.sayings;
    errand.listen = listen;
    auto conversation = open_conversation(tenant, std::move(errand));
    while (conversation.more) {
        std::vector<MessageQuery> query{{pair.link().ticket_id, conversation.cursor}};
        auto page = std::move(tenant.desk.read_messages(query).front());
        if (page.error) throw *page.error;
        take_page(conversation, std::move(page));
    }
    SayingSight sight;
    sight.fresh = conversation.next.size();
    sight.edited = conversation.changed.size();
    for (const auto& message : conversation.next)
        sight.open += message.visibility == Visibility::everyone ? 1 : 0;
    if (conversation.complete)
        for (const auto& [id, said] : conversation.said)
            sight.removed += conversation.read.count(id) == 0 && !is_event(id) ? 1 : 0;
    return sight;
}

void count_comments(Tenant& tenant, const Pair& pair, SayingSight& sight) {
    const auto& link = pair.link();
    const auto& rules = *pair.mapping->mapping().comments;
    auto heard = tenant.store.heard(tenant.record.id, link.ticket_id, link.work_item);
    for (const auto& comment : tenant.work.read_comments(link.project, link.work_item)) {
        if (is_copy(comment)) continue;
        const auto known = heard.find(comment.id);
        if (known == heard.end()) {
            ++sight.fresh;
            sight.open += visibility_of(comment, rules) == Visibility::everyone ? 1 : 0;
            continue;
        }
        sight.edited += has_copy(known->second) && known->second.digest != comment_digest(comment) ? 1 : 0;
        heard.erase(known);
    }
    sight.removed +=
        static_cast<std::size_t>(std::count_if(heard.begin(), heard.end(), [](const auto& entry) {
            return entry.first > 0 && has_copy(entry.second);
        }));
}

SayingSight said_on_item(Tenant& tenant, const Pair& pair, bool listen) {
    SayingSight sight;
    sight.fresh = pair.desk.sayings.size();
    if (!listen || !pair.item) return sight;
    const auto& mapping = pair.mapping->mapping();
    if (wants_comments(mapping)) count_comments(tenant, pair, sight);
    if (!wants_item_files(mapping)) return sight;
    const auto handed = tenant.store.handed(tenant.record.id, pair.link().ticket_id, pair.link().work_item);
    for (const auto& file : pair.item->files)
        sight.files += handed.count(file.url) == 0 && file.comment != carried_from_ticket ? 1 : 0;
    return sight;
}

std::string why_nothing(const Pair& pair) {
    switch (pair.link().state) {
        case LinkState::ticket_gone: return "the ticket is gone; nothing is carried until it is back";
        case LinkState::item_gone: return "the work item is deleted; nothing is carried until it is back";
        case LinkState::recycling: return "the ticket is gone; its work item goes to the recycle bin";
        case LinkState::deselected:
            return "the mapping does not select the ticket; nothing is carried until it does";
        case LinkState::replaced:
        case LinkState::ended: return "the link is over: " + why_over(pair.link());
        case LinkState::active: break;
    }
    return "both sides are in step";
}

void look_at(Tenant& tenant, Pair& pair, LinkPreview& preview) {
    if (pair.presence == ItemPresence::hidden)
        return hold(
            preview,
            fmt::format("work item {} cannot be read, and is not in the recycle bin", pair.link().work_item),
            "give the account access to it, or remove the link: deskbridge links remove");
    const bool event = take_events(tenant, pair);
    if (!event) decide_fields(tenant, pair, preview);
    try {
        preview.to_work = said_on_ticket(tenant, pair, !event && wants_discussion(pair.mapping->mapping()));
        preview.to_desk = said_on_item(tenant, pair, !event);
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        hold(preview, error.what(), error.hint);
    }
    if (preview.kind == Kind::hold) return;
    const bool carries = preview.plan.writes() || preview.to_work.any() || preview.to_desk.any();
    preview.kind = carries ? Kind::carry : Kind::nothing;
    preview.reason = carries ? std::string() : why_nothing(pair);
}

LinkPreview at_rest(const LinkedTicket& ticket, const Link& link) {
    LinkPreview preview;
    preview.ticket = ticket.ticket;
    preview.link = link;
    preview.reason = is_over(link.state) ? "the link is over: " + why_over(link)
                                         : fmt::format("the configuration has no mapping '{}'", link.mapping);
    return preview;
}

}  // namespace

std::vector<LinkPreview> preview_links(Tenant& tenant, std::vector<LinkedTicket> tickets, bool whole) {
    std::vector<LinkPreview> previews;
    for (const auto& ticket : tickets)
        for (const auto& link : ticket.links)
            if (is_over(link.state) || mapping_named(tenant, link.mapping) == nullptr)
                previews.push_back(at_rest(ticket, link));
    auto pairs = pairs_of(tenant, tickets);
    find_followers(tenant, pairs);
    if (whole)
        for (auto& pair : pairs) pair.link().seen = std::max(pair.link().seen, pair.link().revision + 1);
    read_items(tenant, pairs);
    for (auto& pair : pairs) {
        LinkPreview preview;
        preview.link = pair.link();
        preview.follower = pair.follower;
        look_at(tenant, pair, preview);
        preview.ticket = pair.of->ticket;
        preview.item = std::move(pair.item);
        preview.looked_at = true;
        previews.push_back(std::move(preview));
    }
    return previews;
}

}  // namespace deskbridge
