#include "decide/merge.h"

#include "content/clip.h"
#include "content/plain_text.h"
#include "decide/merge_words.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

using Kind = FieldPlan::Kind;
using Cell = Move (*)(const FieldState&, const LinkView&);

constexpr std::size_t longest_shown = 2'000;

Move kept(Kind kind, std::string reason, std::string hint = {}) {
    Move move;
    move.kind = kind;
    move.reason = std::move(reason);
    move.hint = std::move(hint);
    return move;
}

Move accepted(Kind kind, std::string reason) {
    Move move = kept(kind, std::move(reason));
    move.accepted = true;
    return move;
}

Move settled(Move move, const FieldState& state, const LinkView& view, const std::string& reason) {
    move.conflict = conflict_about(state, view, Conflict::State::settled, reason);
    return move;
}

// Cells: what each of the sides can have done, by who rules the field.

Move nothing_new(const FieldState&, const LinkView&) {
    return kept(Kind::same, "unchanged");
}

Move carry_to_work(const FieldState& state, const LinkView&) {
    if (state.says == DeskSays::keeps) {
        Move move = accepted(Kind::left, state.reason);
        if (state.noted) move.note = fmt::format("{}: {}", state.label, state.reason);
        return move;
    }
    Move move = kept(Kind::to_work, state.reason);
    move.to_work = state.desk;
    if (state.noted) move.note = fmt::format("{}: {}", state.label, state.reason);
    return move;
}

/// The ticket holds more than the work item was given, so what is written here must not go back.
Move keep_apart(const FieldState& state, const LinkView& view) {
    Move move = accepted(Kind::left,
                         "the ticket's text is longer than the field takes, and is not replaced "
                         "by what was made of its beginning");
    move.note = fmt::format(
        "{}: the ticket holds a longer text than this field; what is changed here stays "
        "here",
        state.label);
    return settled(std::move(move), state, view,
                   "the ticket's text was cut for the work item; both sides keep their own");
}

Move carry_to_desk(const FieldState& state, const LinkView& view) {
    if (state.cut || state.base.cut) return keep_apart(state, view);
    Move move = kept(Kind::to_desk,
                     state.base.owed() ? "as the work tracker's rules made it" : "changed on the work side");
    move.to_desk = state.work;
    return move;
}

Move work_strays(const FieldState& state, const LinkView& view) {
    if (!state.enforce || state.says == DeskSays::keeps)
        return accepted(Kind::left, "changed on the work side, and it flows to the work item only");
    Move move = carry_to_work(state, view);
    move.reason = "put back: the ticket rules it";
    return move;
}

/// Put back once: what comes again at once is the desk's own rule, and two rules would go on for ever.
Move desk_strays(const FieldState& state, const LinkView& view) {
    if (!state.enforce) return accepted(Kind::left, "changed on the ticket, and it flows to the ticket only");
    if (!state.at_hand) return kept(Kind::left, std::string(item_wanted));
    Move move = carry_to_desk(state, view);
    move.reason = "put back: the work item rules it";
    move.put_back = state.desk_key;
    return move;
}

Move desk_wins(const FieldState& state, const LinkView& view, const std::string& reason) {
    return settled(carry_to_work(state, view), state, view, reason + "; the ticket's value was taken");
}

Move work_wins(const FieldState& state, const LinkView& view, const std::string& reason) {
    Move move = carry_to_desk(state, view);
    if (move.kind == Kind::left) return move;
    return settled(std::move(move), state, view, reason + "; the work item's value was taken");
}

Move desk_rules(const FieldState& state, const LinkView& view) {
    return desk_wins(state, view, "both sides changed, and the ticket rules the field");
}

Move work_rules(const FieldState& state, const LinkView& view) {
    return work_wins(state, view, "both sides changed, and the work item rules the field");
}

Move wait_for_people(const FieldState& state, const LinkView& view, const std::string& reason) {
    Move move = kept(Kind::conflict, reason, "decide with `deskbridge conflicts resolve`");
    move.conflict = conflict_about(state, view, Conflict::State::open, reason);
    return move;
}

Side later_side(const LinkView& view) {
    const bool told = view.desk_time != Time{} && view.work_time != Time{};
    return told && view.desk_time > view.work_time ? Side::desk : Side::work;
}

Move by_policy(const FieldState& state, const LinkView& view) {
    switch (state.rule->on_conflict) {
        case OnConflict::desk: return desk_wins(state, view, "both sides changed, and the ticket rules then");
        case OnConflict::work:
            return work_wins(state, view, "both sides changed, and the work item rules then");
        case OnConflict::newest:
            if (state.adopted)
                return wait_for_people(state, view,
                                       "the sides differ, and nothing tells which of them is newer");
            return later_side(view) == Side::desk
                       ? desk_wins(state, view, "both sides changed, the ticket later")
                       : work_wins(state, view, "both sides changed, the ticket not later");
        case OnConflict::ask: break;
    }
    return wait_for_people(state, view,
                           state.adopted ? "the sides differ, and the mapping asks people"
                                         : "both sides changed, and the mapping asks people");
}

Move both_changed(const FieldState& state, const LinkView& view) {
    const auto taken = view.taken.find(state.name);
    if (taken == view.taken.end()) return by_policy(state, view);
    return taken->second == Side::desk ? desk_wins(state, view, "decided by a person")
                                       : work_wins(state, view, "decided by a person");
}

