#include "decide/merge_words.h"

#include "decide/word_merge.h"
#include "mapping/coercion.h"

namespace deskbridge {

namespace {

using Kind = FieldPlan::Kind;

Words words_in(const Value& value) {
    const auto coerced = coerce(value, FieldKind::words);
    const auto* words = std::get_if<Words>(&coerced.value);
    return words == nullptr ? Words() : *words;
}

/// What the sides hold, and what each of them did.
struct WordSides {
    std::optional<Words> work;  ///< not known without the item where the base is a digest
    Words desk;
    Words work_before, desk_before;
    WordChange by_work, by_desk;
};

/// The words of an entry; of a digest those of the side that still has it, else none: then all that is there
/// counts as added, and nothing as taken away.
Words words_before(const std::optional<std::string>& entry, const FieldState& state, const WordSides& sides) {
    if (!entry) return {};
    if (!is_digest(*entry)) return words_of_entry(*entry);
    if (*entry == state.desk_key) return sides.desk;
    if (state.at_hand && *entry == state.work_key) return *sides.work;
    return {};
}

WordSides sides_of(const FieldState& state) {
    WordSides sides;
    sides.desk = words_in(state.desk);
    if (state.at_hand) {
        sides.work = words_in(state.work);
    } else if (state.base.work && !is_digest(*state.base.work)) {
        sides.work = words_of_entry(*state.base.work);
    }
    sides.desk_before = words_before(state.base.desk, state, sides);
    sides.work_before = words_before(state.base.work, state, sides);
    if (state.desk_changed || state.adopted) sides.by_desk = change_of(sides.desk_before, sides.desk);
    if ((state.work_changed || state.adopted) && sides.work)
        sides.by_work = change_of(sides.work_before, *sides.work);
    return sides;
}

Value value_of(Words words) {
    if (words.empty()) return {};
    return words;
}

/// What the work item is to hold; a change of a side that does not rule is undone where it is enforced.
Words work_after(const FieldState& state, const WordSides& sides) {
    if (state.flow == Flow::to_desk) return *sides.work;
    const bool undo = state.enforce && state.flow == Flow::to_work && state.work_changed && !state.adopted;
    return changed(undo ? sides.work_before : *sides.work, sides.by_desk);
}

Words desk_after(const FieldState& state, const WordSides& sides) {
    if (state.flow == Flow::to_work || state.cut) return sides.desk;
    const bool undo = state.enforce && state.flow == Flow::to_desk && state.desk_changed && !state.adopted &&
                      state.desk_key != state.base.rewritten;
    return changed(undo ? sides.desk_before : sides.desk, sides.by_work);
}

std::string entry_of(const Words& words) {
    return base_of_canonical(value_of(words));
}

/// Either write may fail, and what the other one carried must not be forgotten or carried back: each entry
/// holds what its own write has settled, and a second look finds the rest done.
void add_entries(Move& move, const WordSides& sides) {
    move.both_ways = true;
    move.kind = Kind::both_ways;
    move.work_entry = entry_of(changed(sides.work_before, sides.by_desk));
    move.desk_entry = entry_of(changed(sides.desk_before, sides.by_work));
}

Move without_writing(const FieldState& state) {
    Move move;
    const bool news = state.desk_changed || state.work_changed || state.adopted || state.base.behind ||
                      state.base.rewritten || state.base.half ||
                      (state.at_hand && !state.base.work && state.base.desk);
    move.accepted = news;
    move.kind = news ? Kind::agreed : Kind::same;
    move.reason = news ? "nothing is left to be carried" : "unchanged";
    if (news && state.flow == Flow::to_work && state.work_changed) {
        move.kind = Kind::left;
        move.reason = "changed on the work side, and it flows to the work item only";
    }
    return move;
}

}  // namespace

Move merge_words(const FieldState& state) {
    const auto sides = sides_of(state);
    if (!sides.work) {
        Move move = without_writing(state);
        if (state.desk_changed && state.flow != Flow::to_desk) {
            move.kind = Kind::left;
            move.accepted = false;
            move.reason = std::string(item_wanted);
        }
        return move;
    }
    const auto work = work_after(state, sides);
    const auto desk = desk_after(state, sides);
    const bool to_work = !same_words(work, *sides.work);
    const bool to_desk = !same_words(desk, sides.desk);
    if (!to_work && !to_desk) return without_writing(state);

    Move move;
    move.kind = to_work ? Kind::to_work : Kind::to_desk;
    move.reason = "what was added and taken away is carried; all else stays";
    if (to_work) move.to_work = value_of(work);
    if (to_desk) move.to_desk = value_of(desk);
    if (to_work && to_desk) add_entries(move, sides);
    if (to_desk && state.desk_changed && state.flow == Flow::to_desk) move.put_back = state.desk_key;
    return move;
}

}  // namespace deskbridge
