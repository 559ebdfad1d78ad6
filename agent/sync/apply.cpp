#include "sync/apply.h"

#include "model/mark.h"
#include "model/overload.h"
#include "sync/dress.h"
#include "sync/link_making.h"
#include "sync/parking.h"
#include "sync/recover.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace deskbridge {

namespace {

/// Keys of tickets whose create is known to have had no effect: they go out again under the same mark.
std::map<std::string, std::string> keys_to_reuse(Tenant& tenant) {
    std::map<std::string, std::string> keys;
    for (const auto& intent : tenant.store.intents(tenant.record.id))
        if (intent.kind == Intent::Kind::create && intent.state == Intent::State::resend)
            keys[intent.ticket_id] = intent.key;
    return keys;
}

std::vector<Intent> intents_for(Tenant& tenant, const std::vector<Task>& tasks) {
    const auto reuse = keys_to_reuse(tenant);
    std::vector<Intent> intents;
    for (const auto& task : tasks) {
        Intent intent;
        intent.ticket_id = task.plan.ticket_id;
        intent.ticket_url = task.plan.ticket_url;
        intent.mapping = task.plan.mapping;
        const auto known = reuse.find(intent.ticket_id);
        intent.key = known == reuse.end() ? tenant.new_key() : known->second;
        intent.project = task.plan.item.project;
        intent.base = base_text(task.plan.base);
        intent.written_at = tenant.clock.now();
        intent.written_ticks = tenant.clock.ticks();
        intent.server_time = tenant.work.server_time().value_or(intent.written_at);
        intents.push_back(std::move(intent));
    }
    return intents;
}

std::vector<NewWorkItem> items_for(Tenant& tenant, const std::vector<Task>& tasks,
                                   const std::vector<Intent>& intents) {
    std::vector<NewWorkItem> items;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        NewWorkItem item = tasks[i].plan.item;
        item.origin = {tasks[i].plan.ticket_url,
                       mark_text({tenant.store.agent_id(), intents[i].key, intents[i].mapping})};
        items.push_back(std::move(item));
    }
    return items;
}

/// Files first: then the request that makes the item names them. A failure is counted, so that a file which
/// cannot be had does not hold up its ticket for ever; false: this ticket alone has to be tried again.
bool carry_along(Tenant& tenant, Task& task) {
    try {
        dress(tenant, task);
        return true;
    } catch (const SyncError& error) {
        if (error.reach == Reach::run) throw;
        ++task.row.attempts;
        tenant.store.postpone(tenant.record.id, std::vector<InboxItem>{task.row});
        if (error.reach == Reach::side) throw;
        return false;
    }
}

/// What is left of an attempt whose whole call failed. A call that was held back or refused is no attempt.
void note_failure(Tenant& tenant, const std::vector<Task>& tasks, std::vector<Intent> intents,
                  const SyncError& error, CycleReport& report) {
    const bool no_effect = error.fate == Fate::refused || error.fate == Fate::not_sent;
    for (auto& intent : intents) {
        set_fate(intent, error.fate, tenant.clock);
        if (no_effect) intent.state = Intent::State::resend;
    }
    tenant.store.note(tenant.record.id, intents);
    if (no_effect) return;
    report.unclear += intents.size();
    std::vector<InboxItem> rows;
    for (const auto& task : tasks) {
        rows.push_back(task.row);
        rows.back().attempts = attempts_after(tenant.options.batch, tasks.size(), task.row.attempts);
    }
    tenant.store.postpone(tenant.record.id, rows);
}

/// A new item starts where its process says; the ticket's own state follows.
bool waits_for_a_state(const Plan& plan) {
    return std::any_of(plan.fields.begin(), plan.fields.end(), [](const FieldVerdict& verdict) {
        return verdict.field == "System.State" && verdict.kind == FieldVerdict::Kind::left;
    });
}

/// The row of a ticket that has failed once more, parked for its time. Attempts in the company of others,
/// from before it was ever parked, do not lengthen that.
InboxItem parked_row(const Tenant& tenant, InboxItem row, const SyncError& error) {
    row.attempts = row.parked ? row.attempts + 1 : 1;
    row.parked = true;
    row.not_before = tenant.clock.now() + parking_time(row.attempts);
    row.reason = error.what();
    row.hint = error.hint;
    return row;
}

/// Sorts the outcomes of one call into what is recorded, noted and postponed.
class Outcomes {
public:
    Outcomes(Tenant& tenant, const std::vector<Task>& tasks, const std::vector<Intent>& intents,
             CycleReport& report)
        : tenant_(tenant), tasks_(tasks), intents_(intents), report_(report) {}

    void sort(std::size_t index, const CreateOutcome& outcome) {
        std::visit(Overload{[&](const Created& created) { made(index, created.item); },
                            [&](const Refused& refused) { refuse(index, refused); },
                            [&](const Unclear& unclear) { leave_open(index, unclear.error); },
                            [&](const NotSent& not_sent) { not_taken(index, not_sent); }},
                   outcome);
    }

