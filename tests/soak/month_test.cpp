// A month of simulated operation: what the agent keeps is bounded by what there is to know, not by how long
// it has been running.
#include "month.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fmt/format.h>

using namespace deskbridge;
using namespace deskbridge::soak;

namespace {

/// A page of the state file is written back from a log of a thousand (SQLite's own measure).
constexpr std::uintmax_t most_of_write_ahead_log = 6 * 1024 * 1024;
/// With all that was said on its ticket and its item.
constexpr std::uintmax_t most_of_a_link = 4 * 1024;
/// What a process holds besides its own code, with every cache warm: measured 0.6 MiB, whatever the day.
constexpr std::size_t most_of_memory = 2 * 1024 * 1024;

/// Five in the suite; `make soak` says 31.
int days() {
    const char* text = std::getenv("DESKBRIDGE_SOAK_DAYS");
    return text == nullptr ? 5 : std::max(5, std::atoi(text));
}

void tell(const char* when, const Measure& now) {
    fmt::print(
        "{:>12}: {:>6} cycles, {:>5} links, {:>4} conflicts, state {:>5} KiB (log of writes {:>5} KiB), "
        "memory {:>5} KiB, log {:>5} KiB of {} lines in {} files\n",
        when, now.cycles, now.links, now.conflicts, now.state_file / 1024, now.write_ahead_log / 1024,
        now.memory / 1024, now.log / 1024, now.lines, now.log_files);
}

void check_bounds(const Measure& now, const Measure& early) {
    CHECK(now.log_files <= log_files_at_most);
    CHECK(now.log <= log_files_at_most * log_size);
    CHECK(now.write_ahead_log <= most_of_write_ahead_log);
    CHECK(now.state_file <= early.state_file + (now.links - early.links) * most_of_a_link);
    CHECK(now.memory <= most_of_memory);
    CHECK(now.open_files == early.open_files);
}

}  // namespace

TEST_CASE("After weeks of work, log, state and memory are as large as what there is to know") {
    Month month;
    month.work(2);
    const auto early = month.measure();
    tell("two days", early);
    month.work(days() - 4);
    const auto busy = month.measure();
    tell("the work", busy);
    // nobody is there: whatever the agent does for itself must not leave anything
    month.pause(1);
    const auto quiet = month.measure();
    tell("a quiet day", quiet);
    month.pause(1);
    const auto late = month.measure();
    tell("another", late);

    CHECK(late.links > early.links);
    CHECK(late.cycles > busy.cycles);
    check_bounds(early, early);
    check_bounds(busy, early);
    check_bounds(late, early);
    // a day without people leaves nothing at all
    CHECK(late.state_file == quiet.state_file);
    CHECK(late.conflicts == quiet.conflicts);
    CHECK(late.memory <= quiet.memory * 11 / 10);
    // and all of it was carried, once each
    month.sides().run_until_quiet();
    CHECK(late.waiting == 0);
    CHECK(month.sides().desk.tickets().size() == late.links);
    CHECK(month.sides().work.items().size() == late.links);
    CHECK(month.sides().complaints_of_more_runs(20, false).empty());
}
