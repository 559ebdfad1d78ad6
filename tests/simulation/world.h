// What a seed makes of the two systems, the mapping and the people around them.
#pragma once

#include "mapping/mapping.h"
#include "workbench/two_sides.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbridge::simulation {

struct World {
    workbench::Scene scene;
    std::vector<std::string> traits;  ///< for people who look into a failure
    int tickets = 2;
    int steps = 10;
    /// Some changes of work items raise no revision: only a whole sweep finds them.
    bool silent = false;
    bool mishaps = false;  ///< requests go wrong, processes die
    OnConflict on_conflict = OnConflict::newest;
    /// Who else is there: a robot that answers each change, or a rule that rewrites what is written.
    enum class Other { nobody, tagger, commenter, capitals, reverts, both_rules } other = Other::nobody;
};

World draw_world(std::uint64_t seed);

}  // namespace deskbridge::simulation
