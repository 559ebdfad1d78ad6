// Weeks of a small company, in simulated time, with everything that an agent lives through in them.
#pragma once

#include "platform/rotating_file.h"
#include "platform/stream_log.h"
#include "workbench/two_sides.h"

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace deskbridge::soak {

constexpr std::uint64_t log_size = 256 * 1024;
constexpr int logs_kept = 3;
constexpr std::size_t log_files_at_most = logs_kept + 1;

/// What the agent holds at the end of a day.
struct Measure {
    std::uintmax_t state_file = 0, write_ahead_log = 0;
    std::size_t memory = 0;  ///< what ended with the agent's process, bytes
    std::uintmax_t log = 0, log_files = 0;
    std::size_t open_files = 0;  ///< of this process, without an agent: what the last one left behind
    std::size_t links = 0, waiting = 0, conflicts = 0;
    std::size_t cycles = 0, lines = 0;  ///< since the beginning
};

/// Each day new tickets come, people of both sides change and say things, also the same field at once; an
/// hour a day the network fails in every way; the machine sleeps at night, its clock is set now and then, and
/// the process ends without a warning. The same each time. `pause` is a company on holiday: only the agent
/// works.
class Month {
public:
    Month();
    ~Month();
    Month(const Month&) = delete;
    Month& operator=(const Month&) = delete;

    void work(int days);
    void pause(int days);
    /// The end of a process, measured, and the next one.
    Measure measure();

    workbench::TwoSides& sides() { return sides_; }

private:
    void day(int number, bool people);
    void hour(int number, int hour, bool people);
    void live_until(Time end);
    void act();
    void on_ticket(long long ticket);
    void on_item(int item);
    void keep_log();
    int below(int limit);

    static workbench::Scene scene();
    workbench::TwoSides sides_;
    std::filesystem::path folder_;
    RotatingFile log_file_;
    StreamLog log_;
    std::mt19937 chance_{20261121};
    int day_ = 0, word_ = 0;
    bool network_fails_ = false;
    std::size_t cycles_ = 0, lines_ = 0;
};

}  // namespace deskbridge::soak
