#include "decide/reconcile.h"

#include "decide/merge.h"
#include "decide/state_path.h"
#include "decide/toward_desk.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Kind = FieldPlan::Kind;

constexpr std::string_view state_field = "System.State";

/// The way to another state; a move without one becomes a problem.
void walk(LinkPlan& plan, FieldMove& field, const TypeRules& type) {
    auto& [state, move] = field;
    if (state.name != state_field || !move.to_work) return;
    const auto from = state.at_hand ? text_of(state.work) : state.work_key;
    if (from.empty() && !type.transitions.empty()) {
        move = {};
        move.kind = Kind::left;
        move.reason = std::string(item_wanted);
        return;
    }
    const auto to = text_of(*move.to_work);
    auto way = state_path(type, from, to);
    if (!way) {
        move = {};
        move.kind = Kind::problem;
        move.reason = fmt::format("no way leads from state '{}' to '{}'", from, to);
        move.hint = moves_from(type, from);
        return;
    }
    if (!way->empty()) move.reason += fmt::format(", by way of {}", fmt::join(*way, ", "));
    plan.states = std::move(*way);
}

void set_after_work(LinkPlan& plan, const FieldState& state, const Move& move) {
    const auto& name = state.name;
    plan.to_work[name] = *move.to_work;
    plan.after_work[name] = move.work_entry.value_or(base_of_canonical(*move.to_work));
    plan.after_work["<" + name] = state.desk_key;
    if (move.both_ways) plan.after_work["+" + name] = "=" + base_of_canonical(*move.to_work);
    if (move.both_ways || is_owed_back(state.flow, state.field->kind))
        plan.after_work[">" + name] = state.base.rewritten ? "2" : "";
    if (state.cut || state.base.cut) plan.after_work["!" + name] = state.cut ? "1" : "";
    if (state.base.rewritten) plan.after_work["^" + name] = {};
    if (state.base.behind) plan.after_work["*" + name] = {};
}

void set_agreed(LinkPlan& plan, const FieldState& state) {
    const auto& name = state.name;
    const bool known = state.at_hand || state.base.work;
    if (known) plan.agreed[name] = state.work_key;
    plan.agreed["<" + name] = state.desk_key;
    if (state.base.rewritten) plan.agreed["^" + name] = {};
    if (state.base.behind) plan.agreed["*" + name] = {};
}

/// The work item was looked at, and its news have to wait: later it will not be news any more. So does what
/// the ticket's value is to replace, until it has: the ticket may change back before.
void remember_news(LinkPlan& plan, const FieldState& state, const Move& move) {
    const bool loses = move.to_work && !move.both_ways;
    const bool waits = move.kind == Kind::conflict || move.kind == Kind::problem || state.waits || loses;
    if (!waits || !state.at_hand || !(state.work_changed || state.adopted)) return;
    if (!state.base.behind) plan.agreed["*" + state.name] = "1";
    if (loses) plan.after_work["*" + state.name] = {};
}

/// Of two writes one never arrived, and what is left of it is decided anew.
void forget_half(LinkPlan& plan, const FieldState& state) {
    if (!state.base.half) return;
    plan.agreed["+" + state.name] = {};
    plan.agreed["+<" + state.name] = {};
}

/// A state on the way is what is agreed once the item was found there, and forgotten when it was not.
void settle_passing(LinkPlan& plan, const FieldState& state) {
    if (!state.base.passing || !state.at_hand) return;
    plan.agreed["~" + state.name] = {};
    if (!state.passed_through()) return;
    plan.agreed["<" + state.name] = state.base.desk.value_or(std::string());
    plan.agreed[state.name] = state.work_key;
}

void add(LinkPlan& plan, const FieldState& state, const Move& move) {
    settle_passing(plan, state);
    if (move.to_work) set_after_work(plan, state, move);
    if (move.accepted) set_agreed(plan, state);
    remember_news(plan, state, move);
    forget_half(plan, state);
    if (move.conflict) plan.conflicts.push_back(*move.conflict);
    if (!move.note.empty()) plan.notes.push_back(move.note);
    plan.fields.push_back({state.name, move.kind, move.reason, move.hint});
}

}  // namespace

bool needs_item(const LinkPlan& plan) {
    return std::any_of(plan.fields.begin(), plan.fields.end(),
                       [](const FieldPlan& field) { return field.reason == item_wanted; });
}

LinkPlan reconcile(const LinkView& view, Translator& mapping, const TypeRules& type, const Process& process,
                   const Rules& rules) {
    LinkPlan plan;
    std::vector<FieldMove> moves;
    for (auto& state : field_states(view, mapping, type, process, rules)) {
        Move move = merge(state, view);
        moves.push_back({std::move(state), std::move(move)});
    }
    toward_desk(plan, moves, view, mapping, type, process, rules);
    for (auto& field : moves) {
        walk(plan, field, type);
        add(plan, field.state, field.move);
    }
    return plan;
}

}  // namespace deskbridge
