// Writes to many tickets, one call for a step of each, every one with its intent before it.
#pragma once

#include "sync/desk_errand.h"
#include "sync/link_making.h"

#include <string>
#include <utility>
#include <vector>

namespace deskbridge {

/// What one ticket's write needs to know. A longer step derives from it.
struct DeskStep {
    DeskErrand* errand = nullptr;
    std::string intent_text;
    Intent intent = {};
};

class DeskRound {
public:
    DeskRound(Tenant& tenant, CycleReport& report) : tenant_(tenant), report_(report) {}

    /// Intents of one round; false when there are none.
    template <class Step>
    bool intend(std::vector<Step>& steps, Intent::Kind kind) {
        if (steps.empty()) return false;
        std::vector<Intent> intents;
        for (const auto& step : steps)
            intents.push_back(intent_for(tenant_, step.errand->link, kind, step.intent_text));
        const auto ids = tenant_.store.intend(tenant_.record.id, intents);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i].intent = std::move(intents[i]);
            steps[i].intent.id = ids[i];
        }
        return true;
    }

    /// One call for all; a failure of the whole is kept for each, then goes on.
    template <class Step, class Call>
    auto call(std::vector<Step>& steps, const Call& send) {
        try {
            return send();
        } catch (const SyncError& error) {
            for (auto& step : steps) leave(*step.errand, step.intent, error);
            write();
            throw;
        }
    }

    /// True when the write took effect; else what is known of its fate is kept.
    bool took_effect(const DeskStep& step, const std::optional<SyncError>& error);
    void arrived(Recorded recorded) { recorded_.push_back(std::move(recorded)); }
    /// What is known so far goes to disk.
    void write();

private:
    void leave(DeskErrand& errand, Intent intent, const SyncError& error);

    Tenant& tenant_;
    CycleReport& report_;
    std::vector<Recorded> recorded_;
    std::vector<Intent> noted_;
};

}  // namespace deskbridge
