#include "interruptions.h"

#include <fmt/format.h>
#include <stdexcept>

namespace deskbridge::workbench {

namespace {

constexpr std::size_t complaints_at_most = 5;
/// Fewer steps than this are not the work that was meant.
constexpr std::size_t fewest_steps = 20;

/// Works until the end or to the death at `step`, which is told.
std::optional<Interrupted> work_until(TwoSides& sides, const Scenario& scenario, std::size_t step) {
    sides.steps.begin(step);
    try {
        scenario.work(sides);
    } catch (const Interrupted& death) {
        sides.restart();
        sides.steps.begin();
        return death;
    }
    sides.steps.begin();
    return {};
}

}  // namespace

std::size_t count_steps(const Scenario& scenario, std::size_t before) {
    TwoSides sides(scenario.scene);
    scenario.prepare(sides);
    if (before != 0) work_until(sides, scenario, before);
    sides.steps.begin();
    scenario.work(sides);
    return sides.steps.count();
}

std::string story(const Scenario& scenario, const std::vector<std::size_t>& deaths) {
    TwoSides sides(scenario.scene);
    scenario.prepare(sides);
    std::string place;
    for (const auto step : deaths)
        if (const auto death = work_until(sides, scenario, step))
            place += fmt::format("step {} ({}); ", death->step, death->name);
    scenario.work(sides);
    const auto wrong = scenario.judge(sides);
    return wrong.empty() ? "" : fmt::format("{}: interrupted at {}\n{}", scenario.name, place, wrong);
}

std::vector<std::string> die_at_every_step(const Scenario& scenario) {
    const auto steps = count_steps(scenario);
    if (steps < fewest_steps) return {fmt::format("{}: only {} steps", scenario.name, steps)};
    std::vector<std::string> wrong;
    for (std::size_t step = 1; step <= steps && wrong.size() < complaints_at_most; ++step)
        if (auto story_of = story(scenario, {step}); !story_of.empty()) wrong.push_back(std::move(story_of));
    return wrong;
}

}  // namespace deskbridge::workbench
