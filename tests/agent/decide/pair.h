// A ticket and a work item with their link, and systems that may have rules of their own: what the engine
// does with a plan, without an engine.
#pragma once

#include "bug_process.h"
#include "decide/base.h"
#include "decide/reconcile.h"

#include <functional>
#include <map>

namespace deskbridge {

/// What a system makes of a value that it is given; `present` is what it holds.
using SideRule = std::function<Value(const std::string& field, const Value& present, const Value& given)>;

struct Pair {
    explicit Pair(Mapping wanted) : translator(std::move(wanted)) {
        rules = bug_rules();
        ticket = some_ticket();
        item.id = 12;
        item.revision = 1;
        link.ticket_id = ticket.id;
        link.work_item = item.id;
    }

    /// Makes the work item of the ticket, by the plan for it. `given` is what the tracker fills in by itself.
    void create(const Record& given = {}) {
        std::vector<std::unique_ptr<Translator>> mappings;
        mappings.push_back(std::make_unique<Translator>(translator.mapping()));
        const Plan plan = decide(ticket, nullptr, mappings, rules);
        if (plan.kind != Plan::Kind::create) throw std::logic_error(plan.reason);
        item.fields = given;
        for (const auto& [field, value] : plan.item.fields) receive(field, value);
        link.base = agreed_base(plan.base, plan.item.fields, item);
    }

    LinkPlan look(bool with_item = true) {
        const auto& process = rules.processes.begin()->second;
        const LinkView view{.link = link,
                            .ticket = ticket,
                            .item = with_item ? &item : nullptr,
                            .follower = follower,
                            .takes_over = takes_over,
                            .desk_time = desk_time,
                            .work_time = work_time,
                            .taken = taken,
                            .open = open};
        return reconcile(view, translator, *process.type("Bug"), process, rules);
    }

    /// Does what a plan says; how many writes that took.
    int apply(const LinkPlan& plan) {
        link.base = renewed(link.base, plan.agreed);
        if (!plan.to_work.empty()) {
            for (const auto& state : plan.states) link.base = passed_state(link.base, state);
            for (const auto& [field, value] : plan.to_work) receive(field, value);
            ++item.revision;
            link.base = renewed(link.base, agreed_base(plan.after_work, plan.to_work, item));
        }
        for (const auto& [path, value] : plan.to_desk) {
            auto& place = ticket.fields[path];
            place = desk_rule ? desk_rule(path, place, value) : value;
        }
        if (!plan.to_desk.empty()) link.base = renewed(link.base, plan.after_desk);
        for (const auto& conflict : plan.conflicts) {
            if (conflict.state == Conflict::State::open)
                open.insert(conflict.field);
            else
                open.erase(conflict.field), taken.erase(conflict.field);
            conflicts.push_back(conflict);
        }
        return static_cast<int>(plan.to_work.size() + plan.to_desk.size());
    }

    int cycle(bool with_item = true) { return apply(look(with_item)); }

    /// Looks until nothing is written; how many looks wrote something. More than `most` is a storm.
    int settle(int most = 10) {
        for (int looks = 0; looks <= most; ++looks)
            if (cycle() == 0) return looks;
        return most + 1;
    }

    std::string desk(const std::string& path) const { return text_of(ticket.get(path)); }
    std::string work(const std::string& field) const {
        const auto found = item.fields.find(field);
        return found == item.fields.end() ? std::string() : text_of(found->second);
    }

    Translator translator;
    Rules rules;
    Ticket ticket;
    WorkItem item;
    Link link;
    bool follower = false;
    bool takes_over = false;
    Time desk_time{}, work_time{};
    std::map<std::string, Side, std::less<>> taken;
    std::set<std::string, std::less<>> open;
    SideRule work_rule, desk_rule;
    std::vector<Conflict> conflicts;

private:
    void receive(const std::string& field, const Value& value) {
        auto& place = item.fields[field];
        place = work_rule ? work_rule(field, place, value) : value;
    }
};

inline const FieldPlan& plan_of(const LinkPlan& plan, const std::string& field) {
    for (const auto& each : plan.fields)
        if (each.field == field) return each;
    throw std::logic_error("no plan for " + field);
}

/// A mapping of the bug's title and of one more field.
inline Mapping with_field(FieldMapping field) {
    Mapping mapping = bug_mapping();
    mapping.fields.push_back(std::move(field));
    return mapping;
}

inline FieldMapping flowing(const std::string& work, const std::string& desk, Flow flow,
                            OnConflict on_conflict = OnConflict::newest) {
    auto field = mapped(work, source_text(Source::Kind::desk, desk));
    field.flow = flow;
    field.on_conflict = on_conflict;
    return field;
}

/// The customer of a ticket, in a text field without rules.
inline Pair customer_pair(Flow flow, OnConflict on_conflict = OnConflict::newest, bool enforce = false) {
    auto field = flowing("Custom.Customer", "organization", flow, on_conflict);
    field.enforce = enforce;
    Pair pair(with_field(field));
    pair.ticket.fields["organization"] = std::string("Acme");
    pair.create();
    return pair;
}

}  // namespace deskbridge
