#include "sync/link_by_hand.h"

#include "decide/decide.h"
#include "decide/discussion.h"
#include "mapping/coercion.h"
#include "model/mark.h"
#include "model/overload.h"
#include "sync/desk_errand.h"
#include "sync/events.h"
#include "sync/from_before.h"
#include "sync/link_making.h"
#include "sync/recover.h"
#include "sync/saying.h"
#include "sync/settle.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace deskbridge {

namespace {

SyncError refusal(const std::string& why, std::string hint = {}) {
    return SyncError(Reach::item, Trouble::data, why, std::move(hint));
}

/// What was sent before has to be known first: its effect would be taken for somebody else's.
void begin(Tenant& tenant, const LinkWish& wish) {
    settle(tenant);
    CycleReport report;
    recover(tenant, report);
    for (const auto& intent : tenant.store.intents(tenant.record.id))
        if (intent.ticket_id == wish.ticket_id && intent.state == Intent::State::open)
            throw refusal(fmt::format("a request about ticket {} is still unanswered", wish.ticket_id),
                          "try again in some minutes, or after a `deskbridge sync`");
}

Ticket read_ticket(Tenant& tenant, const std::string& id) {
    const std::vector<std::string> ids{id};
    auto tickets = tenant.desk.read_tickets(ids);
    if (tickets.empty())
        throw refusal(fmt::format("the help desk shows no ticket {}", id),
                      "it may be deleted, or in a department that the key's agent does not see");
    auto& ticket = tickets.front();
    if (!ticket.merged.empty())
        throw refusal(fmt::format("ticket {} was merged into {}", id, ticket.id), "link that one");
    if (ticket.presence != Presence::there)
        throw refusal(
            fmt::format("ticket {} is {}", id, ticket.presence == Presence::spam ? "spam" : "deleted"));
    if (!ticket.described) tenant.desk.describe(tickets);
    return std::move(tickets.front());
}

/// Nothing when it cannot be read; `why` says what is known of it then.
std::optional<WorkItem> find_item(Tenant& tenant, WorkItemId id, std::string& why) {
    const std::vector<WorkItemId> ids{id};
    for (auto& item : tenant.work.read(ids))
        if (item.id == id) return std::move(item);
    why = tenant.work.presence(ids).front() == ItemPresence::deleted
              ? fmt::format("work item {} is in the recycle bin", id)
              : fmt::format("work item {} is not there, or the account may not see it", id);
    return {};
}

std::vector<std::string> names_of(const Tenant& tenant) {
    std::vector<std::string> names;
    for (const auto& mapping : tenant.mappings) names.push_back(mapping->mapping().name);
    return names;
}

std::string mapping_for(Tenant& tenant, const LinkWish& wish, const Ticket& ticket,
                        const std::vector<Link>& links) {
    const auto names = names_of(tenant);
    const auto list = fmt::format("the tenant has: {}", fmt::join(names, ", "));
    if (!wish.mapping.empty()) {
        if (mapping_named(tenant, wish.mapping) != nullptr) return wish.mapping;
        const auto near = nearest_name(wish.mapping, names);
        throw refusal(fmt::format("the tenant has no mapping '{}'", wish.mapping),
                      near.empty() ? list : fmt::format("did you mean '{}'?", near));
    }
    const Choice choice = choose(tenant.mappings, ticket);
    if (choice.mapping != nullptr) return choice.mapping->mapping().name;
    if (!links.empty()) return links.front().mapping;
    if (names.size() == 1) return names.front();
    throw refusal(
        fmt::format("no mapping selects ticket {}, so none says what goes between the two", ticket.id),
        "name one with --mapping; " + list);
}

std::string note_html(const std::string& sentence) {
    const std::vector<std::string> notes{sentence};
    return notes_html(notes);
}

/// The key of a mark of ours that leads to this ticket already.
std::string key_on(Tenant& tenant, const WorkItem& item, const std::string& ticket_id) {
    for (const auto& hyperlink : item.hyperlinks) {
        const auto mark = parse_mark(hyperlink.comment);
        if (mark && mark->agent == tenant.store.agent_id() &&
            tenant.desk.ticket_id_of(hyperlink.url) == ticket_id)
            return mark->key;
    }
    return {};
}

/// One guarded change of the work item, with its intent before it.
class ItemWrite {
public:
    ItemWrite(Tenant& tenant, const Link& link) : tenant_(tenant), link_(link) {}

