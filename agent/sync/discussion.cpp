#include "sync/discussion.h"

#include "decide/base.h"
#include "decide/discussion.h"
#include "model/overload.h"
#include "sync/apply.h"
#include "sync/link_making.h"
#include "sync/mending.h"
#include "sync/parking.h"
#include "sync/recover.h"
#include "sync/saying.h"
#include "sync/unseen.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace deskbridge {

namespace {

/// A write that is about to be sent.
struct Saying {
    Conversation* from = nullptr;
    Intent intent;
    NextWrite write;
};

Intent intent_of(const Tenant& tenant, const Conversation& from, const NextWrite& write) {
    SayingIntent saying{{}, from.talk.work_item, from.talk.revision, {}};
    if (!write.message) return intent_for(tenant, from.link, Intent::Kind::update, saying_text(saying));
    saying.message_id = write.message->id;
    saying.digest = message_digest(*write.message);
    return intent_for(tenant, from.link, Intent::Kind::comment, saying_text(saying));
}

/// A batch of conversations, carried on round by round.
class Discussion {
public:
    Discussion(Tenant& tenant, bool quiet, CycleReport& report)
        : tenant_(tenant), report_(report), quiet_(quiet), unseen_(tenant) {}

    void add(Conversation conversation) {
        auto& added = conversations_.emplace_back(std::move(conversation));
        if (const auto trouble = unseen_.look_for(added)) put_off(added, 0, *trouble);
        write();
    }

    /// One write of each; false when nothing is left. Errors of reach side go on once what is known is on
    /// disk.
    bool round() {
        read_on();
        std::vector<Saying> sayings;
        int attempts = 0;
        for (auto& conversation : conversations_) {
            if (conversation.stopped || !has_next(conversation)) continue;
            attempts = std::max(attempts, conversation.talk.attempts);
            if (sayings.size() + 1 > batch_limit(tenant_.options.batch, attempts)) break;
            prepare(conversation, sayings);
        }
        if (sayings.empty()) return false;
        send(sayings);
        return true;
    }

    std::vector<ErrandEnd> ends() const {
        std::vector<ErrandEnd> ends;
        for (const auto& conversation : conversations_)
            if (conversation.row)
                ends.push_back({*conversation.row, conversation.end, conversation.link, conversation.wrote});
        return ends;
    }

private:
    /// Fills those up that have nothing at hand, and ends those that have brought all.
    void read_on() {
        while (true) {
            std::vector<MessageQuery> queries;
            std::vector<Conversation*> asked;
            for (auto& conversation : conversations_) {
                if (conversation.stopped || !conversation.next.empty()) continue;
                if (!conversation.more) {
                    if (conversation.parts.empty()) end(conversation);
                    continue;
                }
                queries.push_back({conversation.talk.ticket_id, conversation.cursor});
                asked.push_back(&conversation);
            }
            if (queries.empty()) return write();
            auto pages = tenant_.desk.read_messages(queries);
            ensure(pages.size() == queries.size(), "a help desk answers for every ticket it was asked about");
            for (std::size_t i = 0; i < pages.size(); ++i) {
                if (pages[i].error)
                    put_off(*asked[i], 0, *pages[i].error);
                else
                    take_page(*asked[i], std::move(pages[i]));
            }
            write();
        }
    }

    void prepare(Conversation& conversation, std::vector<Saying>& sayings) {
        try {
            Saying saying{&conversation, {}, next_write(tenant_, conversation)};
            saying.intent = intent_of(tenant_, conversation, saying.write);
            sayings.push_back(std::move(saying));
        } catch (const SyncError& error) {
            if (error.reach == Reach::run) throw;
            ++conversation.talk.attempts;
            conversation.stopped = true;
            tenant_.store.record(tenant_.record.id,
                                 std::vector<Recorded>{{.intent = 0, .talk = conversation.talk}});
            if (error.reach == Reach::side) throw;
        }
    }

