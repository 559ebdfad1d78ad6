#include "sync/desk_round.h"

namespace deskbridge {

Intent DeskRound::intent_for(const DeskStep& step, Intent::Kind kind) const {
    const auto& link = step.errand->link;
    Intent intent;
    intent.kind = kind;
    intent.ticket_id = link.ticket_id;
    intent.ticket_url = link.ticket_url;
    intent.mapping = link.mapping;
    intent.key = link.key;
    intent.project = link.project;
    intent.base = step.intent_text;
    intent.written_at = tenant_.clock.now();
    intent.server_time = tenant_.desk.server_time().value_or(intent.written_at);
    return intent;
}

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
    intent.fate = error.fate;
    noted_.push_back(std::move(intent));
    ++report_.unclear;
}

void DeskRound::write() {
    if (!recorded_.empty()) tenant_.store.record(tenant_.record.id, std::exchange(recorded_, {}));
    if (!noted_.empty()) tenant_.store.note(tenant_.record.id, std::exchange(noted_, {}));
}

}  // namespace deskbridge
