// Pairs to which events happen, and what can be seen of them afterwards.
#pragma once

#include "tickets.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace deskbridge::workbench {

inline const std::string engineer = "maren.holt@meridian.example";

/// Both ways, with another project besides, and a desk that shows hidden tickets.
Scene with_events(const std::function<void(EventRules&)>& change);

/// A linked pair at rest: ticket and work item.
std::pair<long long, int> linked(TwoSides& sides, int number = 1);

std::vector<Link> links(TwoSides& sides);
/// An empty one when there is none.
Link link_of(TwoSides& sides, long long ticket, int item);

/// How many internal messages, or comments, hold these words.
long on_ticket(const TwoSides& sides, long long ticket, const std::string& words);
long on_item(const TwoSides& sides, int item, const std::string& words);

std::string field(const TwoSides& sides, int item, const std::string& name);

/// What ten more cycles write.
std::string rest(TwoSides& sides);

void move_to_gadgets(TwoSides& sides, int item);

}  // namespace deskbridge::workbench
