// Programs of others that work on the same tickets and items.
#pragma once

#include "chronicle.h"
#include "world.h"

#include <map>
#include <stdexcept>

namespace deskbridge::simulation {

/// Looks at everything whenever it is called, and does what it always does.
class Robot {
public:
    Robot(workbench::TwoSides& sides, Chronicle& chronicle, World::Robot kind)
        : sides_(sides), chronicle_(chronicle), kind_(kind) {}

    void act();
    int deeds() const { return deeds_; }

private:
    void on_items();
    void on_tickets();
    /// What a system refuses, the robot leaves.
    template <class Deed>
    void do_it(const Deed& deed) {
        try {
            chronicle_.watch(deed);
            ++deeds_;
        } catch (const std::runtime_error&) {
        }
    }

    workbench::TwoSides& sides_;
    Chronicle& chronicle_;
    World::Robot kind_;
    std::map<int, int> answered_;  ///< how often, by item
    int deeds_ = 0;
};

}  // namespace deskbridge::simulation
