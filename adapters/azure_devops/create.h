// Makes work items: many in one `$batch`, or one by one where the server has no `$batch`.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/wire.h"
#include "contract/work_tracker.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::azure_devops {

/// Does not own what it is given.
class Creation {
public:
    Creation(Client& client, const Kinds& kinds) : client_(client), kinds_(kinds) {}

    /// As WorkTracker::create. Sent in portions of at most 200 items and 4 MiB; after a portion that failed
    /// as a whole nothing more is sent. Then the outcomes so far stand, the portion's items are NotSent
    /// (fate refused or not_sent) or Unclear, both with the error, the rest are NotSent; a failure of the
    /// first portion without effect is thrown instead, as is any failure when there is one portion.
    /// A refusal of the whole portion that one of its items may have caused (400, 409, 412, 413, 422, 500) is
    /// an outcome and no failure: of the item when it stands alone, else all are Unclear, so that the caller
    /// can halve.
    std::vector<CreateOutcome> create(std::span<const NewWorkItem> items, bool quiet);

private:
    /// What goes into one request, already in its wire form.
    struct Portion {
        std::span<const NewWorkItem> items;
        std::vector<std::string> documents;
    };
    Portion next_portion(std::span<const NewWorkItem> rest) const;
    std::vector<CreateOutcome> send(const Portion& portion, bool quiet);
    std::vector<CreateOutcome> send_batch(const Portion& portion, bool quiet);
    std::vector<CreateOutcome> send_single(const NewWorkItem& item, const std::string& document, bool quiet);
    std::string batch_body(const Portion& portion, bool quiet);

    Client& client_;
    const Kinds& kinds_;
    bool has_batch_ = true;
};

}  // namespace deskbridge::azure_devops