    void send(std::vector<Saying>& sayings) {
        std::vector<Intent> intents;
        std::vector<WorkItemChange> changes;
        for (auto& saying : sayings) {
            intents.push_back(saying.intent);
            changes.push_back(std::move(saying.write.change));
        }
        note_passing(sayings);
        const auto ids = tenant_.store.intend(tenant_.record.id, intents);
        for (std::size_t i = 0; i < sayings.size(); ++i) sayings[i].intent.id = ids[i];
        std::vector<ChangeOutcome> outcomes;
        try {
            outcomes = tenant_.work.change(changes, quiet_);
        } catch (const SyncError& error) {
            for (auto& saying : sayings) leave(saying, error, sayings.size());
            write();
            throw;
        }
        ensure(outcomes.size() == sayings.size(), "a work tracker answers for every change it was given");
        for (std::size_t i = 0; i < sayings.size(); ++i) sort(sayings[i], outcomes[i], sayings.size());
        write();
        if (const auto trouble = std::exchange(side_trouble_, {})) throw *trouble;
    }

    void sort(Saying& saying, const ChangeOutcome& outcome, std::size_t sent) {
        std::visit(
            Overload{[&](const Changed& changed) { arrived(saying, changed.item); },
                     [&](const Stale&) { look_again(saying); },
                     [&](const Refused& refused) { refuse(saying, refused); },
                     [&](const Unclear& unclear) { leave(saying, unclear.error, sent); },
                     [&](const NotSent& not_sent) {
                         leave(saying,
                               not_sent.error.value_or(SyncError(Reach::item, Trouble::data, "not sent")),
                               sent);
                     }},
            outcome);
    }

    /// The link keeps the revision up to which nobody else wrote: one of a person in between stays news.
    void arrived(Saying& saying, const WorkItem& item) {
        auto& from = *saying.from;
        const auto kept = parse_saying(saying.intent.base);
        Recorded recorded{.intent = saying.intent.id};
        if (from.link.revision == kept.revision) from.link.revision = item.revision;
        if (saying.write.part) take_part(from, *saying.write.part, item);
        from.link.active_at = tenant_.clock.now();
        from.wrote = true;
        from.talk.revision = item.revision;
        from.talk.attempts = 0;
        from.talk.problem.clear();
        recorded.link = from.link;
        if (saying.write.message) {
            recorded.talk = from.talk;
            recorded.said = Said{kept.message_id, item.revision, kept.digest};
            from.said[kept.message_id] = *recorded.said;
            from.next.pop_front();
            ++report_.said;
        }
        recorded_.push_back(std::move(recorded));
    }

    /// That it goes there is known before it does: found there, it was not moved by people.
    void note_passing(const std::vector<Saying>& sayings) {
        for (const auto& saying : sayings) {
            auto& from = *saying.from;
            if (!saying.write.part || !passes_through(from)) continue;
            from.link.base =
                passing_state(std::move(from.link.base), text_of(saying.write.part->begin()->second));
            recorded_.push_back({.intent = 0, .link = from.link});
        }
        write();
    }

    void take_part(Conversation& from, const Record& part, const WorkItem& item) {
        auto& base = from.link.base;
        if (passes_through(from)) {
            base = passed_state(std::move(base), text_of(part.begin()->second));
        } else {
            base = renewed(std::move(base), agreed_base(entries_of(from.after, part), part, item));
            ++report_.updated;
        }
        from.parts.pop_front();
        if (from.parts.empty()) from.notes.clear();
    }

    /// Somebody changed the item, or an earlier try of ours did after all. For a message, `recover` finds out
    /// which; fields are decided anew.
    void look_again(Saying& saying) {
        auto& from = *saying.from;
        const std::vector<ItemNews> news{{from.talk.work_item, from.talk.revision + 1, false}};
        if (saying.write.message) {
            saying.intent.fate = Fate::closed;
            noted_.push_back(saying.intent);
            ++report_.unclear;
        } else {
            recorded_.push_back({.intent = saying.intent.id});
        }
        from.stopped = true;
        from.end = Conversation::End::again;
        news_.insert(news_.end(), news.begin(), news.end());
    }

