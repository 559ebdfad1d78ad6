#include "history.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fmt/format.h>

using namespace deskbridge::simulation;

namespace {

constexpr std::uint64_t seeds_by_default = 2'000;
constexpr std::size_t failures_at_most = 3;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Past the test framework, which breaks lines.
void tell(const Outcome& outcome) {
    fmt::print("{}\n\n", fmt::join(outcome.story, "\n"));
}

}  // namespace

TEST_CASE("whatever people and networks do, both sides come to rest with everything on them once") {
    const auto first = number_from("DESKBRIDGE_SEED", 1);
    const char* only = std::getenv("DESKBRIDGE_STEPS");
    const auto count = number_from("DESKBRIDGE_SEEDS", only != nullptr ? 1 : seeds_by_default);
    std::size_t failures = 0;
    for (auto seed = first; seed < first + count && failures < failures_at_most; ++seed) {
        auto outcome = play(seed, parse_steps(only));
        if (outcome.wrong.empty()) {
            if (only != nullptr) tell(outcome);
            continue;
        }
        ++failures;
        if (only == nullptr) outcome = shrunk(seed, std::move(outcome));
        const auto line = replay_line(seed, outcome.steps);
        if (only != nullptr) tell(outcome);
        fmt::print("{}\n{}\n", line, outcome.wrong);
        FAIL_CHECK(line << "\n" << outcome.wrong);
    }
    CHECK(failures == 0);
}
