#include "sync/carrying.h"

#include "content/digest.h"
#include "decide/base.h"
#include "decide/discussion.h"
#include "decide/hearing.h"
#include "sync/breaker.h"
#include "sync/counts.h"
#include "sync/discussion.h"
#include "sync/events.h"
#include "sync/gather.h"
#include "sync/item_links.h"
#include "sync/link_making.h"
#include "sync/parking.h"
#include "sync/recycling.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace deskbridge {

namespace {

void park(Pair& pair, Time now, const std::string& reason, const std::string& hint) {
    auto& row = pair.of->row;
    ++row.attempts;
    row.parked = true;
    row.not_before = now + std::min(parking_time(row.attempts), parking_time(3));
    row.reason = reason;
    row.hint = hint;
    pair.end = Conversation::End::parked;
}

class Step {
public:
    Step(Tenant& tenant, std::vector<Pair>& pairs, bool quiet, CycleReport& report)
        : tenant_(tenant), pairs_(pairs), quiet_(quiet), report_(report) {
        for (auto& conflict : tenant.store.conflicts(tenant.record.id, "", false))
            open_[{conflict.ticket_id, conflict.work_item}].push_back(std::move(conflict));
    }

    void decide() {
        ensure_rules(tenant_, wanted_rules());
        for (auto& pair : pairs_) decide(pair);
        decide_unread();
    }

    void carry() {
        name_conflicts();
        to_desk();
        agree();
        to_work();
        recycle();
        relate_items(tenant_, pairs_, report_);
    }

private:
    WantedRules wanted_rules() {
        WantedRules wanted;
        for (auto& pair : pairs_) {
            if (pair.of->ticket.presence != Presence::there) continue;
            const Target target = target_of(pair);
            if (target.problems.empty()) wanted[target.project].insert(target.type);
        }
        return wanted;
    }

    void decide(Pair& pair) {
        pair.work.revision = pair.item ? pair.item->revision : pair.link().revision;
        if (pair.presence == ItemPresence::hidden)
            return hold(pair,
                        fmt::format("work item {} cannot be read, and is not in the recycle bin",
                                    pair.link().work_item),
                        "give the account access to it, or remove the link: deskbridge links remove");
        if (is_to_recycle(tenant_, pair) && is_mass("recycle", pair)) return hold_mass(pair);
        if (pair.link().state == LinkState::deselected && pair.of->ticket.id == pair.link().ticket_id)
            return come_back(pair);
        if (take_events(tenant_, pair)) return;
        if (leaves(pair)) return;
        if (tenant_.breaker.is_open({pair.link().ticket_id, pair.link().work_item}, tenant_.clock.now()))
            return hold(pair, "the two sides change again and again, as if robots answered each other",
                        "look for a rule on either side that reacts to every change");
        decide_fields(pair);
        count_on(pair);
        const auto& mapping = pair.mapping->mapping();
        pair.work.listen = wants_discussion(mapping);
        pair.desk.comments = pair.item && wants_comments(mapping);
        if (pair.item && wants_item_files(mapping)) pair.desk.files = pair.item->files;
    }

    /// A ticket that its mapping no longer selects, where that puts the link to rest.
    bool leaves(Pair& pair) {
        if (pair.mapping->mapping().on_deselect != OnDeselect::unlink) return false;
        const auto selection = pair.mapping->select(pair.of->ticket);
        if (selection.selected || selection.problem) return false;
        pair.link().state = LinkState::deselected;
        tell_of_selection(pair, fmt::format("is no longer selected ({}); its link to work item {} rests",
                                            selection.reason, pair.link().work_item));
        return true;
    }

    /// What both sides became meanwhile is compared with what was agreed when it left.
    void come_back(Pair& pair) {
        const bool rests = pair.mapping->mapping().on_deselect == OnDeselect::unlink;
        if (pair.of->ticket.presence != Presence::there ||
            (rests && !pair.mapping->select(pair.of->ticket).selected))
            return;
        pair.link().state = LinkState::active;
        unread_.push_back(&pair);
        tell_of_selection(
            pair, fmt::format("is selected again; its link to work item {} goes on", pair.link().work_item));
    }

