#include "decide/field_state.h"

#include "content/canonical_html.h"
#include "content/picture.h"
#include "decide/verdict.h"
#include "decide/word_merge.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr std::string_view state_field = "System.State";

/// The ticket's side of a field.
struct DeskSide {
    DeskSays says = DeskSays::value;
    Value value;
    std::string key;
    bool cut = false;
    bool noted = false;
    std::string reason, hint;
};

Value own_value(const FieldMapping& rule, const Ticket& ticket) {
    return rule.source.kind == Source::Kind::desk ? ticket.get(rule.source.text) : Value{};
}

/// A person is the same one whether or not the tracker knows them today.
std::string key_without_value(const Value& own) {
    return std::holds_alternative<Person>(own) ? base_value(own) : "?" + base_value(own);
}

DeskSide judged(const FieldResult& result, FieldVerdict verdict, const Ticket& ticket) {
    DeskSide side;
    side.reason = std::move(verdict.reason);
    side.hint = std::move(verdict.hint);
    side.noted = verdict.noted;
    switch (verdict.kind) {
        case FieldVerdict::Kind::cut: side.cut = true; [[fallthrough]];
        case FieldVerdict::Kind::set:
            side.key = base_of_canonical(verdict.value);
            side.value = std::move(verdict.value);
            return side;
        case FieldVerdict::Kind::left: side.says = DeskSays::keeps; break;
        case FieldVerdict::Kind::problem: side.says = DeskSays::problem; break;
    }
    const bool unsendable = result.verdict == FieldResult::Verdict::set;
    side.key = !is_nothing(verdict.value) ? base_value(verdict.value)
               : unsendable && is_nothing(result.value)
                   ? std::string()
                   : key_without_value(unsendable ? result.value : own_value(*result.rule, ticket));
    return side;
}

/// What never goes to the work item is compared only, so its rules do not matter.
DeskSide compared(const FieldResult& result, const Ticket& ticket) {
    if (result.verdict != FieldResult::Verdict::set)
        return {DeskSays::keeps, {}, key_without_value(own_value(*result.rule, ticket)), false, false,
                result.reason,   {}};
    return {DeskSays::value, result.value, base_of_canonical(result.value), false, false, result.reason, {}};
}

DeskSide desk_side(Flow flow, const FieldResult& result, const Ticket& ticket, const TypeRules& type,
                   const Process& process, const Rules& rules) {
    if (flow == Flow::to_desk) return compared(result, ticket);
    return judged(result, verdict_on(result, Stage::compare, type, process, rules), ticket);
}

/// Why the field takes no part, and which way it flows if it does.
void route(FieldState& state, const LinkView& view, const Translator& mapping) {
    const FieldMapping& rule = *state.rule;
    state.flow = rule.flow;
    state.enforce = rule.enforce && rule.flow != Flow::both;
    if (rule.when == When::create) state.silent = "it is written once, when the item is made";
    if (!view.ticket.described && state.silent.empty() && mapping.needs_description(rule)) {
        state.silent = "the ticket's first message is not at hand";
        state.waits = true;
    }
    if (!view.follower) return;
    state.enforce = false;
    state.flow = Flow::to_desk;
    if (state.name != state_field || rule.flow == Flow::to_work)
        state.silent = "an older link of the same work item rules its fields";
}

void add_desk(FieldState& state, const DeskSide& side) {
    state.says = side.says;
    state.desk = side.value;
    state.desk_key = side.key;
    state.cut = side.cut;
    state.noted = side.noted;
    state.reason = side.reason;
    state.hint = side.hint;
}

void add_work(FieldState& state, const WorkItem* item) {
    state.at_hand = item != nullptr;
    if (item == nullptr) {
        state.work_key = state.base.work.value_or(std::string());
        return;
    }
    const auto held = item->fields.find(state.name);
    if (held != item->fields.end()) state.work = held->second;
    state.work_key = base_value(state.work, state.field == nullptr ? FieldKind::other : state.field->kind);
}

bool same_entry(const FieldState& state, const std::string& left, const std::string& right) {
    if (left == right) return true;
    if (!state.has_words() || is_digest(left) || is_digest(right)) return false;
    return same_words(words_of_entry(left), words_of_entry(right));
}

/// A text whose pictures stand for nothing: each side shows them from a place of its own.
std::string without_addresses(const Html& text) {
    return with_pictures(canonical_html(text.markup),
                         [](const std::string&) { return std::string("https://picture.invalid/"); });
}

/// What tells apart the sides of a field of which nothing is agreed.
bool differ(const FieldState& state) {
    if (same_entry(state, state.desk_key, state.work_key)) return false;
    const auto* desk = std::get_if<Html>(&state.desk);
    const auto* work = std::get_if<Html>(&state.work);
    return desk == nullptr || work == nullptr || without_addresses(*desk) != without_addresses(*work);
}

void compare(FieldState& state, const LinkView& view) {
    const bool known = state.base.work || state.base.desk;
    state.adopted = !known && (state.flow != Flow::to_work || view.link.base.empty());
    if (state.adopted) {
        state.desk_changed = state.work_changed = differ(state);
        return;
    }
    state.desk_changed = !same_entry(state, state.desk_key, state.base.desk.value_or(std::string()));
    state.work_changed =
        state.at_hand && state.base.work && !same_entry(state, state.work_key, *state.base.work);
    if (state.passed_through()) state.work_changed = false;
    if (state.base.owed() && !state.desk_changed) state.work_changed = true;
}

}  // namespace

bool FieldState::has_words() const {
    return field != nullptr && field->kind == FieldKind::words;
}

std::string desk_key_of(const FieldState& state, const FieldResult& result, const Ticket& ticket,
                        const TypeRules& type, const Process& process, const Rules& rules) {
    return desk_side(state.flow, result, ticket, type, process, rules).key;
}

std::vector<FieldState> field_states(const LinkView& view, Translator& mapping, const TypeRules& type,
                                     const Process& process, const Rules& rules) {
    std::vector<FieldState> states;
    for (const auto& result : mapping.to_work(view.ticket, Stage::compare, &type)) {
        FieldState state;
        state.rule = result.rule;
        state.field = type.field(result.rule->work);
        state.name = state.field == nullptr ? result.rule->work : state.field->reference;
        state.label = state.field == nullptr || state.field->name.empty() ? state.name : state.field->name;
        route(state, view, mapping);
        state.base = base_of(view.link.base, state.name);
        add_desk(state, desk_side(state.flow, result, view.ticket, type, process, rules));
        add_work(state, view.item);
        compare(state, view);
        states.push_back(std::move(state));
    }
    return states;
}

}  // namespace deskbridge
