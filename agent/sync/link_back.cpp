#include "sync/link_back.h"

#include "mapping/coercion.h"
#include "model/mark.h"
#include "sync/link_making.h"
#include "sync/parking.h"
#include "sync/recover.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace deskbridge {

namespace {

const LinkBackRule* rule_of(const Tenant& tenant, const std::string& mapping) {
    for (const auto& translator : tenant.mappings)
        if (translator->mapping().name == mapping && translator->mapping().link_back)
            return &*translator->mapping().link_back;
    return nullptr;
}

/// Tickets whose last attempt may have left its note: the write has to look for it first.
std::set<std::string> attempted_before(Tenant& tenant, const std::vector<Link>& links) {
    std::set<std::string> ids;
    for (const auto& link : links)
        if (link.link_back_attempts > 0) ids.insert(link.ticket_id);
    for (const auto& intent : tenant.store.intents(tenant.record.id))
        if (intent.kind == Intent::Kind::link_back && intent.state == Intent::State::resend)
            ids.insert(intent.ticket_id);
    return ids;
}

std::vector<Intent> intents_for(Tenant& tenant, const std::vector<Link>& links) {
    std::vector<Intent> intents;
    for (const auto& link : links) intents.push_back(intent_for(tenant, link, Intent::Kind::link_back, {}));
    return intents;
}

void note_failure(Tenant& tenant, std::vector<Intent> intents, const SyncError& error) {
    for (auto& intent : intents) {
        set_fate(intent, error.fate, tenant.clock);
        if (error.fate == Fate::refused || error.fate == Fate::not_sent) intent.state = Intent::State::resend;
    }
    tenant.store.note(tenant.record.id, intents);
}

Link told(Link link) {
    link.link_back = LinkBackState::done;
    link.link_back_problem.clear();
    return link;
}

Link not_told(const Tenant& tenant, Link link, const SyncError& error, CycleReport& report) {
    ++link.link_back_attempts;
    link.link_back_not_before = tenant.clock.now() + parking_time(link.link_back_attempts);
    link.link_back_problem = error.what();
    const auto reason = fmt::format("work item {} is made, but the ticket could not be told: {}",
                                    link.work_item, error.what());
    report.parked.push_back({link.ticket_id, reason, error.hint});
    tenant.log.write({Level::warning, tenant.name, fmt::format("ticket {}: {}", link.ticket_id, reason), {}});
    return link;
}

void tell_batch(Tenant& tenant, const std::vector<Link>& links, const std::set<std::string>& look_first,
                CycleReport& report) {
    std::vector<LinkBack> writes;
    for (const auto& link : links)
        writes.push_back(link_back_for(link, *rule_of(tenant, link.mapping), tenant.store.agent_id()));
    auto intents = intents_for(tenant, links);
    const auto ids = tenant.store.intend(tenant.record.id, intents);
    for (std::size_t i = 0; i < intents.size(); ++i) intents[i].id = ids[i];

    std::vector<WriteOutcome> outcomes;
    try {
        outcomes = tenant.desk.write_links_back(writes, look_first);
    } catch (const SyncError& error) {
        const bool may_be_this_one = links.size() == 1 && error.fate == Fate::closed;
        if (may_be_this_one)
            tenant.store.record(
                tenant.record.id,
                std::vector<Recorded>{{ids[0], not_told(tenant, links[0], error, report), {}}});
        else
            note_failure(tenant, intents, error);
        tenant.tell_at_once = std::max<std::size_t>(1, links.size() / 4);
        throw;
    }
    tenant.tell_at_once = std::min(tenant.options.batch, links.size() * 4);
    ensure(outcomes.size() == links.size(), "a help desk answers for every ticket it was given");
    std::vector<Recorded> recorded;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const bool done = !outcomes[i].error;
        recorded.push_back(
            {ids[i], done ? told(links[i]) : not_told(tenant, links[i], *outcomes[i].error, report), {}});
        if (done) ++report.told;
    }
    tenant.store.record(tenant.record.id, recorded);
}

/// A mapping that is no longer in the configuration tells nobody: its links stop waiting. True when there
/// were any.
bool release_orphans(Tenant& tenant, const std::vector<Link>& links) {
    std::vector<Recorded> released;
    for (const auto& link : links) {
        if (rule_of(tenant, link.mapping) != nullptr) continue;
        released.push_back({0, link, {}});
        released.back().link->link_back = LinkBackState::not_wanted;
    }
    if (!released.empty()) tenant.store.record(tenant.record.id, released);
    return !released.empty();
}

}  // namespace

LinkBack link_back_for(const Link& link, const LinkBackRule& rule, const std::string& agent) {
    LinkBack write;
    write.ticket_id = link.ticket_id;
    write.work_item = link.work_item;
    write.work_item_url = link.work_item_url;
    write.field = rule.field;
    write.label = rule.label;
    write.mark = mark_text({agent, link.key, ""});
    if (rule.note)
        write.note = fmt::format("<p>Linked to work item <a href=\"{}\">{}</a> in {}.</p>",
                                 escape_html(link.work_item_url), link.work_item, escape_html(link.project));
    return write;
}

void tell_tickets(Tenant& tenant, CycleReport& report) {
    while (!tenant.clock.stopping()) {
        const auto at_once = tenant.tell_at_once == 0 ? tenant.options.batch : tenant.tell_at_once;
        const auto links = tenant.store.pending_link_backs(tenant.record.id, tenant.clock.now(), at_once);
        if (links.empty()) return;
        if (release_orphans(tenant, links)) continue;
        tell_batch(tenant, links, attempted_before(tenant, links), report);
    }
}

}  // namespace deskbridge
