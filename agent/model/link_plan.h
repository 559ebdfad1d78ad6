// What should be done about one link, and why.
#pragma once

#include "model/conflict.h"
#include "model/link.h"

#include <string>
#include <vector>

namespace deskbridge {

/// same: both sides are as they were agreed. agreed: they came to the same, or one is accepted as it is;
/// nothing is sent. left: the mapping does not carry it now. conflict: a person decides. problem: it cannot
/// be carried; the ticket waits until data or mapping change, its other fields go on.
struct FieldPlan {
    enum class Kind { same, to_work, to_desk, both_ways, agreed, left, conflict, problem };
    std::string field;  ///< reference name
    Kind kind = Kind::same;
    std::string reason;
    std::string hint;
};

/// `to_work` is keyed by reference name, `to_desk` by the ticket's path; a value that is nothing empties. The
/// three bases are entries to be set in the link's (an entry that the map holds as "" stays ""): `agreed` at
/// once, the others when what they go with has arrived; of `after_work` the tracker's answer still has its
/// say (agreed_base).
struct LinkPlan {
    Record to_work;
    std::vector<std::string> states;  ///< to be passed through, one write each, before `to_work` goes
    Record to_desk;
    Base agreed;
    Base after_work;
    Base after_desk;
    std::vector<Conflict> conflicts;
    std::vector<std::string> notes;  ///< sentences for people on the work side, with the next write
    std::vector<FieldPlan> fields;

    bool writes() const { return !to_work.empty() || !to_desk.empty(); }
};

}  // namespace deskbridge