    void tell_of_selection(const Pair& pair, const std::string& what) {
        tenant_.log.write(
            {Level::info, tenant_.name, fmt::format("ticket {} {}", pair.link().ticket_id, what), {}});
    }

    /// By its first link that is not over, a ticket shows how many it has.
    void count_on(Pair& pair) {
        const auto wanted =
            count_on_ticket(pair.mapping->mapping(), pair.of->ticket, pair.of->links, pair.link().work_item);
        if (wanted.empty()) return;
        if (pair.desk.parts.empty()) pair.desk.parts.emplace_back();
        for (const auto& [path, value] : wanted) {
            pair.desk.held[path] = pair.of->ticket.get(path);
            pair.desk.parts.front()[path] = value;
        }
    }

    void decide_fields(Pair& pair) {
        if (tenant_.held_mappings.count(pair.link().mapping) != 0) return;
        const Target target = target_of(pair);
        const auto process = tenant_.rules.processes.find(target.project);
        const TypeRules* type =
            process == tenant_.rules.processes.end() ? nullptr : process->second.type(target.type);
        if (type == nullptr)
            return hold(pair,
                        fmt::format("the rules of type '{}' in project '{}' are not to be had", target.type,
                                    target.project),
                        "see whether the project and the type are still there");
        if (pair.item) remember_type(pair, target.type);
        auto plan = reconcile(view_of(tenant_, pair, open_of(pair)), *pair.mapping, *type, process->second,
                              tenant_.rules);
        if (needs_item(plan)) {
            unread_.push_back(&pair);
            return;
        }
        take_plan(pair, std::move(plan));
    }

    /// What could not be decided without its work item, once that is read.
    void decide_unread() {
        if (unread_.empty()) return;
        for (auto* pair : unread_) pair->link().seen = pair->link().revision + 1;
        read_items(tenant_, pairs_);
        for (auto* pair : std::exchange(unread_, {})) decide(*pair);
    }

    const std::vector<Conflict>& open_of(const Pair& pair) const {
        static const std::vector<Conflict> none;
        const auto found = open_.find({pair.link().ticket_id, pair.link().work_item});
        return found == open_.end() ? none : found->second;
    }

    /// One change that a great part of all links is to get within minutes waits for a person.
    bool is_mass_change(const Pair& pair, const LinkPlan& plan) {
        const auto most = tenant_.options.mass_change;
        if (most == 0 || quiet_) return false;
        std::size_t count = 0;
        const auto see = [&](const char* side, const Record& fields) {
            for (const auto& [field, value] : fields)
                count = std::max(
                    count, tenant_.guard.count(digest(fmt::format("{} {} {}", side, field, text_of(value))),
                                               pair.link().ticket_id, tenant_.clock.now()));
        };
        see("work", plan.to_work);
        see("desk", plan.to_desk);
        return count > most && is_too_many(count);
    }

    /// The same of something else that is done to many.
    bool is_mass(const std::string& what, const Pair& pair) {
        const auto most = tenant_.options.mass_change;
        if (most == 0) return false;
        const auto count = tenant_.guard.count(what, pair.link().ticket_id, tenant_.clock.now());
        return count > most && is_too_many(count);
    }

    bool is_too_many(std::size_t count) {
        return count > tenant_.store.count_links(tenant_.record.id) / 5 &&
               tenant_.store.tenant(tenant_.name).released_until <= tenant_.clock.now();
    }

    void hold_mass(Pair& pair) {
        hold(pair,
             fmt::format("more than {} tickets would get the same change within ten minutes",
                         tenant_.options.mass_change),
             fmt::format("see what happened; to let it through: deskbridge parked release --tenant {}",
                         tenant_.name));
    }

