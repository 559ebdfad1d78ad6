// Pieces of work that are cut off at steps of a test's choice.
#pragma once

#include "workbench/two_sides.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge::workbench {

/// A piece of work that may be cut off anywhere.
struct Scenario {
    std::string name;
    Scene scene;
    std::function<void(TwoSides&)> prepare;  ///< before the steps are counted
    std::function<void(TwoSides&)> work;
    std::function<std::string(TwoSides&)> judge;  ///< what is wrong at the end; empty = nothing
};

/// How many steps the work has when nobody interrupts it, a death at step `before` apart.
std::size_t count_steps(const Scenario& scenario, std::size_t before = 0);

/// Dies at each of `deaths` in turn, counted from the start before it, goes on to the end, and judges.
std::string story(const Scenario& scenario, const std::vector<std::size_t>& deaths);

/// One story for each step; those that went wrong, at most five.
std::vector<std::string> die_at_every_step(const Scenario& scenario);

}  // namespace deskbridge::workbench
