// Chance that a seed repeats.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>

namespace deskbridge::simulation {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    Dice(std::uint64_t seed, std::uint64_t part) : engine_((seed * 0x9E3779B97F4A7C15U) ^ (part + 1)) {}

    /// 0 .. n-1
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class Choice>
    Choice one_of(std::initializer_list<Choice> choices) {
        return choices.begin()[below(choices.size())];
    }
    template <class List>
    auto& any(List& list) {
        return list[below(list.size())];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace deskbridge::simulation