    /// The item as it is now; the intent is still open, for the caller to close by what it records. Nothing
    /// when somebody changed it meanwhile. Then, and on failure, the intent is closed, or kept with its fate.
    std::optional<WorkItem> send(const WorkItemChange& change) {
        intend(change);
        std::vector<ChangeOutcome> outcomes;
        try {
            outcomes = tenant_.work.change({&change, 1}, false);
        } catch (const SyncError& error) {
            leave(error);
            throw;
        }
        ensure(outcomes.size() == 1, "a work tracker answers for the change it was given");
        return item_of(outcomes.front());
    }

    std::int64_t intent() const { return intent_.id; }

private:
    void intend(const WorkItemChange& change) {
        intent_ = intent_for(tenant_, link_, Intent::Kind::update,
                             saying_text({{}, change.id, change.revision, {}}));
        intent_.id = tenant_.store.intend(tenant_.record.id, std::vector<Intent>{intent_}).front();
    }

    std::optional<WorkItem> item_of(const ChangeOutcome& outcome) {
        const auto stop = [&](SyncError error) -> std::optional<WorkItem> {
            leave(error);
            error.reach = Reach::item;
            throw error;
        };
        return std::visit(
            Overload{
                [](const Changed& changed) { return std::optional(changed.item); },
                [&](const Stale&) -> std::optional<WorkItem> {
                    leave(refusal("stale").with(Fate::refused));
                    return {};
                },
                [&](const Refused& refused) { return stop(SyncError(refused.error).with(Fate::refused)); },
                [&](const Unclear& unclear) { return stop(unclear.error); },
                [&](const NotSent& not_sent) {
                    return stop(not_sent.error.value_or(refusal("nothing was sent")).with(Fate::not_sent));
                }},
            outcome);
    }

    void leave(const SyncError& error) {
        if (error.fate == Fate::refused || error.fate == Fate::not_sent) {
            tenant_.store.record(tenant_.record.id, std::vector<Recorded>{{.intent = intent_.id}});
            return;
        }
        set_fate(intent_, error.fate, tenant_.clock);
        tenant_.store.note(tenant_.record.id, std::vector<Intent>{intent_});
    }

