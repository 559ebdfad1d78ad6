#include "sync/recover.h"

#include "decide/discussion.h"
#include "decide/hearing.h"
#include "model/mark.h"
#include "sync/desk_errand.h"
#include "sync/from_before.h"
#include "sync/handing.h"
#include "sync/hearings.h"
#include "sync/link_making.h"
#include "sync/saying.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace deskbridge {

namespace {

using namespace std::chrono;

constexpr seconds between_looks{2};
/// The window for items made by an intent opens a little before it was written: the tracker's clock is known
/// to the second only.
constexpr minutes window_margin{2};

std::vector<Trace> traces_of(const std::vector<Intent>& intents) {
    std::vector<Trace> traces;
    for (const auto& intent : intents)
        traces.push_back({intent.ticket_url, intent.project, intent.server_time - window_margin});
    return traces;
}

/// Items by the key of the mark that this agent put on them, lowest id first.
std::map<std::string, std::vector<const WorkItem*>> by_key(const std::vector<WorkItem>& items,
                                                           const std::string& agent) {
    std::map<std::string, std::vector<const WorkItem*>> found;
    for (const auto& item : items)
        for (const auto& hyperlink : item.hyperlinks)
            if (const auto mark = parse_mark(hyperlink.comment); mark && mark->agent == agent)
                found[mark->key].push_back(&item);
    for (auto& [key, candidates] : found) {
        std::sort(candidates.begin(), candidates.end(), [](auto* a, auto* b) { return a->id < b->id; });
        candidates.erase(std::unique(candidates.begin(), candidates.end(),
                                     [](auto* a, auto* b) { return a->id == b->id; }),
                         candidates.end());
    }
    return found;
}

void report_twins(Tenant& tenant, const Intent& intent, const std::vector<const WorkItem*>& candidates) {
    for (std::size_t i = 1; i < candidates.size(); ++i)
        tenant.log.write(
            {Level::error,
             tenant.name,
             fmt::format(
                 "ticket {}: work item {} carries the same mark as {}; the lower one is linked, please "
                 "close the other",
                 intent.ticket_id, candidates[i]->id, candidates[0]->id),
             {}});
}

Recorded adoption(Tenant& tenant, const Intent& intent, const std::vector<const WorkItem*>& candidates) {
    report_twins(tenant, intent, candidates);
    tenant.log.write(
        {Level::info,
         tenant.name,
         fmt::format("ticket {}: work item {} was made before the answer got lost; linked by its mark",
                     intent.ticket_id, candidates.front()->id),
         {}});
    Recorded recorded{intent.id, adopted_link(tenant, intent, *candidates.front()), {}};
    const auto* mapping = mapping_named(tenant, intent.mapping);
    if (mapping != nullptr && wants_discussion(*mapping)) recorded.talk = new_talk(*recorded.link, true);
    return recorded;
}

/// One more look in vain; the state changes when the time has come.
Intent looked_at(Intent intent, const Tenant& tenant) {
    const auto now = tenant.clock.now();
    const bool counts =
        intent.looks == 0 || now - intent.looked_at >= between_looks || now < intent.looked_at;
    if (counts) {
        ++intent.looks;
        intent.looked_at = now;
    }
    if (may_resend(intent, age_of(intent, tenant.clock), tenant.options.resend_after))
        intent.state = Intent::State::resend;
    return intent;
}

std::size_t count_open(const std::vector<Intent>& intents) {
    return static_cast<std::size_t>(std::count_if(intents.begin(), intents.end(), [](const Intent& intent) {
        return intent.state == Intent::State::open;
    }));
}

std::vector<Intent> open_ones(const std::vector<Intent>& intents, Intent::Kind kind) {
    std::vector<Intent> open;
    for (const auto& intent : intents)
        if (intent.kind == kind && intent.state == Intent::State::open) open.push_back(intent);
    return open;
}

/// A ticket is its own witness: the write looks for its note before it adds one, so only time has to pass.
void recover_link_backs(Tenant& tenant, const std::vector<Intent>& open, CycleReport& report) {
    std::vector<Intent> looked;
    for (const auto& intent : open) looked.push_back(looked_at(intent, tenant));
    tenant.store.note(tenant.record.id, looked);
    report.unclear += count_open(looked);
}

void recover_creates(Tenant& tenant, const std::vector<Intent>& open, CycleReport& report) {
    const auto items = tenant.work.find_origins(traces_of(open));
    const auto found = by_key(items, tenant.store.agent_id());
    std::vector<Recorded> adopted;
    std::vector<Intent> missing;
    for (const auto& intent : open) {
        if (const auto match = found.find(intent.key); match != found.end())
            adopted.push_back(adoption(tenant, intent, match->second));
        else
            missing.push_back(looked_at(intent, tenant));
    }
    if (!adopted.empty()) tenant.store.record(tenant.record.id, adopted);
    if (!missing.empty()) tenant.store.note(tenant.record.id, missing);
    report.adopted += adopted.size();
    report.unclear +=
        static_cast<std::size_t>(std::count_if(missing.begin(), missing.end(), [](const Intent& intent) {
            return intent.state == Intent::State::open;
        }));
}

/// One more look in vain; when the time has come the intent is closed, and the ticket is decided anew.
void close_or_wait(Tenant& tenant, const Intent& intent, CycleReport& report) {
    const auto looked = looked_at(intent, tenant);
    if (looked.state == Intent::State::resend) {
        tenant.store.record(tenant.record.id, std::vector<Recorded>{{.intent = intent.id}});
        return;
    }
    tenant.store.note(tenant.record.id, std::vector<Intent>{looked});
    ++report.unclear;
}

/// Whether the message stands on its item; nothing when that cannot be seen.
std::optional<bool> stands_there(Tenant& tenant, const Intent& intent, const SayingIntent& saying) {
    try {
        return stands_among(tenant.work.read_comments(intent.project, saying.work_item), intent.key,
                            saying.message_id);
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        return {};
    }
}

/// How the talk goes on, guarded by the revision that the item has now.
Talk talk_of(Tenant& tenant, const Intent& intent, const SayingIntent& saying,
             const std::vector<WorkItem>& items) {
    Talk talk = tenant.store.talk(tenant.record.id, intent.ticket_id, saying.work_item).value_or(Talk{});
    talk.ticket_id = intent.ticket_id;
    talk.work_item = saying.work_item;
    talk.revision = saying.revision;
    for (const auto& item : items)
        if (item.id == saying.work_item) talk.revision = item.revision;
    return talk;
}

std::vector<InboxItem> parked_rows_of(Tenant& tenant, const std::string& ticket) {
    auto rows = tenant.store.parked(tenant.record.id);
    std::erase_if(rows, [&](const InboxItem& row) { return row.ticket_id != ticket; });
    return rows;
}

/// The item is read and compared before anything else is written to it: fields may have gone with a message.
/// News wake a ticket that is set aside, and these are none of people's: its time has to pass all the same.
void compare_again(Tenant& tenant, const Intent& intent, const SayingIntent& saying) {
    const auto parked = parked_rows_of(tenant, intent.ticket_id);
    const std::vector<ItemNews> news{{saying.work_item, saying.revision + 1, false}};
    tenant.store.collect_news(tenant.record.id, news, {});
    if (!parked.empty()) tenant.store.postpone(tenant.record.id, parked);
}

/// One look is enough, whatever became of the request: it is guarded by a revision, so when it takes effect
/// late, the one that is sent again cannot. Where nobody can look, that is done before anything more is said.
void recover_comments(Tenant& tenant, const std::vector<Intent>& open, CycleReport& report) {
    std::vector<WorkItemId> ids;
    for (const auto& intent : open) ids.push_back(parse_saying(intent.base).work_item);
    const auto items = tenant.work.read(ids);
    for (auto intent : open) {
        const auto saying = parse_saying(intent.base);
        const auto found = stands_there(tenant, intent, saying);
        const bool arrived = found.value_or(false);
        Recorded recorded{.intent = arrived ? intent.id : 0, .talk = talk_of(tenant, intent, saying, items)};
        if (arrived) recorded.said = Said{saying.message_id, saying.revision + 1, saying.digest};
        // one that was put off has brought nothing, and waits its time
        const bool waits = !arrived && recorded.talk->not_before > tenant.clock.now();
        if (!waits) compare_again(tenant, intent, saying);
        tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
        if (arrived) {
            ++report.said;
            continue;
        }
        intent.state = found ? Intent::State::resend : Intent::State::unseen;
        tenant.store.note(tenant.record.id, std::vector<Intent>{intent});
    }
}

/// Fields are guarded by a revision; whether they arrived shows when both sides are compared. Nothing guards
/// a comment that was edited or taken back: a late write could undo a newer one, so its time has to pass.
void recover_updates(Tenant& tenant, const std::vector<Intent>& open, CycleReport& report) {
    for (const auto& intent : open) {
        const auto saying = parse_saying(intent.base);
        if (!saying.message_id.empty()) {
            close_or_wait(tenant, intent, report);
            continue;
        }
        compare_again(tenant, intent, saying);
        tenant.store.record(tenant.record.id, std::vector<Recorded>{{.intent = intent.id}});
    }
}

/// Nothing guards a ticket: a late write could undo what somebody did meanwhile, so its time has to pass.
/// Then both sides are compared.
void recover_ticket_changes(Tenant& tenant, const std::vector<Intent>& open, CycleReport& report) {
    for (const auto& intent : open) close_or_wait(tenant, intent, report);
}

std::optional<Link> link_of(Tenant& tenant, const Intent& intent) {
    const std::vector<std::string> ids{intent.ticket_id};
    for (auto& link : tenant.store.links_of(tenant.record.id, ids))
        if (link.key == intent.key) return std::move(link);
    return {};
}

/// A message on the ticket is known by the address it shows.
void recover_reply(Tenant& tenant, const Intent& intent, CycleReport& report) {
    const auto link = link_of(tenant, intent);
    if (!link) {
        tenant.store.record(tenant.record.id, std::vector<Recorded>{{.intent = intent.id}});
        return;
    }
    const auto hearing = parse_hearing(intent.base);
    const auto handing = parse_handing(intent.base);
    const auto number = handing.files.empty() ? hearing.comment : handing.number;
    for (const auto& message : messages_of(tenant, intent.ticket_id)) {
        if (!carries_comment(message.text.markup, intent.key, number)) continue;
        Recorded recorded{.intent = intent.id, .link = link, .handed = handing.files};
        if (handing.files.empty()) recorded.heard = Heard{number, message.id, hearing.digest};
        tenant.store.record(tenant.record.id, std::vector<Recorded>{recorded});
        ++report.heard;
        return;
    }
    close_or_wait(tenant, intent, report);
}

/// The desk took notice and knows no such ticket. Any other failure was no look: what it hid may be the
/// message.
bool is_gone(const SyncError& error) {
    return error.fate == Fate::refused && error.trouble == Trouble::data;
}

void recover_replies(Tenant& tenant, const std::vector<Intent>& open, CycleReport& report) {
    for (const auto& intent : open) {
        try {
            recover_reply(tenant, intent, report);
        } catch (const SyncError& error) {
            if (error.reach != Reach::item) throw;
            if (!is_gone(error)) {
                ++report.unclear;
                continue;
            }
            Intent unseen = intent;
            unseen.state = Intent::State::unseen;
            tenant.store.note(tenant.record.id, std::vector<Intent>{unseen});
        }
    }
}

}  // namespace

