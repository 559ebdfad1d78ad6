// Changes existing work items, each only at the revision that the caller read.
#pragma once

#include "adapters/azure_devops/batch.h"
#include "adapters/azure_devops/change_verdict.h"

#include <string>

namespace deskbridge::azure_devops {

struct Changes {
    using Item = WorkItemChange;
    using Outcome = ChangeOutcome;
    static constexpr const Resource& resource = resource::list;
    static constexpr const char* method = "PATCH";

    static Part part(const WorkItemChange& change, int place, const Dialect& dialect);
    static std::string doing(const WorkItemChange& change);
    static std::string doing(std::size_t count);
    static std::vector<ChangeOutcome> judge(std::span<const WorkItemChange> changes,
                                            std::span<const HttpResponse> answers, const std::string& base,
                                            const Kinds& kinds) {
        return judge_changes(changes, answers, base, kinds);
    }
};

/// As WorkTracker::change.
class Changing {
public:
    Changing(Client& client, const Kinds& kinds) : writing_(client, kinds) {}

    std::vector<ChangeOutcome> change(std::span<const WorkItemChange> changes, bool quiet) {
        return writing_.write(changes, quiet);
    }

private:
    Writing<Changes> writing_;
};

}  // namespace deskbridge::azure_devops