    void refuse(Saying& saying, const Refused& refused) {
        auto& from = *saying.from;
        if (!saying.write.part) return put_off(from, saying.intent.id, refused.error);
        recorded_.push_back({.intent = saying.intent.id});
        auto& part = from.parts.front();
        if (const auto field = part.find(refused.unknown_person_field); field != part.end()) {
            tenant_.rules.unknown_people.emplace(field->first, text_of(field->second));
            part.erase(field);
            if (part.empty()) from.parts.pop_front();
        } else if (part.size() > 1) {
            stand_alone(from);
        } else {
            set_aside(from, part.begin()->first, refused.error);
            from.parts.pop_front();
        }
    }

    /// Which of them is refused shows when each goes by itself.
    static void stand_alone(Conversation& from) {
        const Record together = std::move(from.parts.front());
        from.parts.pop_front();
        for (const auto& [field, value] : together) from.parts.push_back({{field, value}});
    }

    /// The ticket waits for the sake of one field; the others go on.
    void set_aside(Conversation& from, const std::string& field, const SyncError& error) {
        const auto reason = fmt::format("{} of work item {} could not be changed: {}", field,
                                        from.talk.work_item, error.what());
        report_.parked.push_back({from.talk.ticket_id, reason, error.hint});
        tenant_.log.write(
            {Level::warning, tenant_.name, fmt::format("ticket {}: {}", from.talk.ticket_id, reason), {}});
        if (!from.row) return;
        auto& row = *from.row;
        if (!from.refused) row.attempts = row.parked ? row.attempts + 1 : 1;
        row.parked = true;
        row.not_before = tenant_.clock.now() + parking_time(row.attempts);
        row.reason = from.refused ? row.reason + "; " + reason : reason;
        row.hint = error.hint;
        from.refused = true;
    }

    /// Its effect is not known, or known to be none. One that spoils a call of many soon stands alone.
    void leave(Saying& saying, const SyncError& error, std::size_t sent) {
        set_fate(saying.intent, error.fate, tenant_.clock);
        const bool no_effect = error.fate == Fate::refused || error.fate == Fate::not_sent;
        if (no_effect) saying.intent.state = Intent::State::resend;
        if (!no_effect) ++report_.unclear;
        noted_.push_back(saying.intent);
        auto& from = *saying.from;
        from.stopped = true;
        if (error.reach == Reach::side && error.trouble != Trouble::data) {
            side_trouble_ = error;
            return;
        }
        const bool alone = sent == 1 || error.reach == Reach::item;
        if (alone && from.talk.attempts + 1 >= tries_for_inner_errors) return put_off(from, 0, error);
        from.talk.attempts =
            alone ? from.talk.attempts + 1 : attempts_after(tenant_.options.batch, sent, from.talk.attempts);
        recorded_.push_back({.intent = 0, .talk = from.talk});
    }

    /// This one waits; the reason is for people.
    void put_off(Conversation& conversation, std::int64_t intent, const SyncError& error) {
        // attempts in the company of others, from before the first time, do not lengthen the wait
        auto& attempts = conversation.talk.attempts;
        attempts = conversation.talk.problem.empty() ? 1 : attempts + 1;
        conversation.talk.not_before = tenant_.clock.now() + parking_time(conversation.talk.attempts);
        conversation.talk.problem = error.what();
        Recorded recorded{.intent = intent, .talk = conversation.talk};
        recorded_.push_back(std::move(recorded));
        // what is said goes on by its own time; fields that did not go wait with their ticket
        if (!conversation.parts.empty()) wait(conversation, error);
        conversation.end = conversation.parts.empty() && !conversation.refused ? Conversation::End::done
                                                                               : Conversation::End::parked;
        conversation.stopped = true;
        const auto reason = fmt::format("work item {} is made, but {} could not be carried to it: {}",
                                        conversation.talk.work_item,
                                        conversation.parts.empty() ? "a message" : "a change", error.what());
        report_.parked.push_back({conversation.talk.ticket_id, reason, error.hint});
        tenant_.log.write({Level::warning,
                           tenant_.name,
                           fmt::format("ticket {}: {}", conversation.talk.ticket_id, reason),
                           {}});
    }