void set_fate(Intent& intent, Fate fate, const Clock& clock) {
    intent.fate = fate;
    if (fate != Fate::timed_out) return;
    intent.written_at = clock.now();
    intent.written_ticks = clock.ticks();
}

milliseconds age_of(const Intent& intent, const Clock& clock) {
    return intent.written_ticks ? clock.ticks() - *intent.written_ticks : clock.now() - intent.written_at;
}

bool may_resend(const Intent& intent, milliseconds age, seconds resend_after) {
    switch (intent.fate) {
        case Fate::refused:
        case Fate::not_sent: return true;
        case Fate::closed: return intent.looks >= 2;
        case Fate::timed_out: break;
    }
    // A clock that was set back would wait for ever: then the looks tell how much time has passed.
    if (age < milliseconds{0}) return (intent.looks - 1) * between_looks >= resend_after;
    return age >= resend_after;
}

milliseconds next_look(Tenant& tenant) {
    constexpr milliseconds seldom = seconds{10};
    milliseconds wait = seldom;
    for (const auto& intent : tenant.store.intents(tenant.record.id)) {
        if (intent.state != Intent::State::open) continue;
        const auto left = intent.fate == Fate::timed_out
                              ? tenant.options.resend_after - age_of(intent, tenant.clock)
                              : milliseconds{between_looks};
        wait = std::min<milliseconds>(wait, std::max<milliseconds>(left, between_looks));
    }
    return wait;
}

void recover(Tenant& tenant, CycleReport& report) {
    const auto intents = tenant.store.intents(tenant.record.id);
    if (const auto open = open_ones(intents, Intent::Kind::link_back); !open.empty())
        recover_link_backs(tenant, open, report);
    if (const auto open = open_ones(intents, Intent::Kind::comment); !open.empty())
        recover_comments(tenant, open, report);
    recover_updates(tenant, open_ones(intents, Intent::Kind::update), report);
    recover_ticket_changes(tenant, open_ones(intents, Intent::Kind::change), report);
    recover_replies(tenant, open_ones(intents, Intent::Kind::reply), report);
    const auto open = open_ones(intents, Intent::Kind::create);
    for (std::size_t from = 0; from < open.size(); from += tenant.options.batch) {
        const auto to = std::min(open.size(), from + tenant.options.batch);
        recover_creates(tenant,
                        {open.begin() + static_cast<std::ptrdiff_t>(from),
                         open.begin() + static_cast<std::ptrdiff_t>(to)},
                        report);
    }
}

}  // namespace deskbridge
