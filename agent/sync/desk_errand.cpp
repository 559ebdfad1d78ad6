#include "sync/desk_errand.h"

#include "decide/base.h"
#include "decide/hearing.h"
#include "sync/desk_round.h"
#include "sync/from_before.h"
#include "sync/handing.h"
#include "sync/hearings.h"
#include "sync/link_making.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace deskbridge {

namespace {

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

void look_up(Tenant& tenant, const std::vector<DeskErrand>& errands) {
    std::vector<TicketChange> changes;
    for (const auto& errand : errands)
        if (!errand.busy && !errand.parts.empty())
            changes.push_back({errand.link.ticket_id, errand.parts.front()});
    if (!changes.empty()) tenant.desk.look_up(changes);
}

void write_fields(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report) {
    DeskRound round(tenant, report);
    while (!tenant.clock.stopping()) {
        look_up(tenant, errands);
        std::vector<DeskStep> steps;
        std::vector<TicketChange> changes;
        std::set<std::string> tickets;
        for (auto* errand : unchanged(tenant, errands)) {
            if (!tickets.insert(errand->link.ticket_id).second) continue;
            steps.push_back({errand, {}, {}});
            changes.push_back({errand->link.ticket_id, errand->parts.front()});
        }
        if (!round.intend(steps, Intent::Kind::change)) return;
        const auto outcomes = round.call(steps, [&] { return tenant.desk.change(changes); });
        for (std::size_t i = 0; i < steps.size(); ++i) {
            auto& errand = *steps[i].errand;
            const bool several = errand.parts.front().size() > 1;
            if (round.took_effect(steps[i], outcomes[i].error)) {
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

Listening open_listening(Tenant& tenant, DeskErrand& errand) {
    Listening listening{&errand, mapping_named(tenant, errand.link.mapping), {}, {}, {}, {}};
    const auto& link = errand.link;
    listening.heard = tenant.store.heard(tenant.record.id, link.ticket_id, link.work_item);
    return listening;
}

/// What is to be told of ourselves.
Listening announce(Tenant& tenant, DeskErrand& errand) {
    auto listening = open_listening(tenant, errand);
    for (const auto& hearing : errand.sayings)
        if (listening.heard.count(hearing.comment.id) == 0) listening.next.push_back(hearing);
    return listening;
}

/// What is said on an item that cannot be seen just now is the errand's problem: none of it is taken for
/// gone.
std::optional<std::vector<Comment>> comments_of(Tenant& tenant, DeskErrand& errand) {
    try {
        return tenant.work.read_comments(errand.link.project, errand.link.work_item);
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        errand.problem = error;
        return {};
    }
}

Listening listen(Tenant& tenant, DeskErrand& errand) {
    auto listening = open_listening(tenant, errand);
    auto comments = comments_of(tenant, errand);
    if (!comments) return listening;
    std::set<std::int64_t> there;
    for (auto& comment : *comments) {
        if (is_copy(comment)) continue;
        there.insert(comment.id);
        const auto heard = listening.heard.find(comment.id);
        if (heard == listening.heard.end()) {
            const auto visibility = visibility_of(comment, *listening.mapping->comments);
            listening.next.push_back({std::move(comment), visibility});
        } else if (has_copy(heard->second) && heard->second.digest != comment_digest(comment)) {
            listening.changed.push_back(std::move(comment));
        }
    }
    for (const auto& [id, heard] : listening.heard)
        if (id > 0 && there.count(id) == 0 && has_copy(heard)) listening.gone.push_back(heard);
    return listening;
}

struct SayStep : DeskStep {
    Listening* listening = nullptr;
    std::vector<std::string> pictures;
};

/// The next of one ticket. What cannot be had for it just now is the errand's problem, and later ones must
/// not come before it.
void prepare(Tenant& tenant, Listening& listening, std::vector<SayStep>& steps,
             std::vector<NewMessage>& messages) {
    auto& errand = *listening.errand;
    const auto& hearing = listening.next.front();
    try {
        auto dressed = dress_hearing(tenant, errand, *listening.mapping, hearing);
        SayStep step;
        step.errand = &errand;
        step.intent_text =
            hearing_text({hearing.comment.id, errand.link.work_item, comment_digest(hearing.comment)});
        step.listening = &listening;
        step.pictures = std::move(dressed.pictures);
        steps.push_back(std::move(step));
        messages.push_back(std::move(dressed.message));
    } catch (const SyncError& error) {
        if (error.reach != Reach::item) throw;
        errand.problem = error;
        listening.next.clear();
    }
}

void say_comments(Tenant& tenant, std::vector<Listening>& all, CycleReport& report) {
    DeskRound round(tenant, report);
    while (!tenant.clock.stopping()) {
        std::vector<SayStep> steps;
        std::vector<NewMessage> messages;
        std::set<std::string> tickets;
        for (auto& listening : all) {
            if (listening.errand->busy || listening.next.empty()) continue;
            if (!tickets.insert(listening.errand->link.ticket_id).second) continue;
            prepare(tenant, listening, steps, messages);
        }
        if (!round.intend(steps, Intent::Kind::reply)) return;
        const auto outcomes = round.call(steps, [&] { return tenant.desk.say(messages); });
        for (std::size_t i = 0; i < steps.size(); ++i) {
            auto& step = steps[i];
            auto& next = step.listening->next;
            if (!round.took_effect(step, outcomes[i].error)) {
                // later ones must not come before it
                if (!step.errand->busy) next.clear();
                continue;
            }
            ++report.heard;
            step.errand->link.active_at = tenant.clock.now();
            const Heard heard{next.front().comment.id, outcomes[i].message_id,
                              comment_digest(next.front().comment)};
            round.arrived({.intent = step.intent.id,
                           .link = step.errand->link,
                           .heard = heard,
                           .handed = step.pictures});
            next.pop_front();
        }
        round.write();
    }
}

/// A copy that was refused has to stay when we will never be let, or is gone itself.
bool has_to_stay(Tenant& tenant, const DeskErrand& errand, const std::string& message_id) {
    if (errand.problem->trouble == Trouble::forbidden) return true;
    const auto messages = messages_of(tenant, errand.link.ticket_id);
    return std::none_of(messages.begin(), messages.end(),
                        [&](const Message& message) { return message.id == message_id; });
}

/// Changes or takes back one copy, and keeps `recorded` when that is over.
template <class Send>
void mend(Tenant& tenant, DeskErrand& errand, const std::string& message_id, const Send& send,
          Recorded recorded, CycleReport& report) {
    DeskRound round(tenant, report);
    std::vector<DeskStep> steps{{&errand, {}, {}}};
    round.intend(steps, Intent::Kind::change);
    const WriteOutcome outcome = round.call(steps, send);
    const bool changed = round.took_effect(steps[0], outcome.error);
    if (changed) {
        ++report.changed;
        recorded.intent = steps[0].intent.id;
    } else {
        round.write();
        if (errand.busy || !has_to_stay(tenant, errand, message_id)) return;
    }
    round.arrived(std::move(recorded));
    round.write();
}

void mend_edited(Tenant& tenant, Listening& listening, const Comment& comment, CycleReport& report) {
    auto& errand = *listening.errand;
    Heard heard = listening.heard[comment.id];
    heard.digest = comment_digest(comment);
    const auto visibility = visibility_of(comment, *listening.mapping->comments);
    auto dressed = dress_hearing(tenant, errand, *listening.mapping, {comment, visibility});
    const std::vector<MessageEdit> edits{{errand.link.ticket_id, heard.message_id,
                                          std::move(dressed.message.text), std::move(dressed.message.files)}};
    mend(
        tenant, errand, heard.message_id, [&] { return tenant.desk.edit(edits).front(); },
        {.link = errand.link, .heard = heard, .handed = std::move(dressed.pictures)}, report);
}

void mend_gone(Tenant& tenant, DeskErrand& errand, const Heard& gone, CycleReport& report) {
    const auto& ticket = errand.link.ticket_id;
    mend(
        tenant, errand, gone.message_id, [&] { return tenant.desk.remove(ticket, gone.message_id); },
        {.link = errand.link, .unheard = gone.comment}, report);
}

/// Copies follow what was edited or taken back; one that cannot does not keep the others.
void mend_messages(Tenant& tenant, Listening& listening, CycleReport& report) {
    auto& errand = *listening.errand;
    const auto go_on = [&](const auto& mend_one) {
        if (errand.busy) return;
        try {
            mend_one();
        } catch (const SyncError& error) {
            if (error.reach != Reach::item) throw;
            errand.problem = error;
        }
    };
    for (const auto& comment : listening.changed)
        go_on([&] { mend_edited(tenant, listening, comment, report); });
    for (const auto& gone : listening.gone) go_on([&] { mend_gone(tenant, errand, gone, report); });
}

}  // namespace

void carry_to_desk(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report) {
    std::vector<Listening> announced, listening;
    for (auto& errand : errands)
        if (!errand.sayings.empty() && !errand.busy) announced.push_back(announce(tenant, errand));
    say_comments(tenant, announced, report);
    write_fields(tenant, errands, report);
    for (auto& errand : errands)
        if (errand.comments && !errand.busy) listening.push_back(listen(tenant, errand));
    say_comments(tenant, listening, report);
    for (auto& each : listening) mend_messages(tenant, each, report);
    hand_files(tenant, errands, report);
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
