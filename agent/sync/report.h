// What a cycle did, for logs, progress and exit codes.
#pragma once

#include "contract/sync_error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// A ticket set aside in this cycle.
struct ParkedNote {
    std::string ticket_id;
    std::string reason;
    std::string hint;
};

/// Sums over one cycle or over a whole one-shot run. `trouble` is what ended it early.
struct CycleReport {
    std::size_t listed = 0;     ///< tickets that feeds named
    std::size_t created = 0;    ///< work items made
    std::size_t adopted = 0;    ///< work items found again by their marks
    std::size_t said = 0;       ///< messages carried to work items
    std::size_t updated = 0;    ///< work items changed
    std::size_t changed = 0;    ///< tickets changed
    std::size_t heard = 0;      ///< comments carried to tickets
    std::size_t told = 0;       ///< tickets told of their work item
    std::size_t passed = 0;     ///< tickets looked at that needed nothing
    std::size_t unclear = 0;    ///< actions whose effect is still to be looked for
    std::size_t announced = 0;  ///< tickets that the listing says there are; 0 = unknown
    bool more = false;          ///< the inbox holds more that is ready
    std::vector<ParkedNote> parked;
    std::optional<SyncError> trouble;

    void add(const CycleReport& other) {
        listed += other.listed;
        created += other.created;
        adopted += other.adopted;
        said += other.said;
        updated += other.updated;
        changed += other.changed;
        heard += other.heard;
        told += other.told;
        passed += other.passed;
        unclear = other.unclear;
        more = other.more;
        if (other.announced != 0) announced = other.announced;
        parked.insert(parked.end(), other.parked.begin(), other.parked.end());
        trouble = other.trouble;
    }
    bool wrote_nothing() const {
        return created == 0 && adopted == 0 && said == 0 && told == 0 && updated == 0 && changed == 0 &&
               heard == 0;
    }
};

}  // namespace deskbridge
