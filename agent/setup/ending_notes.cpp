#include "setup/ending_notes.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

int step_of(int days_left) {
    if (days_left < 0) return 0;
    return days_left <= 1 ? 1 : days_left <= 7 ? 7 : 30;
}

std::string told(const std::string& what, int days_left, const std::string& day) {
    if (days_left < 0) return fmt::format("{} has ended on {}", what, day);
    if (days_left == 0) return fmt::format("{} ends within a day, on {}", what, day);
    return fmt::format("{} ends in {} day{}, on {}", what, days_left, days_left == 1 ? "" : "s", day);
}

}  // namespace

std::vector<EndingNote> ending_notes(const std::vector<Ending>& endings, Time now) {
    std::vector<EndingNote> notes;
    for (const auto& ending : endings) {
        const auto left = static_cast<int>(floor<days>(ending.at - now).count());
        if (left > 30) continue;
        const auto day = iso8601(ending.at).substr(0, 10);
        notes.push_back(
            {ending.what, told(ending.what, left, day),
             "Make a new one, put it in its place (both are good meanwhile), and write the new day into "
             "'expires'; nothing has to be restarted for a new token, key or secret.",
             step_of(left)});
    }
    return notes;
}

void EndingWatch::look(const std::string& tenant, Time now, Log& log) {
    for (const auto& note : ending_notes(endings_, now)) {
        const auto told = told_.find(note.what);
        if (told != told_.end() && told->second <= note.step) continue;
        told_[note.what] = note.step;
        const auto level = note.step <= 1 ? Level::error : Level::warning;
        log.write({level, tenant, note.text, {}});
        log.write({level, tenant, "what to do: " + note.hint, {}});
    }
}

}  // namespace deskbridge
