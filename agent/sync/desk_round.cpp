#include "sync/desk_round.h"

#include "sync/recover.h"
namespace deskbridge {

bool DeskRound::took_effect(const DeskStep& step, const std::optional<SyncError>& error) {
    if (!error) return true;
    if (error->fate == Fate::refused && error->reach == Reach::item) {
        recorded_.push_back({.intent = step.intent.id});
        step.errand->problem = *error;
        return false;
    }
    leave(*step.errand, step.intent, *error);
    return false;
}

void DeskRound::leave(DeskErrand& errand, Intent intent, const SyncError& error) {
    const bool no_effect = error.fate == Fate::refused || error.fate == Fate::not_sent;
    errand.busy = true;
    if (no_effect) {
        recorded_.push_back({.intent = intent.id});
        return;
    }
    set_fate(intent, error.fate, tenant_.clock);
    noted_.push_back(std::move(intent));
    ++report_.unclear;
}

void DeskRound::write() {
    if (!recorded_.empty()) tenant_.store.record(tenant_.record.id, std::exchange(recorded_, {}));
    if (!noted_.empty()) tenant_.store.note(tenant_.record.id, std::exchange(noted_, {}));
}

}  // namespace deskbridge