    Tenant& tenant_;
    const Link& link_;
    Intent intent_;
};

Link new_link(Tenant& tenant, const Ticket& ticket, const WorkItem& item, const std::string& mapping,
              const std::vector<Link>& links) {
    Link link;
    link.ticket_id = ticket.id;
    link.mapping = mapping;
    link.work_item = item.id;
    link.project = text_of(item.fields.count("System.TeamProject") != 0 ? item.fields.at("System.TeamProject")
                                                                        : Value{});
    link.ticket_url = ticket.url;
    link.work_item_url = item.url;
    link.linked_at = tenant.clock.now();
    link.automatic =
        std::none_of(links.begin(), links.end(), [](const Link& each) { return each.automatic; });
    // a field of the ticket takes one number: that of the automatic one
    link.link_back = link.automatic ? link_back_of(tenant, mapping) : LinkBackState::not_wanted;
    link.key = key_on(tenant, item, ticket.id);
    remember_type(tenant, link, item);
    return link;
}

/// The item with its hyperlink; `intent` is what the recording closes.
WorkItem put_on_item(Tenant& tenant, Link& link, const WorkItem& item, bool comment, std::int64_t& intent) {
    WorkItemChange change;
    change.id = item.id;
    change.revision = item.revision;
    if (link.key.empty()) {
        link.key = tenant.new_key();
        change.links = {
            {link.ticket_url, mark_text({tenant.store.agent_id(), link.key, link.mapping, !link.automatic})}};
    }
    if (comment)
        change.fields["System.History"] =
            Html{note_html(fmt::format("Linked to ticket {}: {}", link.ticket_id, link.ticket_url))};
    if (change.links.empty() && change.fields.empty()) return item;
    ItemWrite write(tenant, link);
    auto changed = write.send(change);
    if (!changed)
        throw refusal(fmt::format("somebody changed work item {} at the same moment", item.id),
                      "run the same command again");
    intent = write.intent();
    return *changed;
}

void say_on_ticket(Tenant& tenant, const Link& link, int what, const std::string& sentence,
                   std::vector<std::string>& remarks) {
    Hearing hearing;
    hearing.comment.id = event_number(link.revision, what);
    hearing.comment.author.name = "deskbridge";
    hearing.comment.created = tenant.clock.now();
    hearing.comment.text = "<p>" + escape_html(sentence) + "</p>";
    std::vector<DeskErrand> errands(1);
    errands[0].link = link;
    errands[0].sayings.push_back(std::move(hearing));
    CycleReport report;
    try {
        carry_to_desk(tenant, errands, report);
        if (errands[0].problem)
            remarks.push_back(fmt::format("the ticket was not told: {}", errands[0].problem->what()));
        if (errands[0].busy) remarks.push_back("whether the ticket was told is not known yet");
    } catch (const SyncError& error) {
        if (error.reach == Reach::run) throw;
        remarks.push_back(fmt::format("the ticket was not told: {}", error.what()));
    }
}

/// The next cycle reads both and compares them.
void wake(Tenant& tenant, const Link& link) {
    const std::vector<std::string> ids{link.ticket_id};
    tenant.store.drop(tenant.record.id, ids);  // it may be shelved
    const std::vector<ItemNews> news{{link.work_item, link.revision + 1, false}};
    tenant.store.collect_news(tenant.record.id, news, {});
}

/// The tickets that the item still has, and the one that it had: what they say of each other may change.
void wake_others(Tenant& tenant, const Link& link) {
    const std::vector<ItemNews> news{{link.work_item, std::max(link.revision, link.seen) + 2, false}};
    tenant.store.collect_news(tenant.record.id, news, {});
    const std::vector<std::string> ids{link.ticket_id};
    std::vector<ItemNews> own;
    for (const auto& other : tenant.store.links_of(tenant.record.id, ids))
        if (!is_over(other.state)) own.push_back({other.work_item, other.revision + 1, false});
    if (!own.empty()) tenant.store.collect_news(tenant.record.id, own, {});
}

Link known_link(Tenant& tenant, const LinkWish& wish) {
    const std::vector<std::string> ids{wish.ticket_id};
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        if (link.work_item == wish.work_item) return std::move(link);
    throw refusal(fmt::format("ticket {} is not linked to work item {}", wish.ticket_id, wish.work_item),
                  fmt::format("see: deskbridge links show {}", wish.ticket_id));
}

/// Comment and hyperlink, as one revision.
WorkItemChange parting_from(const Link& link, const WorkItem& item, bool comment) {
    WorkItemChange change;
    change.id = item.id;
    change.revision = item.revision;
    for (const auto& hyperlink : item.hyperlinks)
        if (const auto mark = parse_mark(hyperlink.comment); mark && mark->key == link.key)
            change.unlinks.push_back(hyperlink);
    if (comment)
        change.fields["System.History"] = Html{
            note_html(fmt::format("No longer linked to ticket {}: {}", link.ticket_id, link.ticket_url))};
    return change;
}

/// False when somebody changed the item meanwhile.
bool try_to_part(Tenant& tenant, const Link& link, bool comment, std::vector<std::string>& remarks) {
    std::string why;
    const auto item = find_item(tenant, link.work_item, why);
    if (!item) {
        remarks.push_back(why + "; nothing was changed there");
        return true;
    }
    const auto change = parting_from(link, *item, comment);
    if (change.unlinks.empty() && change.fields.empty()) return true;
    ItemWrite write(tenant, link);
    if (!write.send(change)) return false;
    tenant.store.record(tenant.record.id, std::vector<Recorded>{{.intent = write.intent()}});
    return true;
}

/// What the tracker refuses is a remark. What nobody knows goes on: the same command finds out.
void take_from_item(Tenant& tenant, const Link& link, bool comment, std::vector<std::string>& remarks) {
    constexpr int tries = 3;
    const auto stays = [&](std::string_view why) {
        remarks.push_back(fmt::format("the hyperlink stays on work item {}: {}", link.work_item, why));
    };
    try {
        for (int i = 0; i < tries; ++i)
            if (try_to_part(tenant, link, comment, remarks)) return;
        stays("others change it all the time");
    } catch (const SyncError& error) {
        if (error.reach != Reach::item || error.fate != Fate::refused) throw;
        stays(error.what());
    }
}

/// A ticket without a link would get a work item at its next change.
void shelve(Tenant& tenant, const Link& link) {
    const std::vector<std::string> ids{link.ticket_id};
    if (tenant.store.links_of(tenant.record.id, ids).size() > 1) return;
    InboxItem row;
    row.ticket_id = link.ticket_id;
    row.parked = true;
    row.not_before = shelved;
    row.reason = fmt::format("its link to work item {} was removed", link.work_item);
    tenant.store.postpone(tenant.record.id, std::vector<InboxItem>{row});
}

}  // namespace

