// Shows that long work goes on: a bar on a terminal, a line now and then otherwise.
#pragma once

#include "contract/clock.h"
#include "contract/log.h"

#include <chrono>
#include <string>

namespace deskbridge {

/// Writes to standard error only. `clock` and `log` outlive it.
class Progress {
public:
    Progress(std::string name, const Clock& clock, Log& log, bool terminal);
    ~Progress();

    /// `total` 0 = not known yet. `note` replaces the figures' end ("waiting 30 s: ...").
    void show(std::size_t done, std::size_t total, const std::string& note);

private:
    std::string figures(std::size_t done, std::size_t total) const;

    std::string name_;
    const Clock& clock_;
    Log& log_;
    bool terminal_;
    bool drawn_ = false;
    std::chrono::milliseconds start_;
    std::chrono::milliseconds last_;
};

}  // namespace deskbridge
