// One field: from what changed on which side to what has to be done. A table of small cells.
#pragma once

#include "decide/field_state.h"

#include <optional>
#include <string>

namespace deskbridge {

/// What is to be done about one field. Neither value set: nothing is sent. With `accepted`, both sides as
/// they are become what is agreed; without it and without a value, the base stays.
struct Move {
    FieldPlan::Kind kind = FieldPlan::Kind::same;
    std::string reason, hint;
    std::optional<Value> to_work;  ///< goes to the work item
    std::optional<Value> to_desk;  ///< a value of the work side, still to be translated for the ticket
    bool accepted = false;
    /// The entries that go with either value where they are not simply what the sides hold then.
    std::optional<std::string> work_entry, desk_entry;
    bool both_ways = false;  ///< words that go to both sides at once
    std::optional<Conflict> conflict;
    std::string note;                     ///< for people on the work side
    std::optional<std::string> put_back;  ///< the ticket's entry that this undoes, once
};

/// Pure and total.
Move merge(const FieldState& state, const LinkView& view);

/// A conflict about this field, with what people should see of it.
Conflict conflict_about(const FieldState& state, const LinkView& view, Conflict::State what,
                        std::string reason);

}  // namespace deskbridge
