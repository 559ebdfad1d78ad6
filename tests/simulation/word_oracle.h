// Messages, comments and files: each once, in order, for those whom it was written for; and nothing else.
#pragma once

#include "value_oracle.h"

namespace deskbridge::simulation {

void compare_words(workbench::TwoSides& sides, const World& world, const Chronicle& chronicle,
                   const PairSeen& pair, std::vector<std::string>& complaints);

}  // namespace deskbridge::simulation
