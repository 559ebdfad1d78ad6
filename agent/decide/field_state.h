// One field of a link as both sides hold it, beside what they agreed on last.
#pragma once

#include "decide/base.h"
#include "decide/reconcile.h"

#include <string>
#include <vector>

namespace deskbridge {

/// value: `desk` is what the ticket says as a work value; nothing empties. keeps: the ticket says something
/// that has no work value, or that the work item cannot take; the work field stays as it is. problem:
/// neither, until data or mapping change.
enum class DeskSays { value, keeps, problem };

struct FieldState {
    const FieldMapping* rule = nullptr;
    const FieldRule* field = nullptr;  ///< null: the type does not have it
    std::string name;                  ///< reference name; as written where the type does not have it
    std::string label;                 ///< as people see it
    Flow flow = Flow::both;            ///< the rule's, or what a follower has of it
    bool enforce = false;
    std::string silent;  ///< why the field takes no part now; empty when it does
    bool waits = false;  ///< it will take part again by itself

    DeskSays says = DeskSays::value;
    Value desk;
    std::string desk_key;  ///< base_value of it; "?" and the ticket's own value where it has no work value
    bool cut = false;      ///< `desk` is only the beginning of what the ticket says
    bool noted = false;
    std::string reason, hint;  ///< of the translation

    bool at_hand = false;  ///< the work item is given
    Value work;
    std::string work_key;  ///< of the base when the item is not given

    FieldBase base;
    bool adopted = false;  ///< nothing of it was ever agreed, and it has to be
    bool desk_changed = false;
    bool work_changed = false;

    bool has_words() const;
    /// The item is found in a state that it was sent through.
    bool passed_through() const { return at_hand && base.passing && work_key == *base.passing; }
};

/// In the order of the mapping's rules.
std::vector<FieldState> field_states(const LinkView& view, Translator& mapping, const TypeRules& type,
                                     const Process& process, const Rules& rules);

/// What the field's entry for the ticket is when the ticket translates to this.
std::string desk_key_of(const FieldState& state, const FieldResult& result, const Ticket& ticket,
                        const TypeRules& type, const Process& process, const Rules& rules);

}  // namespace deskbridge
