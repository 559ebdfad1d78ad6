// Three linked pairs on which people of both sides are at work, and what has to stand on both sides in the
// end.
#pragma once

#include "workbench/two_sides.h"

#include <map>
#include <string>
#include <vector>

namespace deskbridge::workbench {

/// A ticket and its work item, and what is to be found on both.
struct WatchedPair {
    long long ticket = 0;
    int item = 0;
    std::vector<std::string>
        said;  ///< words that each stand in one message and in one comment, in this order
    std::vector<std::string> gone;         ///< words that stand nowhere any more
    std::vector<std::string> files;        ///< names of what is attached once to each of the two
    std::vector<std::string> shown;        ///< names of pictures of the item that a message shows, each once
    std::vector<std::string> public_ones;  ///< of `said`: those that customers may read
    std::map<std::string, std::string> fields;  ///< of the work item
    std::string subject, priority, status;      ///< of the ticket
};

/// Three pairs that are linked and at rest.
std::vector<WatchedPair> link_pairs(TwoSides& sides);

/// Links the pairs, lets both sides say something that is edited later, and comes to rest; then people change
/// fields, states, labels, words and files on both sides.
std::vector<WatchedPair> let_people_work(TwoSides& sides);

/// Lets the agent run on until nothing is left to do, and says everything that is not as it should be then
/// and after ten more cycles; empty = all is well.
std::string two_way_verdict(TwoSides& sides, const std::vector<WatchedPair>& pairs);

}  // namespace deskbridge::workbench
