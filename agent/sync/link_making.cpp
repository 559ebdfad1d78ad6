#include "sync/link_making.h"

#include "decide/base.h"

#include <algorithm>

namespace deskbridge {

const Mapping* mapping_named(const Tenant& tenant, const std::string& name) {
    const auto found =
        std::find_if(tenant.mappings.begin(), tenant.mappings.end(),
                     [&](const auto& translator) { return translator->mapping().name == name; });
    return found == tenant.mappings.end() ? nullptr : &(*found)->mapping();
}

Translator* translator_named(Tenant& tenant, const std::string& name) {
    for (auto& translator : tenant.mappings)
        if (translator->mapping().name == name) return translator.get();
    return nullptr;
}

Intent intent_for(const Tenant& tenant, const Link& link, Intent::Kind kind, std::string base) {
    Intent intent;
    intent.kind = kind;
    intent.ticket_id = link.ticket_id;
    intent.ticket_url = link.ticket_url;
    intent.mapping = link.mapping;
    intent.key = link.key;
    intent.project = link.project;
    intent.base = std::move(base);
    intent.written_at = tenant.clock.now();
    intent.written_ticks = tenant.clock.ticks();
    intent.server_time = tenant.work.server_time().value_or(intent.written_at);
    return intent;
}

Talk new_talk(const Link& link, bool quiet) {
    Talk talk;
    talk.ticket_id = link.ticket_id;
    talk.work_item = link.work_item;
    talk.revision = link.revision;
    talk.quiet = quiet;
    return talk;
}

LinkBackState link_back_of(const Tenant& tenant, const std::string& mapping) {
    const auto* found = mapping_named(tenant, mapping);
    return found != nullptr && wants_link_back(*found) ? LinkBackState::pending : LinkBackState::not_wanted;
}

void remember_type(const Tenant& tenant, Link& link, const WorkItem& item) {
    constexpr const char* type_field = "System.WorkItemType";
    const auto* mapping = mapping_named(tenant, link.mapping);
    const auto type = item.fields.find(type_field);
    if (mapping == nullptr || mapping->events.item_retyped == OnEvent::follow || type == item.fields.end())
        return;
    link.base[type_field] = text_of(type->second);
}

Link made_link(const Tenant& tenant, const Plan& plan, const std::string& key, const WorkItem& item) {
    Link link;
    link.ticket_id = plan.ticket_id;
    link.mapping = plan.mapping;
    link.work_item = item.id;
    link.revision = item.revision;
    link.project = plan.item.project;
    link.ticket_url = plan.ticket_url;
    link.work_item_url = item.url;
    link.key = key;
    link.linked_at = tenant.clock.now();
    link.link_back = plan.link_back;
    link.look_at = link.linked_at + std::chrono::seconds{30};
    link.base = agreed_base(plan.base, plan.item.fields, item);
    remember_type(tenant, link, item);
    return link;
}

namespace {

/// What the tracker made of our values is what the item holds at its first revision. Later people were there
/// too, and only what we did not send can be taken for its answer.
WorkItem as_answered(WorkItem item, const Base& sent) {
    if (item.revision > 1)
        std::erase_if(item.fields, [&](const auto& field) { return sent.count(field.first) != 0; });
    return item;
}

}  // namespace

Link adopted_link(const Tenant& tenant, const Intent& intent, const WorkItem& item) {
    Link link;
    link.ticket_id = intent.ticket_id;
    link.mapping = intent.mapping;
    link.work_item = item.id;
    link.revision = item.revision;
    link.project = intent.project;
    link.ticket_url = intent.ticket_url;
    link.work_item_url = item.url;
    link.key = intent.key;
    link.linked_at = tenant.clock.now();
    link.link_back = link_back_of(tenant, intent.mapping);
    link.look_at = link.linked_at;
    link.seen = item.revision + 1;  // both sides are compared once
    const auto sent = parse_base(intent.base);
    link.base = agreed_base(sent, {}, as_answered(item, sent));
    remember_type(tenant, link, item);
    return link;
}

}  // namespace deskbridge
