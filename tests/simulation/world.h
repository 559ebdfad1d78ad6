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
    /// The product is too old to have comments that can be edited or removed.
    bool comments_stand = false;
    OnConflict on_conflict = OnConflict::newest;
    /// How the priority flows; all else goes both ways.
    Flow priority = Flow::both;
    bool enforce = false;
    CommentRules comments;
    AttachmentFlow files = AttachmentFlow::both;
    /// Now and then one work item cannot be written to, or not be read.
    bool bad_items = false;
    /// People also delete and restore.
    bool events = false;
    /// People also merge tickets.
    bool merges = false;
    /// Who else is there: a robot that adds to, rewrites or takes back what others write.
    enum class Robot { none, tagger, commenter, capitals, reverter, desk_capitals } robot = Robot::none;
};

World draw_world(std::uint64_t seed);

}  // namespace deskbridge::simulation
