// Remembers starts that no good end followed, so that a program that fails at once is not started for ever at
// full speed, whoever starts it.
#pragma once

#include "model/time.h"

#include <chrono>
#include <filesystem>
#include <vector>

namespace deskbridge {

/// How long to wait before work begins, by the failed starts before this one: nothing up to the fifth within
/// the last hour, then a minute, doubled by each further one up to a quarter of an hour. A start in the
/// future (the clock was set back) counts as now.
std::chrono::seconds wait_before_start(const std::vector<Time>& failed, Time now);

/// A small file beside the state file. What cannot be read or written counts as empty: this is a help, and no
/// reason to fail. Thread rule: one thread at a time.
class StartBook {
public:
    explicit StartBook(std::filesystem::path file) : file_(std::move(file)) {}

    /// Writes a start down. The failed ones before it, oldest first.
    std::vector<Time> open(Time now);
    /// The end has begun in good order, or the program has worked for long enough: all starts are forgotten.
    void close();

private:
    std::filesystem::path file_;
};

}  // namespace deskbridge
