#include "sync/desk_errand.h"

#include "decide/base.h"
#include "decide/hearing.h"
#include "sync/hearings.h"
#include "sync/link_making.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace deskbridge {

namespace {

Intent intent_for(Tenant& tenant, const Link& link, Intent::Kind kind, std::string base) {
    Intent intent;
    intent.kind = kind;
    intent.ticket_id = link.ticket_id;
    intent.ticket_url = link.ticket_url;
    intent.mapping = link.mapping;
    intent.key = link.key;
    intent.project = link.project;
    intent.base = std::move(base);
    intent.written_at = tenant.clock.now();
    intent.server_time = tenant.desk.server_time().value_or(intent.written_at);
    return intent;
}

/// Writes to many tickets, one call for a step of each. `Step` is what one ticket's write needs to know.
class DeskRound {
public:
    DeskRound(Tenant& tenant, CycleReport& report) : tenant_(tenant), report_(report) {}

    /// Intents of one round; false when there are none.
    template <class Step>
    bool intend(std::vector<Step>& steps, Intent::Kind kind) {
        if (steps.empty()) return false;
        std::vector<Intent> intents;
        for (const auto& step : steps)
            intents.push_back(intent_for(tenant_, step.errand->link, kind, step.intent_text));
        const auto ids = tenant_.store.intend(tenant_.record.id, intents);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i].intent = std::move(intents[i]);
            steps[i].intent.id = ids[i];
        }
        return true;
    }

    /// True when the write took effect; else what is known of its fate is kept.
    bool took_effect(DeskErrand& errand, const Intent& intent, const std::optional<SyncError>& error) {
        if (!error) return true;
        if (error->fate == Fate::refused && error->reach == Reach::item) {
            recorded_.push_back({.intent = intent.id});
            errand.problem = *error;
            return false;
        }
        leave(errand, intent, *error);
        return false;
    }

    void leave(DeskErrand& errand, Intent intent, const SyncError& error) {
        const bool no_effect = error.fate == Fate::refused || error.fate == Fate::not_sent;
        errand.busy = true;
        if (no_effect) {
            recorded_.push_back({.intent = intent.id});
            return;
        }
        intent.fate = error.fate;
        noted_.push_back(std::move(intent));
        ++report_.unclear;
    }

    void arrived(Recorded recorded) { recorded_.push_back(std::move(recorded)); }

    void write() {
        if (!recorded_.empty()) tenant_.store.record(tenant_.record.id, std::exchange(recorded_, {}));
        if (!noted_.empty()) tenant_.store.note(tenant_.record.id, std::exchange(noted_, {}));
    }

    /// One call for all; a failure of the whole is kept for each, then goes on.
    template <class Step, class Call>
    auto call(std::vector<Step>& steps, const Call& send) {
        try {
            return send();
        } catch (const SyncError& error) {
            for (auto& step : steps) leave(*step.errand, step.intent, error);
            write();
            throw;
        }
    }

private:
    Tenant& tenant_;
    CycleReport& report_;
    std::vector<Recorded> recorded_;
    std::vector<Intent> noted_;
};

struct FieldStep {
    DeskErrand* errand = nullptr;
    std::string intent_text;
    Intent intent;
};

/// Which of several fields the desk refuses shows when each goes by itself.
void stand_alone(DeskErrand& errand) {
    const Record together = std::move(errand.parts.front());
    errand.parts.pop_front();
    for (const auto& [path, value] : together) errand.parts.push_back({{path, value}});
    errand.problem.reset();
}

/// The base moves when the last of the fields is there: entries are by work field, and nobody here knows
/// which belongs to which path. A field that was refused keeps it where it is.
void take_part(DeskErrand& errand) {
    errand.parts.pop_front();
    if (!errand.parts.empty() || errand.problem) return;
    errand.link.base = renewed(std::move(errand.link.base), errand.after);
}