/// [who rules][has the desk changed][has the work side changed]
constexpr Cell cells[3][2][2] = {
    {{nothing_new, work_strays}, {carry_to_work, desk_rules}},
    {{nothing_new, carry_to_desk}, {desk_strays, work_rules}},
    {{nothing_new, carry_to_desk}, {carry_to_work, both_changed}},
};
static_assert(static_cast<int>(Flow::to_work) == 0 && static_cast<int>(Flow::to_desk) == 1 &&
              static_cast<int>(Flow::both) == 2);

/// The ticket is again what was rewritten or put back before.
bool has_come_back(const FieldState& state) {
    return state.base.rewritten && !state.base.owed() && state.desk_changed && !state.work_changed &&
           state.desk_key == *state.base.rewritten;
}

bool is_equal(const FieldState& state) {
    return state.says == DeskSays::value && (state.at_hand || state.base.work) &&
           state.desk_key == state.work_key && !state.base.owed();
}

/// Where nothing was ever agreed on, a ticket that has no value for the field takes none away.
bool says_nothing_first(const FieldState& state) {
    return state.adopted && state.flow != Flow::to_desk &&
           (state.says == DeskSays::keeps || (state.flow == Flow::to_work && is_nothing(state.desk)));
}

/// What is known of the work item is older than the item itself.
bool needs_item(const FieldState& state, const LinkView& view) {
    if (state.at_hand) return false;
    return state.adopted || state.base.behind || (state.base.owed() && !state.desk_changed) ||
           view.open.count(state.name) != 0 || view.taken.count(state.name) != 0;
}

/// Another ticket ruled it until now, and this one is no reason to write anything.
bool is_inherited(const FieldState& state, const LinkView& view) {
    return view.takes_over && !state.base.work && !state.base.desk;
}

/// Both are equal, or one of them is taken as it is.
std::optional<Move> without_writing(const FieldState& state, const LinkView& view) {
    const bool changed = state.desk_changed || state.work_changed;
    const bool unanswered = state.at_hand && state.base.desk && !state.base.work;
    if (changed && is_equal(state)) return accepted(Kind::agreed, "both sides say the same");
    if (!changed && state.adopted) return accepted(Kind::agreed, "both sides say the same");
    const bool at_rest = state.base.rewritten && !state.base.owed();
    if (!changed && (unanswered || at_rest || state.base.behind)) return accepted(Kind::same, "unchanged");
    if (says_nothing_first(state)) return accepted(Kind::agreed, "the ticket has nothing to say here");
    if (!has_come_back(state)) return {};
    return settled(accepted(Kind::agreed,
                            "the other side's rules make something else of it each time; both "
                            "are left as they are"),
                   state, view, "each side's rules undo the other's; both sides keep their own");
}

/// What comes before the table: a field that has no part, cannot be told, or is the same on both sides.
std::optional<Move> before_table(const FieldState& state, const LinkView& view) {
    if (!state.silent.empty()) return kept(Kind::left, state.silent);
    if (state.field == nullptr || (state.says == DeskSays::problem && state.flow != Flow::to_desk))
        return kept(Kind::problem, state.reason, state.hint);
    if (is_inherited(state, view)) {
        if (!state.at_hand) return kept(Kind::left, std::string(item_wanted));
        return accepted(Kind::agreed, "the ticket rules the field from now on; both sides stay as they are");
    }
    if (needs_item(state, view)) return kept(Kind::left, std::string(item_wanted));
    if (state.has_words() && state.says == DeskSays::value) return merge_words(state);
    return without_writing(state, view);
}

std::string shown(const Value& value) {
    const auto* html = std::get_if<Html>(&value);
    const auto text = html == nullptr ? text_of(value) : plain_text(html->markup);
    return clip(text, longest_shown, Unit::code_points).text;
}

/// A conflict that was open and is none any more, or that this move ends.
void close_open(Move& move, const FieldState& state, const LinkView& view) {
    const bool undecided = move.kind == Kind::conflict || move.kind == Kind::problem ||
                           (move.kind == Kind::left && !move.accepted);
    if (undecided || move.conflict) return;
    if (view.open.count(state.name) == 0 && view.taken.count(state.name) == 0) return;
    move.conflict = conflict_about(
        state, view, Conflict::State::settled,
        move.kind == Kind::agreed ? "both sides came to the same" : "only one side differs now");
}

}  // namespace

Conflict conflict_about(const FieldState& state, const LinkView& view, Conflict::State what,
                        std::string reason) {
    Conflict conflict;
    conflict.ticket_id = view.link.ticket_id;
    conflict.work_item = view.link.work_item;
    conflict.field = state.name;
    if (state.base.work) conflict.base = is_digest(*state.base.work) ? "(a longer text)" : *state.base.work;
    conflict.desk = shown(state.desk);
    conflict.work = shown(state.work);
    conflict.state = what;
    conflict.reason = std::move(reason);
    return conflict;
}

Move merge(const FieldState& state, const LinkView& view) {
    auto early = before_table(state, view);
    Move move =
        early ? std::move(*early)
              : cells[static_cast<int>(state.flow)][state.desk_changed][state.work_changed](state, view);
    close_open(move, state, view);
    return move;
}

}  // namespace deskbridge