    void take_plan(Pair& pair, LinkPlan plan) {
        if (is_mass_change(pair, plan)) return hold_mass(pair);
        for (const auto& state : plan.states) pair.work.parts.push_back({{"System.State", Value{state}}});
        if (!plan.to_work.empty()) pair.work.parts.push_back(std::move(plan.to_work));
        pair.work.after = std::move(plan.after_work);
        pair.work.notes = std::move(plan.notes);
        if (pair.work.parts.empty()) pair.work.notes.clear();
        for (const auto& [path, value] : plan.to_desk) pair.desk.held[path] = pair.of->ticket.get(path);
        if (!plan.to_desk.empty()) pair.desk.parts.push_back(std::move(plan.to_desk));
        pair.desk.after = std::move(plan.after_desk);
        pair.link().base = renewed(std::move(pair.link().base), plan.agreed);
        pair.fields_rest = false;
        for (auto& conflict : plan.conflicts) conflicts_[&pair].push_back(known(pair, std::move(conflict)));
        for (const auto& field : plan.fields)
            if (field.kind == FieldPlan::Kind::problem)
                hold(pair, fmt::format("{}: {}", field.field, field.reason), field.hint);
    }

    /// A conflict that is there already keeps its place.
    Conflict known(const Pair& pair, Conflict conflict) const {
        conflict.ticket_id = pair.link().ticket_id;
        conflict.work_item = pair.link().work_item;
        conflict.seen_at = tenant_.clock.now();
        for (const auto& open : open_of(pair))
            if (open.field == conflict.field) {
                conflict.id = open.id;
                conflict.seen_at = open.seen_at;
            }
        return conflict;
    }

    void hold(Pair& pair, const std::string& reason, const std::string& hint) {
        if (pair.end == Conversation::End::parked) return;
        park(pair, tenant_.clock.now(), reason, hint);
        report_.parked.push_back({pair.of->row.ticket_id, reason, hint});
        tenant_.log.write(
            {Level::warning, tenant_.name, fmt::format("ticket {}: {}", pair.of->row.ticket_id, reason), {}});
    }

    void to_desk() {
        std::vector<DeskErrand> errands;
        for (auto& pair : pairs_) errands.push_back(std::move(pair.desk));
        const auto give_back = [&] {
            for (std::size_t i = 0; i < pairs_.size(); ++i) pairs_[i].desk = std::move(errands[i]);
        };
        try {
            carry_to_desk(tenant_, errands, report_);
        } catch (...) {
            give_back();
            throw;
        }
        give_back();
        for (auto& pair : pairs_)
            if (pair.desk.problem)
                hold(pair, fmt::format("the ticket could not be changed: {}", pair.desk.problem->what()),
                     pair.desk.problem->hint);
    }

    /// Those that were there before, or the new ones. A decision of a person is over only when it was carried
    /// out.
    static std::vector<Conflict> part_of(const std::vector<Conflict>& conflicts, bool known) {
        std::vector<Conflict> part;
        for (const auto& conflict : conflicts)
            if ((conflict.id != 0) == known) part.push_back(conflict);
        return part;
    }

    /// Before anything is written: what loses must be known by name, whatever happens then.
    void name_conflicts() {
        std::vector<Recorded> recorded;
        for (const auto& [pair, conflicts] : conflicts_)
            recorded.push_back({.intent = 0, .link = pair->before, .conflicts = part_of(conflicts, false)});
        if (!recorded.empty()) tenant_.store.record(tenant_.record.id, recorded);
    }

    /// "To be read" was written down as one revision more than was known; what the feed told beyond what was
    /// read stays news.
    static void take_news(Pair& pair) {
        auto& link = pair.link();
        const bool all_read = link.seen <= std::max(pair.item->revision, link.revision + 1);
        link.revision = pair.item->revision;
        if (all_read) link.seen = link.revision;
    }

