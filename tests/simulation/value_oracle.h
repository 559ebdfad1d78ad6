// Fields: what somebody wrote last is on both sides, or the conflicts name it.
#pragma once

#include "chronicle.h"
#include "world.h"

#include <string>
#include <vector>

namespace deskbridge::simulation {

/// A link with both ends as the systems show them.
struct PairSeen {
    const Link& link;
    const sandbox::deskpro::TicketView& ticket;
    const sandbox::azure_devops::ItemSeen& item;
};

void compare_values(workbench::TwoSides& sides, const World& world, const Chronicle& chronicle,
                    const PairSeen& pair, std::vector<std::string>& complaints);

}  // namespace deskbridge::simulation