LinkDone add_link(Tenant& tenant, const LinkWish& wish) {
    begin(tenant, wish);
    const Ticket ticket = read_ticket(tenant, wish.ticket_id);
    const std::vector<std::string> ids{ticket.id};
    const auto links = tenant.store.links_of(tenant.record.id, ids);
    for (const auto& link : links)
        if (link.work_item == wish.work_item)
            throw refusal(
                fmt::format("ticket {} and work item {} are linked already", ticket.id, wish.work_item));
    std::string why;
    auto item = find_item(tenant, wish.work_item, why);
    if (!item) throw refusal(why);
    const auto mapping = mapping_for(tenant, wish, ticket, links);
    LinkDone done{new_link(tenant, ticket, *item, mapping, links), {}};
    Link& link = done.link;
    std::int64_t intent = 0;
    item = put_on_item(tenant, link, *item, wish.comment, intent);
    link.revision = item->revision;
    link.seen = item->revision + 1;
    std::vector<Recorded> recorded{{.intent = intent, .link = link}};
    for (auto& known : known_from_before(tenant, link, *item)) recorded.push_back(std::move(known));
    tenant.store.record(tenant.record.id, recorded);
    wake(tenant, link);
    if (wish.comment)
        say_on_ticket(tenant, link, event::linked, fmt::format("Linked to work item {}.", link.work_item),
                      done.remarks);
    return done;
}

LinkDone remove_link(Tenant& tenant, const LinkWish& wish) {
    begin(tenant, wish);
    LinkDone done{known_link(tenant, wish), {}};
    take_from_item(tenant, done.link, wish.comment, done.remarks);
    if (wish.comment && mapping_named(tenant, done.link.mapping) != nullptr)
        say_on_ticket(tenant, done.link, event::unlinked,
                      fmt::format("No longer linked to work item {}.", done.link.work_item), done.remarks);
    shelve(tenant, done.link);
    tenant.store.unlink(tenant.record.id, done.link.ticket_id, done.link.work_item);
    wake_others(tenant, done.link);
    return done;
}

}  // namespace deskbridge