    /// Throws what concerns the whole side once everything is on disk.
    void write() {
        if (!recorded_.empty()) tenant_.store.record(tenant_.record.id, recorded_);
        if (!noted_.empty()) tenant_.store.note(tenant_.record.id, noted_);
        if (!postponed_.empty()) tenant_.store.postpone(tenant_.record.id, postponed_);
        if (side_trouble_) throw *side_trouble_;
    }

private:
    void made(std::size_t index, const WorkItem& item) {
        const auto& plan = tasks_[index].plan;
        recorded_.push_back({intents_[index].id, made_link(tenant_, plan, intents_[index].key, item), {}});
        recorded_.back().again = waits_for_a_state(plan);
        if (plan.talk)
            recorded_.back().talk = new_talk(*recorded_.back().link, tasks_[index].row.lane == Lane::history);
        ++report_.created;
    }

    /// A person whom the tracker does not know is remembered, and the ticket is decided anew without them.
    void refuse(std::size_t index, const Refused& refused) {
        const auto& fields = tasks_[index].plan.item.fields;
        if (const auto field = fields.find(refused.unknown_person_field); field != fields.end()) {
            const bool news =
                tenant_.rules.unknown_people.emplace(field->first, text_of(field->second)).second;
            // of several tickets in one call that name the same stranger, each is decided anew
            if (news || std::holds_alternative<Person>(field->second)) return send_again(index);
        }
        const auto row = parked_row(tenant_, tasks_[index].row, refused.error);
        recorded_.push_back({intents_[index].id, {}, row});
        park(row);
    }

    void leave_open(std::size_t index, const SyncError& error) {
        Intent intent = intents_[index];
        set_fate(intent, error.fate, tenant_.clock);
        noted_.push_back(intent);
        ++report_.unclear;
        // A batch that is refused as a whole for one item's sake is data, not an outage: it is halved without
        // a pause.
        if (error.reach == Reach::side && error.trouble != Trouble::data) side_trouble_ = error;
        InboxItem row = tasks_[index].row;
        const bool stands_alone = tasks_.size() == 1 || error.reach == Reach::item;
        if (stands_alone && row.attempts + 1 >= tries_for_inner_errors) {
            row = parked_row(tenant_, row, error);
            park(row);
        } else {
            row.attempts = stands_alone ? row.attempts + 1
                                        : attempts_after(tenant_.options.batch, tasks_.size(), row.attempts);
        }
        postponed_.push_back(row);
    }

    /// Without effect, and not for a person's sake: a ticket that is never taken, even alone, is set aside.
    void not_taken(std::size_t index, const NotSent& not_sent) {
        send_again(index);
        if (not_sent.error && not_sent.error->reach == Reach::side) {
            side_trouble_ = not_sent.error;
            return;
        }
        InboxItem row = tasks_[index].row;
        if (tasks_.size() == 1 && row.attempts + 1 >= tries_for_inner_errors) {
            row = parked_row(tenant_, row,
                             not_sent.error.value_or(SyncError(Reach::item, Trouble::data,
                                                               "the work tracker did not take the item")));
            park(row);
        } else {
            row.attempts = attempts_after(tenant_.options.batch, tasks_.size(), row.attempts);
        }
        postponed_.push_back(row);
    }

    void send_again(std::size_t index) {
        Intent intent = intents_[index];
        intent.fate = Fate::refused;
        intent.state = Intent::State::resend;
        noted_.push_back(intent);
    }

    void park(const InboxItem& row) {
        report_.parked.push_back({row.ticket_id, row.reason, row.hint});
        tenant_.log.write({Level::warning,
                           tenant_.name,
                           fmt::format("ticket {} is set aside until {}: {}", row.ticket_id,
                                       iso8601(row.not_before), row.reason),
                           {}});
    }

    Tenant& tenant_;
    const std::vector<Task>& tasks_;
    const std::vector<Intent>& intents_;
    CycleReport& report_;
    std::vector<Recorded> recorded_;
    std::vector<Intent> noted_;
    std::vector<InboxItem> postponed_;
    std::optional<SyncError> side_trouble_;
};

}  // namespace

std::size_t batch_limit(std::size_t batch, int attempts) {
    const auto halved = attempts >= 16 ? 0 : batch >> attempts;
    return std::max<std::size_t>(halved, 1);
}

int attempts_after(std::size_t batch, std::size_t sent, int attempts) {
    int next = attempts + 1;
    while (batch_limit(batch, next) > std::max<std::size_t>(sent / 2, 1)) ++next;
    return next;
}

void create_all(Tenant& tenant, std::vector<Task> tasks, bool quiet, CycleReport& report) {
    std::erase_if(tasks, [&](Task& task) { return !carry_along(tenant, task); });
    if (tasks.empty()) return;
    auto intents = intents_for(tenant, tasks);
    const auto items = items_for(tenant, tasks, intents);
    const auto ids = tenant.store.intend(tenant.record.id, intents);
    for (std::size_t i = 0; i < intents.size(); ++i) intents[i].id = ids[i];

    std::vector<CreateOutcome> outcomes;
    try {
        outcomes = tenant.work.create(items, quiet);
    } catch (const SyncError& error) {
        note_failure(tenant, tasks, intents, error, report);
        throw;
    }
    ensure(outcomes.size() == tasks.size(), "a work tracker answers for every item it was given");
    Outcomes sorted(tenant, tasks, intents, report);
    for (std::size_t i = 0; i < outcomes.size(); ++i) sorted.sort(i, outcomes[i]);
    sorted.write();
}

}  // namespace deskbridge
