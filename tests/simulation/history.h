// One seed from its beginning to its verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace deskbridge::simulation {

/// Steps by their numbers from 1; those that are left out change nothing about the others.
using Steps = std::set<int>;

struct Outcome {
    std::string wrong;  ///< empty: all is well
    std::uint64_t trace = 0;
    Steps steps;                     ///< those that were played
    std::vector<std::string> story;  ///< what happened, in order
};

/// Plays the seed; only the chosen steps when there are any named.
Outcome play(std::uint64_t seed, const std::optional<Steps>& chosen = {});

/// Leaves out one step after the other as long as the seed still fails; the outcome of what is left.
Outcome shrunk(std::uint64_t seed, Outcome failed);

/// "DESKBRIDGE_SEED=7 DESKBRIDGE_STEPS=2,5": what plays it again.
std::string replay_line(std::uint64_t seed, const Steps& steps);
std::optional<Steps> parse_steps(const char* text);

}  // namespace deskbridge::simulation
