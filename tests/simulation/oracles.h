// What has to be true of both sides when everything has come to rest, whatever happened before.
#pragma once

#include "chronicle.h"
#include "world.h"

#include <string>
#include <vector>

namespace deskbridge::simulation {

/// Everything that is not as it should be, as sentences. Closes the chronicle for pairs that agree.
std::vector<std::string> complaints_at_rest(workbench::TwoSides& sides, const World& world,
                                            Chronicle& chronicle);

/// What has to be true of every pair but that of one work item, which nobody can write to or read.
std::vector<std::string> complaints_beside(workbench::TwoSides& sides, const World& world,
                                           const Chronicle& chronicle, int bad_item);

/// What must hold at any moment: nothing internal where customers read it.
std::vector<std::string> leaks(workbench::TwoSides& sides, const World& world, const Chronicle& chronicle);

}  // namespace deskbridge::simulation
