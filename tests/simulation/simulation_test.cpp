#include "history.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>

using namespace deskbridge::simulation;

namespace {

constexpr std::uint64_t seeds_by_default = 2'000;
constexpr std::size_t failures_at_most = 4;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Past the test framework, which breaks lines.
void tell(const Outcome& outcome) {
    fmt::print("{}\n\n", fmt::join(outcome.story, "\n"));
}

/// Every core takes the next seed; what failed comes in the order of the seeds.
std::map<std::uint64_t, Outcome> failures_of(std::uint64_t first, std::uint64_t count) {
    std::atomic<std::uint64_t> next = first;
    std::atomic<std::size_t> failures = 0;
    std::mutex mutex;
    std::map<std::uint64_t, Outcome> failed;
    const auto work = [&] {
        while (failures < failures_at_most) {
            const auto seed = next++;
            if (seed >= first + count) return;
            auto outcome = play(seed);
            if (outcome.wrong.empty()) continue;
            ++failures;
            fmt::print("seed {} fails, and is made smaller\n", seed);
            std::fflush(stdout);
            outcome = shrunk(seed, std::move(outcome));
            const std::lock_guard lock(mutex);
            failed.emplace(seed, std::move(outcome));
        }
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
        workers.emplace_back(work);
    workers.clear();
    return failed;
}

}  // namespace

TEST_CASE("a seed tells the same story each time") {
    const auto first = number_from("DESKBRIDGE_SEED", 1);
    for (auto seed = first; seed < first + 10; ++seed) {
        const auto once = play(seed), again = play(seed);
        INFO("seed " << seed);
        CHECK(once.trace == again.trace);
        CHECK(once.trace != 0);
    }
}

TEST_CASE("whatever people and networks do, both sides come to rest with everything on them once") {
    const auto first = number_from("DESKBRIDGE_SEED", 1);
    std::map<std::uint64_t, Outcome> failed;
    if (const auto only = parse_steps(std::getenv("DESKBRIDGE_STEPS"))) {
        auto outcome = play(first, only);
        tell(outcome);
        if (!outcome.wrong.empty()) failed.emplace(first, std::move(outcome));
    } else {
        failed = failures_of(first, number_from("DESKBRIDGE_SEEDS", seeds_by_default));
    }
    for (const auto& [seed, outcome] : failed) {
        const auto line = replay_line(seed, outcome.steps);
        fmt::print("{}\n{}\n", line, outcome.wrong);
        FAIL_CHECK(line << "\n" << outcome.wrong);
    }
    CHECK(failed.empty());
}