bool holds_still(const Ticket& ticket, const DeskErrand& errand) {
    const auto& part = errand.parts.front();
    return ticket.presence == Presence::there && ticket.merged.empty() &&
           std::all_of(part.begin(), part.end(), [&](const auto& entry) {
               const auto held = errand.held.find(entry.first);
               return held == errand.held.end() ||
                      base_value(ticket.get(entry.first)) == base_value(held->second);
           });
}

/// Those whose tickets are still as they were when it was decided what to write; the others are busy.
std::vector<DeskErrand*> unchanged(Tenant& tenant, std::vector<DeskErrand>& errands) {
    std::map<std::string, std::vector<DeskErrand*>> writing;
    std::vector<std::string> ids;
    for (auto& errand : errands) {
        if (errand.busy || errand.parts.empty()) continue;
        if (writing[errand.link.ticket_id].empty()) ids.push_back(errand.link.ticket_id);
        writing[errand.link.ticket_id].push_back(&errand);
    }
    std::vector<DeskErrand*> still;
    if (ids.empty()) return still;
    std::map<std::string, Ticket> tickets;
    for (auto& ticket : tenant.desk.read_tickets(ids)) tickets.emplace(ticket.id, std::move(ticket));
    for (const auto& id : ids) {
        const auto ticket = tickets.find(id);
        for (auto* errand : writing[id]) {
            errand->busy = ticket == tickets.end() || !holds_still(ticket->second, *errand);
            if (!errand->busy) still.push_back(errand);
        }
    }
    return still;
}

void write_fields(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report) {
    DeskRound round(tenant, report);
    while (!tenant.clock.stopping()) {
        std::vector<FieldStep> steps;
        std::vector<TicketChange> changes;
        for (auto* errand : unchanged(tenant, errands)) {
            steps.push_back({errand, {}, {}});
            changes.push_back({errand->link.ticket_id, errand->parts.front()});
        }
        if (!round.intend(steps, Intent::Kind::change)) return;
        const auto outcomes = round.call(steps, [&] { return tenant.desk.change(changes); });
        for (std::size_t i = 0; i < steps.size(); ++i) {
            auto& errand = *steps[i].errand;
            const bool several = errand.parts.front().size() > 1;
            if (round.took_effect(errand, steps[i].intent, outcomes[i].error)) {
                ++report.changed;
                take_part(errand);
                errand.link.active_at = tenant.clock.now();
                round.arrived({.intent = steps[i].intent.id, .link = errand.link});
            } else if (!errand.busy) {
                several ? stand_alone(errand) : errand.parts.pop_front();
            }
        }
        round.write();
    }
}

/// The comments of one item beside those that its ticket has.
struct Listening {
    DeskErrand* errand = nullptr;
    const Mapping* mapping = nullptr;
    HeardBy heard;
    std::deque<Hearing> next;
    std::vector<Comment> changed;
    std::vector<Heard> gone;
};

Listening listen(Tenant& tenant, DeskErrand& errand) {
    Listening listening{&errand, mapping_named(tenant, errand.link.mapping), {}, {}, {}, {}};
    const auto& link = errand.link;
    listening.heard = tenant.store.heard(tenant.record.id, link.ticket_id, link.work_item);
    std::set<std::int64_t> there;
    for (auto& hearing : errand.sayings)
        if (listening.heard.count(hearing.comment.id) == 0) listening.next.push_back(hearing);
    if (!errand.comments) return listening;
    for (auto& comment : tenant.work.read_comments(link.project, link.work_item)) {
        if (is_copy(comment)) continue;
        there.insert(comment.id);
        const auto heard = listening.heard.find(comment.id);
        if (heard == listening.heard.end()) {
            const auto visibility = visibility_of(comment, *listening.mapping->comments);
            listening.next.push_back({std::move(comment), visibility});
        } else if (heard->second.digest != comment_digest(comment)) {
            listening.changed.push_back(std::move(comment));
        }
    }
    for (const auto& [id, heard] : listening.heard)
        if (id > 0 && there.count(id) == 0) listening.gone.push_back(heard);
    return listening;
}

struct SayStep {
    DeskErrand* errand = nullptr;
    std::string intent_text;
    Intent intent;
    Listening* listening = nullptr;
};

