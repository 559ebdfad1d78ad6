#include "sync/discussion.h"

#include "content/canonical_html.h"
#include "decide/discussion.h"
#include "model/overload.h"
#include "sync/apply.h"
#include "sync/files.h"
#include "sync/link_making.h"
#include "sync/parking.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace deskbridge {

namespace {

/// One ticket's messages on their way.
struct Conversation {
    Talk talk;
    Link link;
    const Mapping* mapping = nullptr;
    std::set<std::string> said;
    std::string cursor;
    bool more = true;
    std::deque<Message> next;
    bool stopped = false;  ///< nothing of it goes on in this pass
};

/// A message that is about to be sent.
struct Saying {
    Conversation* from = nullptr;
    Intent intent;
    WorkItemChange change;
};

/// A batch of conversations, carried on round by round.
class Discussion {
public:
    Discussion(Tenant& tenant, std::vector<Talk> talks, CycleReport& report)
        : tenant_(tenant), report_(report), quiet_(talks.front().quiet) {
        for (auto& talk : talks)
            if (talk.quiet == quiet_) open(std::move(talk));
    }

    /// One message of each; false when nothing is left to say. Errors of reach side go on once what is known
    /// is on disk.
    bool round() {
        read_on();
        std::vector<Saying> sayings;
        int attempts = 0;
        for (auto& conversation : conversations_) {
            if (conversation.stopped || conversation.next.empty()) continue;
            attempts = std::max(attempts, conversation.talk.attempts);
            if (sayings.size() + 1 > batch_limit(tenant_.options.batch, attempts)) break;
            prepare(conversation, sayings);
        }
        if (sayings.empty()) return false;
        send(sayings);
        return true;
    }

private:
    void open(Talk talk) {
        Conversation conversation;
        const std::vector<std::string> ids{talk.ticket_id};
        for (auto& link : tenant_.store.links_of(tenant_.record.id, ids))
            if (link.work_item == talk.work_item) conversation.link = std::move(link);
        conversation.mapping = mapping_named(tenant_, conversation.link.mapping);
        conversation.talk = std::move(talk);
        if (conversation.mapping == nullptr || !wants_discussion(*conversation.mapping)) {
            end(conversation);
            return;
        }
        conversation.said =
            tenant_.store.said(tenant_.record.id, conversation.talk.ticket_id, conversation.talk.work_item);
        conversations_.push_back(std::move(conversation));
    }

    /// Fills those up that have nothing at hand, and ends those that have said all.
    void read_on() {
        while (true) {
            std::vector<MessageQuery> queries;
            std::vector<Conversation*> asked;
            for (auto& conversation : conversations_) {
                if (conversation.stopped || !conversation.next.empty()) continue;
                if (!conversation.more) {
                    end(conversation);
                    continue;
                }
                queries.push_back({conversation.talk.ticket_id, conversation.cursor});
                asked.push_back(&conversation);
            }
            if (queries.empty()) return;
            auto pages = tenant_.desk.read_messages(queries);
            ensure(pages.size() == queries.size(), "a help desk answers for every ticket it was asked about");
            for (std::size_t i = 0; i < pages.size(); ++i) take(*asked[i], std::move(pages[i]));
        }
    }

    void take(Conversation& conversation, MessagePage page) {
        if (page.error) {
            put_off(conversation, 0, *page.error);
            write();
            return;
        }
        for (auto& message : page.messages)
            if (conversation.said.count(message.id) == 0 &&
                is_wanted(message, *conversation.mapping->comments))
                conversation.next.push_back(std::move(message));
        conversation.more = page.more;
        conversation.cursor = std::move(page.cursor);
    }

    void prepare(Conversation& conversation, std::vector<Saying>& sayings) {
        const Message& message = conversation.next.front();
        Saying saying;
        saying.from = &conversation;
        saying.change.id = conversation.talk.work_item;
        saying.change.revision = conversation.talk.revision;
        if (!dress(conversation, message, saying.change)) return;
        saying.intent.kind = Intent::Kind::comment;
        saying.intent.ticket_id = conversation.talk.ticket_id;
        saying.intent.ticket_url = conversation.link.ticket_url;
        saying.intent.mapping = conversation.link.mapping;
        saying.intent.key = conversation.link.key;
        saying.intent.project = conversation.link.project;
        saying.intent.base = saying_text(
            {message.id, conversation.talk.work_item, conversation.talk.revision, message_digest(message)});
        saying.intent.written_at = tenant_.clock.now();
        saying.intent.server_time = tenant_.work.server_time().value_or(saying.intent.written_at);
        sayings.push_back(std::move(saying));
    }

    /// The text with its pictures, the files beside it, and what people should know of them; false when one
    /// of them cannot be had just now.
    bool dress(Conversation& conversation, const Message& message, WorkItemChange& change) {
        FileOrder order;
        order.project = conversation.link.project;
        order.html = canonical_html(message.text.markup);
        FilesCarried carried;
        carried.html = order.html;
        if (wants_files(*conversation.mapping)) {
            order.files = message.files;
            order.give_up = conversation.talk.attempts >= tries_for_files;
            if (!order.files.empty()) order.there = files_of(conversation.talk.work_item);
            auto found = carry_patiently(conversation, order);
            if (!found) return false;
            carried = std::move(*found);
        }
        change.files = std::move(carried.attachments);
        change.fields["System.History"] = comment_on(message, conversation.link, carried.html, carried.notes);
        return true;
    }

    std::vector<Attachment> files_of(WorkItemId item) {
        const std::vector<WorkItemId> ids{item};
        for (auto& found : tenant_.work.read(ids))
            if (found.id == item) return std::move(found.files);
        return {};
    }