    /// Everything of this revision is on the ticket now, or needs not be there.
    void agree() {
        std::vector<Recorded> recorded;
        for (auto& pair : pairs_) {
            const bool arrived = !pair.desk.busy && !pair.desk.problem;
            if (pair.item && arrived && !pair.fields_rest) take_news(pair);
            const Link agreed = without_announced(pair);
            const auto conflicts = conflicts_.find(&pair);
            if (same(agreed, pair.before) && conflicts == conflicts_.end()) continue;
            recorded.push_back({.intent = 0, .link = agreed});
            if (conflicts != conflicts_.end()) recorded.back().conflicts = part_of(conflicts->second, true);
            pair.before = agreed;
        }
        if (!recorded.empty()) tenant_.store.record(tenant_.record.id, recorded);
    }

    static bool same(const Link& left, const Link& right) {
        return left.revision == right.revision && left.base == right.base && left.state == right.state &&
               left.project == right.project && left.seen == right.seen;
    }

    void to_work() {
        std::vector<Errand> errands;
        std::vector<Pair*> sent;
        for (auto& pair : pairs_) {
            if (pair.desk.busy) {
                settle(pair, Conversation::End::again);
                continue;
            }
            auto& errand = pair.work;
            errand.row = pair.of->row;
            errand.link = pair.link();
            if (pair.takes_over) errand.link.base.erase(std::string(role_entry));
            if (errand.parts.empty() && errand.sayings.empty() && !errand.listen) {
                settle(pair, Conversation::End::done);
                continue;
            }
            errands.push_back(std::move(errand));
            sent.push_back(&pair);
        }
        const auto ends = carry_errands(tenant_, std::move(errands), quiet_, report_);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends[i].end == Conversation::End::parked) sent[i]->of->row = ends[i].row;
            settle(*sent[i], more_to_do(*sent[i]) ? again_after(ends[i].end) : ends[i].end);
            keep_state(*sent[i], ends[i]);
            if (ends[i].wrote && !quiet_) note_write(*sent[i]);  // history is written once, and is no storm
        }
    }

    /// A state that was announced on the item holds once the announcement is there.
    void keep_state(Pair& pair, const ErrandEnd& end) {
        if (end.end != Conversation::End::done || pair.before.state == pair.link().state) return;
        Link link = end.link;
        link.state = pair.link().state;
        tenant_.store.record(tenant_.record.id, std::vector<Recorded>{{.intent = 0, .link = link}});
    }

    /// What was announced is done in the next pass.
    static bool more_to_do(const Pair& pair) { return pair.link().state == LinkState::recycling; }
    static Conversation::End again_after(Conversation::End end) {
        return end == Conversation::End::done ? Conversation::End::again : end;
    }

    void recycle() {
        for (auto& pair : pairs_) {
            if (!pair.recycle) continue;
            const auto refusal = recycle_item(tenant_, pair.link(), report_);
            if (!refusal) continue;
            settle(pair, Conversation::End::again);
            if (refusal->fate == Fate::refused)
                hold(pair, fmt::format("the work item stays where it is: {}", refusal->what()),
                     refusal->hint);
        }
    }

    void note_write(const Pair& pair) {
        tenant_.breaker.count({pair.link().ticket_id, pair.link().work_item}, tenant_.clock.now());
    }

    static void settle(Pair& pair, Conversation::End end) {
        if (pair.end != Conversation::End::parked || end == Conversation::End::open) pair.end = end;
    }

    Tenant& tenant_;
    std::vector<Pair>& pairs_;
    bool quiet_;
    CycleReport& report_;
    std::map<std::pair<std::string, WorkItemId>, std::vector<Conflict>> open_;
    std::map<const Pair*, std::vector<Conflict>> conflicts_;
    std::vector<Pair*> unread_;
};

}  // namespace

void carry(Tenant& tenant, std::vector<Pair>& pairs, bool quiet, CycleReport& report) {
    Step step(tenant, pairs, quiet, report);
    step.decide();
    step.carry();
}

}  // namespace deskbridge
