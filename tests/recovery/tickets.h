// The tickets that the recovery tests carry over.
#pragma once

#include "workbench/two_sides.h"

#include <cstdint>
#include <string>

namespace deskbridge::workbench {

/// One that arrives. Its id.
long long add_plain(TwoSides& sides, int number);
/// Nine: odd characters, a person whom the tracker does not know, one that is not selected, one that the
/// mapping sets aside, one that the tracker refuses (see poison), one that says little.
void add_mixed(TwoSides& sides);

/// One with a picture in its description, a reply with a file, a note with a picture and the same file again,
/// and one more reply. Its id.
long long add_talkative(TwoSides& sides, int number);

/// The one that the tracker refuses. Its id.
long long add_poison(TwoSides& sides);

/// In the title of the ticket that the tracker refuses.
inline const std::string poison = "zz-poison-zz";

/// Lets the agent run on until nothing is left to do, and says everything that is not as it should be then
/// and after further runs, as one text; empty = all is well. `history`: another backfill is among them.
std::string verdict(TwoSides& sides, bool history = true, int more_cycles = 2);

/// DESKBRIDGE_SEED, else always the same.
std::uint64_t seed_from_environment();

}  // namespace deskbridge::workbench
