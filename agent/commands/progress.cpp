#include "commands/progress.h"

#include "commands/session.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

using namespace std::chrono;

constexpr milliseconds between_lines = seconds{10};
constexpr milliseconds between_drawings{100};
constexpr std::size_t bar_width = 30;

std::string bar(std::size_t done, std::size_t total) {
    if (total == 0) return {};
    const auto filled = std::min(bar_width, bar_width * done / total);
    return "[" + std::string(filled, '#') + std::string(bar_width - filled, '.') + "] ";
}

}  // namespace

Progress::Progress(std::string name, const Clock& clock, Log& log, bool terminal)
    : name_(std::move(name)),
      clock_(clock),
      log_(log),
      terminal_(terminal),
      start_(clock.ticks()),
      last_(start_ - between_lines) {}

Progress::~Progress() {
    if (drawn_) std::cerr << '\n';
}

std::string Progress::figures(std::size_t done, std::size_t total) const {
    const auto spent = duration<double>(clock_.ticks() - start_).count();
    const double rate = spent > 0.5 ? static_cast<double>(done) / spent : 0.0;
    std::string text = total == 0 ? fmt::format("{} tickets", with_commas(done))
                                  : fmt::format("{} of {} tickets", with_commas(done), with_commas(total));
    if (rate > 0) text += fmt::format(", {:.0f} a second", rate);
    if (rate > 0 && total > done)
        text += fmt::format(", about {:.0f} s left", static_cast<double>(total - done) / rate);
    return text;
}

void Progress::show(std::size_t done, std::size_t total, const std::string& note) {
    const auto now = clock_.ticks();
    if (now - last_ < (terminal_ ? between_drawings : between_lines) && note.empty()) return;
    last_ = now;
    const auto text = figures(done, total) + (note.empty() ? "" : "; " + note);
    if (!terminal_) {
        log_.write({Level::info, name_, text, {}});
        return;
    }
    std::cerr << "\r\x1b[K" << name_ << ": " << bar(done, total) << text.substr(0, 160) << std::flush;
    drawn_ = true;
}

}  // namespace deskbridge