    std::optional<FilesCarried> carry_patiently(Conversation& conversation, const FileOrder& order) {
        try {
            return carry_files(tenant_, order);
        } catch (const SyncError& error) {
            if (error.reach == Reach::run) throw;
            ++conversation.talk.attempts;
            conversation.stopped = true;
            tenant_.store.record(tenant_.record.id,
                                 std::vector<Recorded>{{.intent = 0, .talk = conversation.talk}});
            if (error.reach == Reach::side) throw;
            return {};
        }
    }

    void send(std::vector<Saying>& sayings) {
        std::vector<Intent> intents;
        std::vector<WorkItemChange> changes;
        for (const auto& saying : sayings) {
            intents.push_back(saying.intent);
            changes.push_back(saying.change);
        }
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
            Overload{[&](const Changed& changed) { said(saying, changed.item.revision); },
                     [&](const Stale&) { look_again(saying); },
                     [&](const Refused& refused) { put_off(*saying.from, saying.intent.id, refused.error); },
                     [&](const Unclear& unclear) { leave(saying, unclear.error, sent); },
                     [&](const NotSent& not_sent) {
                         leave(saying,
                               not_sent.error.value_or(SyncError(Reach::item, Trouble::data, "not sent")),
                               sent);
                     }},
            outcome);
    }

    /// The base keeps the revision up to which nobody else wrote: one of a person in between stays news.
    void said(Saying& saying, int revision) {
        auto& from = *saying.from;
        const auto kept = parse_saying(saying.intent.base);
        Recorded recorded{.intent = saying.intent.id};
        if (from.link.revision == kept.revision) {
            from.link.revision = revision;
            recorded.link = from.link;
        }
        from.talk.revision = revision;
        from.talk.attempts = 0;
        from.talk.problem.clear();
        recorded.talk = from.talk;
        recorded.said = Said{kept.message_id, revision, kept.digest};
        recorded_.push_back(std::move(recorded));
        from.said.insert(kept.message_id);
        from.next.pop_front();
        ++report_.said;
    }

    /// Somebody changed the item, or an earlier try of ours did after all: `recover` finds out which.
    void look_again(Saying& saying) {
        saying.intent.fate = Fate::closed;
        noted_.push_back(saying.intent);
        saying.from->stopped = true;
        ++report_.unclear;
    }

    /// Its effect is not known, or known to be none. One that spoils a call of many soon stands alone.
    void leave(Saying& saying, const SyncError& error, std::size_t sent) {
        saying.intent.fate = error.fate;
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

    void wait(Conversation& conversation, const SyncError& error) {
        ++conversation.talk.attempts;
        conversation.talk.not_before = tenant_.clock.now() + parking_time(conversation.talk.attempts);
        conversation.talk.problem = error.what();
        recorded_.push_back({.intent = 0, .talk = conversation.talk});
        conversation.stopped = true;
    }

    /// This one waits; the reason is for people.
    void put_off(Conversation& conversation, std::int64_t intent, const SyncError& error) {
        wait(conversation, error);
        recorded_.back().intent = intent;
        const auto reason = fmt::format("work item {} is made, but a message could not be carried to it: {}",
                                        conversation.talk.work_item, error.what());
        report_.parked.push_back({conversation.talk.ticket_id, reason, error.hint});
        tenant_.log.write({Level::warning,
                           tenant_.name,
                           fmt::format("ticket {}: {}", conversation.talk.ticket_id, reason),
                           {}});
    }

    void end(Conversation& conversation) {
        conversation.talk.ended = true;
        conversation.stopped = true;
        tenant_.store.record(tenant_.record.id,
                             std::vector<Recorded>{{.intent = 0, .talk = conversation.talk}});
    }

    void write() {
        if (!recorded_.empty()) tenant_.store.record(tenant_.record.id, std::exchange(recorded_, {}));
        if (!noted_.empty()) tenant_.store.note(tenant_.record.id, std::exchange(noted_, {}));
    }

    Tenant& tenant_;
    CycleReport& report_;
    bool quiet_;
    std::deque<Conversation> conversations_;
    std::vector<Recorded> recorded_;
    std::vector<Intent> noted_;
    std::optional<SyncError> side_trouble_;
};

}  // namespace

std::string saying_text(const SayingIntent& intent) {
    return base_text({{"message", intent.message_id},
                      {"item", std::to_string(intent.work_item)},
                      {"revision", std::to_string(intent.revision)},
                      {"digest", intent.digest}});
}

SayingIntent parse_saying(const std::string& text) {
    const Base kept = parse_base(text);
    const auto of = [&](std::string_view name) {
        const auto found = kept.find(name);
        return found == kept.end() ? std::string() : found->second;
    };
    const auto number = [](const std::string& digits, auto& value) {
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    };
    SayingIntent intent{of("message"), 0, 0, of("digest")};
    number(of("item"), intent.work_item);
    number(of("revision"), intent.revision);
    return intent;
}

void carry_discussions(Tenant& tenant, int rounds, CycleReport& report) {
    int done = 0;
    while (!tenant.clock.stopping()) {
        auto talks = tenant.store.pending_talks(tenant.record.id, tenant.clock.now(), tenant.options.batch);
        if (talks.empty()) return;
        Discussion discussion(tenant, std::move(talks), report);
        do {
            if (rounds > 0 && done++ == rounds) {
                report.more = true;
                return;
            }
            if (tenant.clock.stopping()) return;
        } while (discussion.round());
    }
}

}  // namespace deskbridge