    static void wait(Conversation& conversation, const SyncError& error) {
        if (!conversation.row || conversation.refused) return;
        auto& row = *conversation.row;
        ++row.attempts;
        row.parked = true;
        row.not_before = conversation.talk.not_before;
        row.reason = error.what();
        row.hint = error.hint;
    }

    /// Everything new has gone: what was edited or taken back follows, then nothing is left.
    void end(Conversation& conversation) {
        if (const auto trouble = mend(tenant_, conversation, report_))
            return put_off(conversation, 0, *trouble);
        conversation.talk.ended = true;
        conversation.stopped = true;
        if (!owed_to_desk(conversation.link.base).empty()) return owe(conversation);
        conversation.end = conversation.refused ? Conversation::End::parked : Conversation::End::done;
        recorded_.push_back({.intent = 0, .talk = conversation.talk});
    }

    /// The tracker made something else of a value: the ticket is told when both sides are compared again.
    void owe(Conversation& conversation) {
        recorded_.push_back({.intent = 0, .talk = conversation.talk});
        news_.push_back({conversation.link.work_item, conversation.link.revision + 1, false});
        conversation.end = Conversation::End::again;
    }

    void write() {
        const auto tenant = tenant_.record.id;
        if (!recorded_.empty()) tenant_.store.record(tenant, std::exchange(recorded_, {}));
        if (!noted_.empty()) tenant_.store.note(tenant, std::exchange(noted_, {}));
        if (!news_.empty()) tenant_.store.collect_news(tenant, std::exchange(news_, {}), {});
    }

    Tenant& tenant_;
    CycleReport& report_;
    bool quiet_;
    Unseen unseen_;
    std::deque<Conversation> conversations_;
    std::vector<Recorded> recorded_;
    std::vector<Intent> noted_;
    std::vector<ItemNews> news_;
    std::optional<SyncError> side_trouble_;
};

/// Those of one kind, history or live, as they come first.
Discussion open_talks(Tenant& tenant, std::vector<Talk> talks, CycleReport& report) {
    const bool quiet = talks.front().quiet;
    Discussion discussion(tenant, quiet, report);
    std::vector<Recorded> ended;
    for (auto& talk : talks) {
        if (talk.quiet != quiet) continue;
        if (auto conversation = open_conversation(tenant, talk)) {
            discussion.add(std::move(*conversation));
        } else {
            talk.ended = true;
            ended.push_back({.intent = 0, .talk = std::move(talk)});
        }
    }
    if (!ended.empty()) tenant.store.record(tenant.record.id, ended);
    return discussion;
}

}  // namespace

void carry_discussions(Tenant& tenant, int rounds, CycleReport& report) {
    int done = 0;
    while (!tenant.clock.stopping()) {
        auto talks = tenant.store.pending_talks(tenant.record.id, tenant.clock.now(), tenant.options.batch);
        if (talks.empty()) return;
        Discussion discussion = open_talks(tenant, std::move(talks), report);
        do {
            if (rounds > 0 && done++ == rounds) {
                report.more = true;
                return;
            }
            if (tenant.clock.stopping()) return;
        } while (discussion.round());
    }
}

std::vector<ErrandEnd> carry_errands(Tenant& tenant, std::vector<Errand> errands, bool quiet,
                                     CycleReport& report) {
    Discussion discussion(tenant, quiet, report);
    for (auto& errand : errands) discussion.add(open_conversation(tenant, std::move(errand)));
    while (!tenant.clock.stopping() && discussion.round()) {
    }
    return discussion.ends();
}

}  // namespace deskbridge