void say_comments(Tenant& tenant, std::vector<Listening>& all, CycleReport& report) {
    DeskRound round(tenant, report);
    while (!tenant.clock.stopping()) {
        std::vector<SayStep> steps;
        std::vector<NewMessage> messages;
        for (auto& listening : all) {
            if (listening.errand->busy || listening.next.empty()) continue;
            const auto& hearing = listening.next.front();
            steps.push_back({listening.errand,
                             hearing_text({hearing.comment.id, listening.errand->link.work_item,
                                           comment_digest(hearing.comment)}),
                             {},
                             &listening});
            messages.push_back(message_for(tenant, listening.errand->link, *listening.mapping, hearing));
        }
        if (!round.intend(steps, Intent::Kind::reply)) return;
        const auto outcomes = round.call(steps, [&] { return tenant.desk.say(messages); });
        for (std::size_t i = 0; i < steps.size(); ++i) {
            auto& step = steps[i];
            auto& next = step.listening->next;
            if (!round.took_effect(*step.errand, step.intent, outcomes[i].error)) {
                // later ones must not come before it
                if (!step.errand->busy) next.clear();
                continue;
            }
            ++report.heard;
            step.errand->link.active_at = tenant.clock.now();
            const Heard heard{next.front().comment.id, outcomes[i].message_id,
                              comment_digest(next.front().comment)};
            round.arrived({.intent = step.intent.id, .link = step.errand->link, .heard = heard});
            next.pop_front();
        }
        round.write();
    }
}

/// Copies follow what was edited or taken back. What the desk does not let us change stays as it is.
void mend_messages(Tenant& tenant, Listening& listening, CycleReport& report) {
    auto& errand = *listening.errand;
    DeskRound round(tenant, report);
    const auto write = [&](const auto& send, Recorded recorded) {
        if (errand.busy) return;
        std::vector<FieldStep> steps{{&errand, {}, {}}};
        round.intend(steps, Intent::Kind::change);
        const WriteOutcome outcome = round.call(steps, send);
        if (round.took_effect(errand, steps[0].intent, outcome.error)) {
            ++report.changed;
            recorded.intent = steps[0].intent.id;
        }
        if (!errand.busy) round.arrived(std::move(recorded));
        round.write();
    };
    for (const auto& comment : listening.changed) {
        Heard heard = listening.heard[comment.id];
        const auto visibility = visibility_of(comment, *listening.mapping->comments);
        const auto message = message_for(tenant, errand.link, *listening.mapping, {comment, visibility});
        heard.digest = comment_digest(comment);
        const std::vector<MessageEdit> edits{{errand.link.ticket_id, heard.message_id, message.text}};
        write([&] { return tenant.desk.edit(edits).front(); }, {.link = errand.link, .heard = heard});
    }
    for (const auto& gone : listening.gone)
        write([&] { return tenant.desk.remove(errand.link.ticket_id, gone.message_id); },
              {.link = errand.link, .unheard = gone.comment});
}

}  // namespace

void carry_to_desk(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report) {
    write_fields(tenant, errands, report);
    std::vector<Listening> listening;
    for (auto& errand : errands)
        if ((errand.comments || !errand.sayings.empty()) && !errand.busy)
            listening.push_back(listen(tenant, errand));
    say_comments(tenant, listening, report);
    for (auto& each : listening) mend_messages(tenant, each, report);
    for (auto& errand : errands)
        if (!errand.busy) hand_files(tenant, errand, report);
}

std::string hearing_text(const HearingIntent& intent) {
    return base_text({{"comment", std::to_string(intent.comment)},
                      {"item", std::to_string(intent.work_item)},
                      {"digest", intent.digest}});
}

HearingIntent parse_hearing(const std::string& text) {
    HearingIntent intent;
    for (const auto& [name, value] : parse_base(text)) {
        const auto number = [&](auto& into) {
            std::from_chars(value.data(), value.data() + value.size(), into);
        };
        if (name == "comment") number(intent.comment);
        if (name == "item") number(intent.work_item);
        if (name == "digest") intent.digest = value;
    }
    return intent;
}

}  // namespace deskbridge
